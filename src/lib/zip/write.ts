import { crc32, createDeflateRaw, type DeflateRaw } from 'node:zlib';

/** A ZIP file (APPNOTE 6.3.3) piece by piece: sizes stand behind each entry, for nobody knows them before. */

export type ZipEntry = { readonly name: string; readonly content: AsyncIterable<string> };

const LOCAL = 0x04034b50;
const DESCRIPTOR = 0x08074b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
/** Sizes behind the entry; names in UTF-8. */
const FLAGS = 0x0808;
const DEFLATED = 8;
const VERSION = 20;
/** 1 January 1980: the same rows make the same file. */
const DATE = 0x0021;
const LARGEST = 0xffff_ffff;

type Written = {
  readonly name: Buffer;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly at: number;
};

export async function* zipped(entries: AsyncIterable<ZipEntry>): AsyncGenerator<Uint8Array> {
  const written: Written[] = [];
  let at = 0;
  for await (const { name: text, content } of entries) {
    const name = Buffer.from(text);
    const head = fields(
      [LOCAL, 4],
      [VERSION, 2],
      [FLAGS, 2],
      [DEFLATED, 2],
      [0, 2],
      [DATE, 2],
      [0, 4],
      [0, 4],
      [0, 4],
      [name.length, 2],
      [0, 2],
    );
    yield Buffer.concat([head, name]);
    const sums = { crc: 0, packed: 0, size: 0 };
    for await (const piece of deflated(content, sums)) yield piece;
    if (sums.size > LARGEST || sums.packed > LARGEST || at > LARGEST)
      throw new Error('A ZIP file of this kind ends at 4 GiB.');
    const { crc, packed, size } = sums;
    const tail = fields([DESCRIPTOR, 4], [crc, 4], [packed, 4], [size, 4]);
    yield tail;
    written.push({ name, crc, packed, size, at });
    at += head.length + name.length + packed + tail.length;
  }
  const directory = Buffer.concat(written.map(centralEntry));
  const count = written.length;
  yield directory;
  yield fields([END, 4], [0, 2], [0, 2], [count, 2], [count, 2], [directory.length, 4], [at, 4], [0, 2]);
}

function centralEntry({ name, crc, packed, size, at }: Written): Buffer {
  const head = fields(
    [CENTRAL, 4],
    [VERSION, 2],
    [VERSION, 2],
    [FLAGS, 2],
    [DEFLATED, 2],
    [0, 2],
    [DATE, 2],
    [crc, 4],
    [packed, 4],
    [size, 4],
    [name.length, 2],
    [0, 2],
    [0, 2],
    [0, 2],
    [0, 2],
    [0, 4],
    [at, 4],
  );
  return Buffer.concat([head, name]);
}

type Sums = { crc: number; packed: number; size: number };

/** Compressed by the threads of zlib; a text is taken when what became of the one before it has gone. */
async function* deflated(content: AsyncIterable<string>, sums: Sums): AsyncGenerator<Uint8Array> {
  const deflate = createDeflateRaw();
  const ready: Buffer[] = [];
  deflate.on('data', (piece: Buffer) => ready.push(piece));
  const take = () => {
    const piece = Buffer.concat(ready.splice(0));
    sums.packed += piece.length;
    return piece;
  };
  try {
    for await (const text of content) {
      const bytes = Buffer.from(text);
      sums.crc = crc32(bytes, sums.crc);
      sums.size += bytes.length;
      await sent(deflate, bytes);
      if (ready.length > 0) yield take();
    }
    await ended(deflate);
    yield take();
  } finally {
    deflate.destroy();
  }
}

const sent = (deflate: DeflateRaw, bytes: Buffer) =>
  new Promise<void>((resolve, reject) => deflate.write(bytes, (error) => (error ? reject(error) : resolve())));
const ended = (deflate: DeflateRaw) =>
  new Promise<void>((resolve, reject) => {
    deflate.once('end', resolve).once('error', reject);
    deflate.end();
  });

/** Whole numbers of so many bytes, little-endian, one after the other. */
function fields(...all: readonly (readonly [value: number, bytes: 2 | 4])[]): Buffer {
  const made = Buffer.alloc(all.reduce((sum, [, bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [value, bytes] of all) at = made.writeUIntLE(value, at, bytes);
  return made;
}
