import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { BrokenFileError } from '../zip/read';
import { type Delimiter, delimiterOf } from './delimiter';

/** Characters a line may have. */
const LONGEST_LINE = 256 * 1024;
const AT_ONCE = 500;
/** What is looked at to find the delimiter. */
const START = 64 * 1024;
/** Excel's own way to say the delimiter. */
const SAID = /^sep=([,;\t])\r?\n/;
/** What csvLine puts before a cell that a spreadsheet would run. */
const MADE_HARMLESS = /^'(?=[=+\-@\t\r])/;

export type CsvRows = { readonly delimiter: Delimiter; readonly rows: AsyncIterable<string[][]> };

/** The rows of a CSV file, some at a time; one without any text is none. Throws BrokenFileError. */
export async function csvRows(texts: AsyncGenerator<string>): Promise<CsvRows> {
  let start = '';
  while (start.length < START) {
    const { done, value } = await texts.next();
    if (done) break;
    start += value;
  }
  start = start.replace(/^\ufeff/, '');
  const said = SAID.exec(start);
  if (said) start = start.slice(said[0].length);
  const delimiter = (said?.[1] as Delimiter | undefined) ?? delimiterOf(start);
  return { delimiter, rows: parsed(joined(start, texts), delimiter) };
}

async function* joined(start: string, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  if (start !== '') yield start;
  yield* rest;
}

async function* parsed(texts: AsyncGenerator<string>, delimiter: Delimiter): AsyncGenerator<string[][]> {
  const source = Readable.from(texts);
  const parser = source.pipe(
    parse({ delimiter, relax_column_count: true, skip_empty_lines: true, max_record_size: LONGEST_LINE }),
  );
  source.on('error', (error) => parser.destroy(error));
  let rows: string[][] = [];
  try {
    for await (const row of parser as AsyncIterable<string[]>) {
      if (row.every((cell) => cell.trim() === '')) continue;
      rows.push(row.map((cell) => cell.replace(MADE_HARMLESS, '')));
      if (rows.length < AT_ONCE) continue;
      yield rows;
      rows = [];
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new BrokenFileError(`Line ${error.lines ?? '?'} of the file cannot be read as CSV: ${reasonOf(error)}.`);
  } finally {
    source.destroy();
  }
  if (rows.length > 0) yield rows;
}

function reasonOf({ code }: CsvError): string {
  if (code === 'CSV_MAX_RECORD_SIZE') return 'it is too long';
  return /QUOTE/.test(code) ? 'its quotes do not fit' : 'its cells do not fit';
}
