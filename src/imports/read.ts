import { IMPORT_FILE_TYPES } from '@/contract/imports';
import { Refusal } from '@/lib/refusal';
import { csvRows } from '@/lib/text/csvRows';
import { encodingOf, textOf } from '@/lib/text/encoding';
import { type SheetCell, sheetRows } from '@/lib/xlsx/read';
import { BrokenFileError, type RandomAccess } from '@/lib/zip/read';

export type FileRows = {
  readonly format: 'csv' | 'xlsx';
  readonly encoding: string | null;
  readonly delimiter: string | null;
  readonly headings: readonly string[];
  /** The rows below the headings, some at a time. */
  readonly rows: AsyncIterable<readonly (readonly SheetCell[])[]>;
};

/** Opens a file for its rows; its first row has the headings. What is wrong with it is refused as RULE_VIOLATED. */
export async function openRows(file: RandomAccess & { readonly contentType: string }): Promise<FileRows> {
  return refusing(async () => {
    if (file.contentType === IMPORT_FILE_TYPES.xlsx)
      return withHeadings({ format: 'xlsx', encoding: null, delimiter: null }, sheetRows(file));
    const encoding = await encodingOf(file);
    const { delimiter, rows } = await csvRows(textOf(file, encoding));
    return withHeadings({ format: 'csv', encoding, delimiter }, rows);
  });
}

async function withHeadings(
  about: Pick<FileRows, 'format' | 'encoding' | 'delimiter'>,
  rows: AsyncIterable<SheetCell[][]>,
): Promise<FileRows> {
  const all = rows[Symbol.asyncIterator]();
  const { done, value } = await all.next();
  if (done) throw new BrokenFileError('The file has no rows.');
  const [headings = [], ...first] = value;
  const texts = headings.map((cell) => (typeof cell === 'string' ? cell.trim() : cell.number));
  return { ...about, headings: texts, rows: following(first, all) };
}

async function* following(first: SheetCell[][], rest: AsyncIterator<SheetCell[][]>): AsyncGenerator<SheetCell[][]> {
  try {
    if (first.length > 0) yield first;
    for (;;) {
      const { done, value } = await refusing(() => rest.next());
      if (done) return;
      yield value;
    }
  } finally {
    await rest.return?.();
  }
}

async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof BrokenFileError ? new Refusal('RULE_VIOLATED', error.message) : error;
  }
}
