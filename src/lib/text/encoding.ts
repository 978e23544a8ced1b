import { TextDecoder } from 'node:util';
import { BrokenFileError, looksZipped, type RandomAccess } from '../zip/read';

export const ENCODINGS = ['utf-8', 'utf-16le', 'windows-1252'] as const;
export type Encoding = (typeof ENCODINGS)[number];

const PIECE = 256 * 1024;

/**
 * How the text of a file is written down: as its first bytes say (UTF-8, UTF-16), else UTF-8 where all of it is that, else as
 * Windows did in western Europe. Throws BrokenFileError for what is no text.
 */
export async function encodingOf(file: RandomAccess): Promise<Encoding> {
  const start = await file.read(0, 8);
  if (looksZipped(start)) throw new BrokenFileError('This is not CSV but a workbook: send it as XLSX.');
  if (/^(%PDF|PK|\x7fELF|MZ|GIF8|\x89PNG|\xff\xd8)/.test(start.toString('latin1'))) throw noText();
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let isUtf8 = true;
  for await (const piece of piecesOf(file)) {
    if (piece.includes(0)) throw noText();
    try {
      if (isUtf8) decoder.decode(piece, { stream: true });
    } catch {
      isUtf8 = false;
    }
  }
  return isUtf8 && endsWhole(decoder) ? 'utf-8' : 'windows-1252';
}

function endsWhole(decoder: TextDecoder): boolean {
  try {
    decoder.decode();
    return true;
  } catch {
    return false;
  }
}

/** The text of a file, piece by piece. */
export async function* textOf(file: RandomAccess, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const piece of piecesOf(file)) yield decoder.decode(piece, { stream: true });
  yield decoder.decode();
}

async function* piecesOf(file: RandomAccess): AsyncGenerator<Buffer> {
  for (let at = 0; at < file.size; at += PIECE) yield await file.read(at, PIECE);
}

const noText = () => new BrokenFileError('This is no text file: send CSV or XLSX.');
