import { plainNumber } from '../decimal';
import { BrokenFileError } from '../zip/read';
import type { SharedTexts } from './sharedTexts';
import { attribute, type XmlHandler } from './xml';

/** A text, or a number as plain decimal text. */
export type SheetCell = string | { readonly number: string };

export type Workbook = {
  readonly texts: SharedTexts;
  /** The styles that show a number as a date. */
  readonly dateStyles: ReadonlySet<number>;
  /** Days are counted from 1904, as old Macs did. */
  readonly is1904: boolean;
};

export const MOST_COLUMNS = 300;
/** Characters a text cell can have. */
const LONGEST_CELL = 32_767;
const DAYS_FROM_1904 = 1462;
const DAY_MS = 86_400_000;
const DAY_ZERO = Date.UTC(1899, 11, 30);
/** Formats that every workbook has (ECMA-376 part 1, 18.8.30): dates, and times of day. */
const BUILT_IN_DATES = new Set([
  14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 34, 35, 36, 45, 46, 47, 50, 51, 52, 53, 54, 57, 58,
]);

/** Whether a number format shows a date: it has letters of days, months, years or hours outside of quotes and brackets. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return BUILT_IN_DATES.has(id);
  return /[dmyh]/i.test(code.replace(/"[^"]*"|\\.|\[[^\]]*\]|General/gi, ''));
}

/** Makes rows of the XML of a sheet. Of a formula it takes what the spreadsheet last showed; none is ever worked out. */
export class SheetReader implements XmlHandler {
  #rows: SheetCell[][] = [];
  #row: SheetCell[] = [];
  #column = 0;
  #type = '';
  #style = 0;
  #value = '';
  #within: 'v' | 't' | undefined;

  constructor(private readonly book: Workbook) {}

  /** The rows that are whole since the last call. */
  take(): SheetCell[][] {
    return this.#rows.splice(0);
  }

  open(name: string, attributes: string): void {
    if (name === 'row') {
      this.#row = [];
      this.#column = 0;
      return;
    }
    if (name === 'c') {
      const place = attribute(attributes, 'r');
      if (place !== undefined) this.#column = columnOf(place);
      if (this.#column >= MOST_COLUMNS) throw new BrokenFileError(`A sheet may have at most ${MOST_COLUMNS} columns.`);
      this.#type = attribute(attributes, 't') ?? 'n';
      this.#style = Number(attribute(attributes, 's') ?? 0);
      this.#value = '';
    }
    if (name === 'v' || name === 't') this.#within = name;
    if (name === 'rPh') this.#within = undefined;
  }

  text(piece: string): void {
    if (this.#within === undefined) return;
    this.#value += piece;
    if (this.#value.length > 2 * LONGEST_CELL) throw new BrokenFileError('A cell of the file is too long.');
  }

  close(name: string): void {
    if (name === 'v' || name === 't') this.#within = undefined;
    if (name === 'c') {
      if (this.#value !== '') this.#put(this.#cell());
      this.#column += 1;
    }
    if (name === 'row' && this.#row.length > 0) this.#rows.push(this.#row);
  }

  #put(cell: SheetCell): void {
    while (this.#row.length < this.#column) this.#row.push('');
    this.#row.push(cell);
  }

  #cell(): SheetCell {
    const value = this.#value;
    if (this.#type === 's') return unescaped(this.book.texts.get(Number(value)));
    if (this.#type === 'b') return value === '1' ? 'true' : 'false';
    if (this.#type !== 'n') return unescaped(value);
    const number = plainNumber(value);
    if (number === undefined) throw new BrokenFileError('A cell of the file says it is a number, and is none.');
    return this.book.dateStyles.has(this.#style) ? this.#date(Number(number)) : { number };
  }

  #date(serial: number): SheetCell {
    const days = serial + (this.book.is1904 ? DAYS_FROM_1904 : 0);
    const at = new Date(DAY_ZERO + Math.round(days * DAY_MS));
    if (Number.isNaN(at.getTime())) throw new BrokenFileError('A cell of the file has a date that is none.');
    const text = at.toISOString();
    return Number.isInteger(days) ? text.slice(0, 10) : text;
  }
}

/** `A1` → 0, `AB7` → 27. */
function columnOf(place: string): number {
  let column = 0;
  for (const letter of place) {
    const value = letter.charCodeAt(0) - 64;
    if (value < 1 || value > 26) break;
    column = column * 26 + value;
  }
  return column - 1;
}

/** `_x0041_` means the letter A, and `_x005F_` the line itself. */
const unescaped = (text: string) =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;
