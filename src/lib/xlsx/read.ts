import { TextDecoder } from 'node:util';
import { BrokenFileError, openZip, type RandomAccess, type Zip } from '../zip/read';
import { SharedTexts } from './sharedTexts';
import { isDateFormat, type SheetCell, SheetReader, type Workbook } from './sheet';
import { attribute, type XmlHandler, XmlReader } from './xml';

export type { SheetCell } from './sheet';

const MIB = 1024 * 1024;
const LIMITS = { unpacked: 1024 * MIB, ratio: 200, free: 8 * MIB };

/** The rows of the first sheet of a workbook, some at a time; a row that is empty is none. Throws BrokenFileError. */
export async function* sheetRows(file: RandomAccess): AsyncGenerator<SheetCell[][]> {
  const zip = await openZip(file, LIMITS);
  const { sheet, book } = await openBook(zip);
  const rows = new SheetReader(book);
  const xml = new XmlReader(rows);
  for await (const piece of textsOf(zip, sheet)) {
    xml.write(piece);
    const ready = rows.take();
    if (ready.length > 0) yield ready;
  }
  xml.end();
}

async function openBook(zip: Zip): Promise<{ sheet: string; book: Workbook }> {
  const workbook = targetOf(await relations(zip, ''), '/officeDocument');
  if (workbook === undefined) throw notABook();
  const related = await relations(zip, workbook);
  let first: string | undefined;
  let is1904 = false;
  await read(zip, workbook, {
    open: (name, attributes) => {
      if (name === 'sheet') first ??= attribute(attributes, 'r:id') ?? idIn(attributes);
      if (name === 'workbookPr') is1904 = ['1', 'true'].includes(attribute(attributes, 'date1904') ?? '');
    },
  });
  const sheet = related.find(({ id }) => id === first)?.target;
  if (sheet === undefined) throw notABook();
  const texts = new SharedTexts();
  const shared = targetOf(related, '/sharedStrings');
  if (shared !== undefined) await readTexts(zip, shared, texts);
  const styles = targetOf(related, '/styles');
  return { sheet, book: { texts, dateStyles: styles ? await dateStyles(zip, styles) : new Set(), is1904 } };
}

/** The relation's id whatever its prefix is called. */
const idIn = (attributes: string) => /\s\w+:id="([^"]*)"/.exec(attributes)?.[1];

type Relation = { readonly id: string; readonly type: string; readonly target: string };

/** What a part of the file points at: parts of the file alone, for nothing outside is looked at. */
async function relations(zip: Zip, part: string): Promise<Relation[]> {
  const slash = part.lastIndexOf('/') + 1;
  const folder = part.slice(0, slash);
  const found: Relation[] = [];
  await read(zip, `${folder}_rels/${part.slice(slash)}.rels`, {
    open: (name, attributes) => {
      if (name !== 'Relationship' || attribute(attributes, 'TargetMode') === 'External') return;
      const target = attribute(attributes, 'Target') ?? '';
      found.push({
        id: attribute(attributes, 'Id') ?? '',
        type: attribute(attributes, 'Type') ?? '',
        target: target.startsWith('/') ? target.slice(1) : folder + target,
      });
    },
  });
  return found;
}

const targetOf = (relations: readonly Relation[], ending: string) =>
  relations.find(({ type }) => type.endsWith(ending))?.target;

async function readTexts(zip: Zip, part: string, texts: SharedTexts): Promise<void> {
  let text = '';
  let [inText, inReading] = [false, false];
  await read(zip, part, {
    open: (name) => {
      if (name === 'si') text = '';
      // How Japanese is read aloud stands beside the text.
      if (name === 'rPh') inReading = true;
      if (name === 't') inText = !inReading;
    },
    close: (name) => {
      if (name === 'si') texts.add(text);
      if (name === 'rPh') inReading = false;
      if (name === 't') inText = false;
    },
    text: (piece) => {
      if (inText) text += piece;
    },
  });
}

/** The numbers of the cell styles that show dates. */
async function dateStyles(zip: Zip, part: string): Promise<Set<number>> {
  const own = new Map<number, string>();
  const found = new Set<number>();
  let inCells = false;
  let style = 0;
  await read(zip, part, {
    open: (name, attributes) => {
      const format = Number(attribute(attributes, 'numFmtId') ?? 0);
      if (name === 'numFmt') own.set(format, attribute(attributes, 'formatCode') ?? '');
      if (name === 'cellXfs') inCells = true;
      if (name !== 'xf' || !inCells) return;
      if (isDateFormat(format, own.get(format))) found.add(style);
      style += 1;
    },
    close: (name) => {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return found;
}

async function read(zip: Zip, part: string, handler: Partial<XmlHandler>): Promise<void> {
  const nothing = () => undefined;
  const xml = new XmlReader({ open: nothing, close: nothing, text: nothing, ...handler });
  if (!zip.has(part)) throw notABook();
  for await (const piece of textsOf(zip, part)) xml.write(piece);
  xml.end();
}

async function* textsOf(zip: Zip, part: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const piece of zip.open(part)) yield decoder.decode(piece, { stream: true });
    yield decoder.decode();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new BrokenFileError('This is no XLSX file that can be read: its text is not in UTF-8.');
  }
}

const notABook = () => new BrokenFileError('This is no XLSX file that can be read: it has no sheet.');
