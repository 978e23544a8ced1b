import { barcodeFault, type Symbology, symbologyOf } from '@/lib/barcode';
import type { Box } from './drawing';

const NAMES: Readonly<Record<Symbology, string>> = {
  'EAN-13': 'ean13',
  'UPC-A': 'upca',
  'GTIN-14': 'code128',
  'CODE-128': 'code128',
};
/** Narrower bars are read by no hand-held scanner (GS1: 0.25 mm; most manage this). */
const NARROWEST_MM = 0.19;
const WIDEST_MM = 0.5;
/** Light modules around a QR code (ISO/IEC 18004). */
const QR_QUIET = 4;
/** Empty modules on either side. */
const QUIET = 10;

/** What draws codes knows a hundred kinds of them, and weighs as much as all the rest: it is read with the first label. */
const drawn = async (options: { bcid: string; text: string; eclevel?: string }) =>
  (await import('bwip-js/node')).default.raw(options) as unknown;

/** The bars of a code in a place, as wide as they fit; none where it cannot be said in bars or would be too narrow to read. */
export async function barcodeIn(code: string, place: Box): Promise<Box[]> {
  if (code === '' || barcodeFault(code) !== undefined) return [];
  const [{ sbs }] = (await drawn({ bcid: NAMES[symbologyOf(code)], text: code })) as [{ sbs: number[] }];
  const modules = sbs.reduce((sum, each) => sum + each, 0);
  const module = Math.min(WIDEST_MM, place.width / (modules + 2 * QUIET));
  if (module < NARROWEST_MM) return [];
  const boxes: Box[] = [];
  let x = place.x + (place.width - modules * module) / 2;
  for (const [index, width] of sbs.entries()) {
    // Bars and spaces in turn.
    if (index % 2 === 0) boxes.push({ x, y: place.y, width: width * module, height: place.height });
    x += width * module;
  }
  return boxes;
}

/** A QR code in a square place, with the four light modules around it that its standard asks for: runs of dark ones, row by row. */
export async function qrIn(text: string, { x, y, width }: Box): Promise<Box[]> {
  const options = { bcid: 'qrcode', text, eclevel: 'M' };
  const [{ pixs, pixx }] = (await drawn(options)) as [{ pixs: number[]; pixx: number }];
  const module = width / (pixx + 2 * QR_QUIET);
  const [left, top] = [x + QR_QUIET * module, y + QR_QUIET * module];
  const boxes: Box[] = [];
  for (let row = 0; row < pixs.length / pixx; row += 1) {
    for (let from = 0; from < pixx; ) {
      let to = from;
      while (to < pixx && pixs[row * pixx + to] === 1) to += 1;
      if (to > from)
        boxes.push({ x: left + from * module, y: top + row * module, width: (to - from) * module, height: module });
      from = to + 1;
    }
  }
  return boxes;
}
