/** A label as shapes, in millimetres from its upper left corner: the same for every format it is written in. */
export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
/** `y` is the line the letters stand on; `size` is the height of the letters' em. */
export type Words = {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly text: string;
  readonly bold: boolean;
};

export type Drawing = {
  readonly widthMm: number;
  readonly heightMm: number;
  readonly boxes: readonly Box[];
  readonly words: readonly Words[];
};

/** How wide a letter is at most on the average, in ems; bold ones are wider. */
const LETTER_EM = 0.56;

/** As much of a text as fits, with an ellipsis where it does not. */
export function fitted(text: string, widthMm: number, size: number): string {
  const letters = [...text];
  const most = Math.floor(widthMm / (size * LETTER_EM));
  return letters.length <= most ? text : `${letters.slice(0, Math.max(0, most - 1)).join('')}…`;
}
