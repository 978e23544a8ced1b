import type { CellType } from '../cells';
import { type ZipEntry, zipped } from '../zip/write';
import {
  cellXml,
  contentTypesXml,
  RELATIONS,
  SHEET_END,
  SHEET_START,
  STYLES,
  workbookRelations,
  workbookXml,
} from './parts';

export type Cell = { readonly text: string | null; readonly type: CellType };
type Line = readonly Cell[];

/** Rows a sheet can have (ECMA-376 leaves it open; spreadsheets stop here); what is more goes to a second one. */
const MOST_ROWS = 1_048_576;

/**
 * An XLSX file, piece by piece: one sheet of `heading` and of the rows as they come. Cells are texts, numbers, booleans
 * and dates; nothing in them is ever a formula.
 */
export function xlsxFile(name: string, heading: Line, pages: AsyncIterable<Line[]>): AsyncGenerator<Uint8Array> {
  return zipped(entries(name, heading, pages));
}

async function* entries(name: string, heading: Line, pages: AsyncIterable<Line[]>): AsyncGenerator<ZipEntry> {
  const rest = pages[Symbol.asyncIterator]();
  let sheets = 0;
  let left: Line[] | undefined = [];
  try {
    while (left) {
      sheets += 1;
      const sheet = sheetOf(heading, left, rest);
      yield { name: `xl/worksheets/sheet${sheets}.xml`, content: sheet.xml() };
      left = sheet.left();
    }
    yield { name: 'xl/workbook.xml', content: once(workbookXml(name, sheets)) };
    yield { name: 'xl/_rels/workbook.xml.rels', content: once(workbookRelations(sheets)) };
    yield { name: 'xl/styles.xml', content: once(STYLES) };
    yield { name: '_rels/.rels', content: once(RELATIONS) };
    yield { name: '[Content_Types].xml', content: once(contentTypesXml(sheets)) };
  } finally {
    await rest.return?.();
  }
}

/** One sheet of the rows there are; `left` has those that found no room, once the sheet is written. */
function sheetOf(heading: Line, waiting: Line[], rest: AsyncIterator<Line[]>) {
  let left: Line[] | undefined;
  async function* xml(): AsyncGenerator<string> {
    let rows = 1;
    yield SHEET_START + rowXml(heading);
    for (let page: Line[] | undefined = waiting; page; page = await nextOf(rest)) {
      const fitting = page.slice(0, MOST_ROWS - rows);
      yield fitting.map(rowXml).join('');
      rows += fitting.length;
      if (fitting.length < page.length) {
        left = page.slice(fitting.length);
        break;
      }
    }
    yield SHEET_END;
  }
  return { xml, left: () => left };
}

async function nextOf(pages: AsyncIterator<Line[]>): Promise<Line[] | undefined> {
  const { done, value } = await pages.next();
  return done ? undefined : value;
}

const rowXml = (cells: Line) => `<row>${cells.map(cellXml).join('')}</row>`;

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}
