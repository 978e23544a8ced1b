import { Readable } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';

/**
 * Reading a ZIP file that somebody sent. It is read by its directory alone, and only where that accounts for every byte: nothing
 * stands before the first entry or behind the end, entries do not overlap, none is encrypted. What an entry comes to is
 * counted while it is unpacked.
 */

/** Bytes that can be read from any place. */
export type RandomAccess = {
  readonly size: number;
  /** Exactly `length` bytes from `at`, or fewer at the end. */
  read(at: number, length: number): Promise<Buffer>;
};

export type Limits = {
  /** Bytes all that is read of the file may come to. */
  readonly unpacked: number;
  /** How many times its packed size an entry may come to, beyond `free` bytes. */
  readonly ratio: number;
  readonly free: number;
};

/** The file is not what it should be; the message says to people what is wrong. */
export class BrokenFileError extends Error {
  override readonly name = 'BrokenFileError';
}

type Entry = {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly at: number;
};

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END_BYTES = 22;
const CENTRAL_BYTES = 46;
const LOCAL_BYTES = 30;
const ENCRYPTED = 1;
const STORED = 0;
const DEFLATED = 8;
const MOST_ENTRIES = 2000;
const LARGEST_DIRECTORY = 1024 * 1024;
const PIECE = 64 * 1024;

/** An open ZIP file. */
export type Zip = {
  has(name: string): boolean;
  /** The bytes of an entry as they are unpacked. Throws BrokenFileError. */
  open(name: string): AsyncGenerator<Buffer>;
};

/** Whether bytes begin like a ZIP file. */
export const looksZipped = (start: Buffer) => start.length >= 4 && start.readUInt32LE(0) === LOCAL;

/** Throws BrokenFileError. */
export async function openZip(file: RandomAccess, limits: Limits): Promise<Zip> {
  const entries = await directoryOf(file);
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const left = { bytes: limits.unpacked };
  return {
    has: (name) => byName.has(name),
    async *open(name) {
      const entry = byName.get(name);
      if (!entry) throw new BrokenFileError(`The file has no ${name}.`);
      yield* unpacked(file, entry, limits, left);
    },
  };
}

async function directoryOf(file: RandomAccess): Promise<Entry[]> {
  const end = await file.read(Math.max(0, file.size - END_BYTES), END_BYTES);
  if (end.length < END_BYTES || end.readUInt32LE(0) !== END) throw broken('it does not end like one');
  const count = end.readUInt16LE(10);
  const bytes = end.readUInt32LE(12);
  const at = end.readUInt32LE(16);
  const isWhole = end.readUInt32LE(4) === 0 && end.readUInt16LE(8) === count && end.readUInt16LE(20) === 0;
  if (!isWhole || at + bytes !== file.size - END_BYTES) throw broken('its directory does not fit');
  if (count > MOST_ENTRIES || bytes > LARGEST_DIRECTORY) throw broken('it has too many parts');
  const directory = await file.read(at, bytes);
  const entries: Entry[] = [];
  let position = 0;
  for (let n = 0; n < count; n += 1) {
    const { entry, next } = entryAt(directory, position);
    entries.push(entry);
    position = next;
  }
  if (position !== bytes) throw broken('its directory does not fit');
  if (new Set(entries.map(({ name }) => name.toLowerCase())).size !== count) throw broken('it has a part twice');
  await requireApart(file, entries, at);
  return entries;
}

function entryAt(directory: Buffer, at: number): { entry: Entry; next: number } {
  if (at + CENTRAL_BYTES > directory.length || directory.readUInt32LE(at) !== CENTRAL)
    throw broken('its directory does not fit');
  const u16 = (offset: number) => directory.readUInt16LE(at + offset);
  const u32 = (offset: number) => directory.readUInt32LE(at + offset);
  if (u16(8) & ENCRYPTED) throw new BrokenFileError('The file is protected by a password. Save it without one.');
  const [nameLength, next] = [u16(28), at + CENTRAL_BYTES + u16(28) + u16(30) + u16(32)];
  if (next > directory.length) throw broken('its directory does not fit');
  const name = directory.toString('utf8', at + CENTRAL_BYTES, at + CENTRAL_BYTES + nameLength);
  return { entry: { name, method: u16(10), crc: u32(16), packed: u32(20), size: u32(24), at: u32(42) }, next };
}

/** Each entry stands where the directory says, behind the one before it, the first at the very beginning. */
async function requireApart(file: RandomAccess, entries: readonly Entry[], end: number): Promise<void> {
  let free = 0;
  for (const entry of [...entries].sort((a, b) => a.at - b.at)) {
    const first = free === 0;
    if (first ? entry.at !== 0 : entry.at < free) throw broken('its parts are not where they should be');
    free = (await dataStart(file, entry)) + entry.packed;
    if (free > end) throw broken('its parts are not where they should be');
  }
}

async function dataStart(file: RandomAccess, { at, name }: Entry): Promise<number> {
  const local = await file.read(at, LOCAL_BYTES);
  if (local.length < LOCAL_BYTES || local.readUInt32LE(0) !== LOCAL)
    throw broken('its parts are not where they should be');
  const nameLength = local.readUInt16LE(26);
  if ((await file.read(at + LOCAL_BYTES, nameLength)).toString('utf8') !== name)
    throw broken('its parts are not called what the directory says');
  return at + LOCAL_BYTES + nameLength + local.readUInt16LE(28);
}

async function* unpacked(
  file: RandomAccess,
  entry: Entry,
  { ratio, free }: Limits,
  left: { bytes: number },
): AsyncGenerator<Buffer> {
  const start = await dataStart(file, entry);
  const packed = Readable.from(piecesOf(file, start, entry.packed), { objectMode: false });
  let [crc, size] = [0, 0];
  const most = Math.max(free, entry.packed * ratio);
  try {
    for await (const piece of contentOf(packed, entry)) {
      size += piece.length;
      left.bytes -= piece.length;
      if (size > most || left.bytes < 0) throw new BrokenFileError('The file unpacks to far more than it should.');
      crc = crc32(piece, crc);
      yield piece;
    }
  } catch (error) {
    throw error instanceof BrokenFileError ? error : broken('it cannot be unpacked');
  } finally {
    packed.destroy();
  }
  if (size !== entry.size || crc !== entry.crc) throw broken('a part of it is damaged');
}

function contentOf(packed: Readable, { method }: Entry): AsyncIterable<Buffer> {
  if (method === STORED) return packed;
  if (method !== DEFLATED) throw broken('it is packed in an unusual way');
  const inflate = createInflateRaw();
  packed.on('error', (error) => inflate.destroy(error));
  return packed.pipe(inflate);
}

async function* piecesOf(file: RandomAccess, start: number, length: number): AsyncGenerator<Buffer> {
  for (let done = 0; done < length; done += PIECE) yield await file.read(start + done, Math.min(PIECE, length - done));
}

const broken = (why: string) => new BrokenFileError(`This is no XLSX file that can be read: ${why}.`);
