import { BrokenFileError } from '../zip/read';

const SLAB = 1024 * 1024;
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * The texts that cells of a workbook share, in UTF-8 one behind the other: JavaScript's own strings would take several times
 * as much memory.
 */
export class SharedTexts {
  readonly #slabs: Buffer[] = [];
  readonly #places: number[] = [];
  #used = SLAB;
  #bytes = 0;

  add(text: string): void {
    const length = Buffer.byteLength(text);
    this.#bytes += length;
    if (this.#bytes > MOST_BYTES)
      throw new BrokenFileError('The file has too many different texts for one workbook. Save it as CSV, or in parts.');
    if (this.#used + length > SLAB) {
      this.#slabs.push(Buffer.allocUnsafe(Math.max(SLAB, length)));
      this.#used = 0;
    }
    const slab = this.#slabs.length - 1;
    this.#slabs[slab]?.write(text, this.#used);
    // Slab, place in it and length, in one number each.
    this.#places.push(slab * SLAB + this.#used, length);
    this.#used += length;
  }

  get(index: number): string {
    const [place, length] = [this.#places[index * 2], this.#places[index * 2 + 1]];
    if (place === undefined || length === undefined) throw new BrokenFileError('A cell of the file names no text.');
    const start = place % SLAB;
    return this.#slabs[Math.floor(place / SLAB)]?.toString('utf8', start, start + length) ?? '';
  }
}
