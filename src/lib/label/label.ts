import { barcodeIn, qrIn } from './codes';
import { type Drawing, fitted, type Words } from './drawing';

/** Width and height of the labels there are, in millimetres. */
export const LABEL_SIZES = {
  '50x30': [50, 30],
  '70x40': [70, 40],
  '100x50': [100, 50],
  '100x150': [100, 150],
} as const;
export type LabelSize = keyof typeof LABEL_SIZES;

/** What stands on a label, whatever it is of: an item, a lot, a roll. */
export type LabelContent = {
  readonly title: string;
  /** Smaller, below it; as many as there is room for. */
  readonly lines: readonly string[];
  /** Printed as bars, and below them in letters. */
  readonly code: string;
  /** What the QR code says: an id, which /inventory/scan finds. */
  readonly qr: string;
};

const MARGIN = 2;

/** Sets a label: the QR code on the left with the words beside it, the bars below. */
export async function labelDrawing({ title, lines, code, qr }: LabelContent, size: LabelSize): Promise<Drawing> {
  const [widthMm, heightMm] = LABEL_SIZES[size];
  const inside = widthMm - 2 * MARGIN;
  const unit = Math.min(widthMm, heightMm) / 30;
  const letters = Math.min(2.6 * unit, widthMm / 22);
  const barsHeight = 6 * unit;
  const barsTop = heightMm - MARGIN - letters - barsHeight;
  // The light around the QR code is its own, and begins at the edge.
  const qrSize = Math.min(barsTop, inside * 0.45);
  const textX = qrSize;
  const textWidth = widthMm - MARGIN - textX;
  const words: Words[] = [];
  const step = letters * 1.25;
  const room = Math.floor((barsTop - MARGIN) / step);
  for (const [index, text] of [title, ...lines].slice(0, room).entries()) {
    const y = MARGIN + letters + index * step;
    words.push({ x: textX, y, size: letters, text: fitted(text, textWidth, letters), bold: index === 0 });
  }
  words.push({ x: MARGIN, y: heightMm - MARGIN, size: letters, text: fitted(code, inside, letters), bold: false });
  const bars = await barcodeIn(code, { x: MARGIN, y: barsTop, width: inside, height: barsHeight });
  return {
    widthMm,
    heightMm,
    boxes: [...(await qrIn(qr, { x: 0, y: 0, width: qrSize, height: qrSize })), ...bars],
    words,
  };
}
