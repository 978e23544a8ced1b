/** Barcodes: GTINs by their check digit (GS1 General Specifications), everything else as Code 128 text. */

const GTIN = /^(\d{12}|\d{13}|\d{14})$/;
/** What Code 128 holds and a scanner types: printable ASCII. */
const CODE_128 = /^[\x20-\x7e]+$/;

export type Symbology = 'EAN-13' | 'UPC-A' | 'GTIN-14' | 'CODE-128';

/** Twelve, thirteen and fourteen digits are numbers of GS1; eight digits may as well be a mill's own. */
export function symbologyOf(code: string): Symbology {
  if (!GTIN.test(code)) return 'CODE-128';
  if (code.length === 13) return 'EAN-13';
  return code.length === 12 ? 'UPC-A' : 'GTIN-14';
}

/** The last digit of a GTIN whose other digits are given: weights 3 and 1 from the right. */
export function checkDigit(digits: string): string {
  const sum = [...digits]
    .reverse()
    .reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 3 : 1), 0);
  return String((10 - (sum % 10)) % 10);
}

/** What is wrong with a barcode, as a sentence; undefined when nothing is. */
export function barcodeFault(code: string): string | undefined {
  if (!CODE_128.test(code)) return 'A barcode holds only letters without accents, digits and signs of the keyboard';
  if (!GTIN.test(code)) return undefined;
  if (checkDigit(code.slice(0, -1)) === code.at(-1)) return undefined;
  return `The last digit does not fit the others: look at it again, as ${symbologyOf(code)} it cannot be read`;
}

/** The same number as scanners spell it: a UPC is an EAN with a zero before it, and some put zeros before both. */
export function spellings(code: string): string[] {
  if (!GTIN.test(code)) return [code];
  const bare = code.replace(/^0{1,2}/, '');
  const all = [12, 13, 14].filter((length) => length >= bare.length).map((length) => bare.padStart(length, '0'));
  return [...new Set([code, ...all])];
}
