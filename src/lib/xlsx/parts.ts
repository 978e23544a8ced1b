import type { Cell } from './write';

/** The parts of a workbook (ECMA-376, part 1) that a spreadsheet needs to open it. */

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const DOCUMENT = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
/** The style of dates, second in STYLES. */
const DATE_STYLE = 1;
/** More digits than this a spreadsheet does not keep: such a number stays a text. */
const MOST_DIGITS = 15;
/** Characters a cell can have. */
const LONGEST_TEXT = 32_767;
const DAY_MS = 86_400_000;
/** The day a spreadsheet counts from, and the first it counts rightly: it takes 1900 for a leap year. */
const DAY_ZERO = Date.UTC(1899, 11, 30);
const FIRST_DATE = '1900-03-01';

export const SHEET_START = `${HEAD}<worksheet xmlns="${MAIN}"><sheetData>`;
export const SHEET_END = '</sheetData></worksheet>';

export const STYLES = `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf xfId="0"/><xf numFmtId="164" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`;

export const RELATIONS = `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;

const numbers = (sheets: number) => Array.from({ length: sheets }, (_, index) => index + 1);

export function workbookXml(name: string, sheets: number): string {
  // At most 31 characters, with some to spare for a number.
  const title = name.replace(/[\\/?*:[\]']/g, ' ').slice(0, 25);
  const all = numbers(sheets).map(
    (n) => `<sheet name="${xmlText(n === 1 ? title : `${title} ${n}`)}" sheetId="${n}" r:id="rId${n}"/>`,
  );
  return `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${all.join('')}</sheets></workbook>`;
}

export function workbookRelations(sheets: number): string {
  const all = numbers(sheets).map(
    (n) => `<Relationship Id="rId${n}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${n}.xml"/>`,
  );
  const styles = `<Relationship Id="rId${sheets + 1}" Type="${OFFICE}/styles" Target="styles.xml"/>`;
  return `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${all.join('')}${styles}</Relationships>`;
}

export function contentTypesXml(sheets: number): string {
  const part = (name: string, type: string) =>
    `<Override PartName="/xl/${name}" ContentType="${DOCUMENT}.${type}+xml"/>`;
  const parts = [
    part('workbook.xml', 'sheet.main'),
    part('styles.xml', 'styles'),
    ...numbers(sheets).map((n) => part(`worksheets/sheet${n}.xml`, 'worksheet')),
  ];
  const defaults =
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>';
  return `${HEAD}<Types xmlns="${PACKAGE}/content-types">${defaults}${parts.join('')}</Types>`;
}

export function cellXml({ text, type }: Cell): string {
  if (text === null || text === '') return '<c/>';
  if (type === 'number' && isNumber(text)) return `<c><v>${text}</v></c>`;
  if (type === 'boolean') return `<c t="b"><v>${text === 'true' ? 1 : 0}</v></c>`;
  if (type === 'date' && text >= FIRST_DATE) return `<c s="${DATE_STYLE}"><v>${dayNumber(text)}</v></c>`;
  return `<c t="inlineStr"><is><t xml:space="preserve">${xmlText(escaped(text.slice(0, LONGEST_TEXT)))}</t></is></c>`;
}

/** Whether a spreadsheet, which counts in binary floating point, keeps all of it. */
function isNumber(text: string): boolean {
  if (!/^-?\d+(\.\d+)?$/.test(text)) return false;
  return text.replace(/^-?0*\.?0*|\./g, '').length <= MOST_DIGITS;
}

const dayNumber = (date: string) => Math.round((Date.parse(`${date}T00:00:00Z`) - DAY_ZERO) / DAY_MS);

/** `_x0041_` in a cell means the letter A: what only looks like that is written so that it stays what it is. */
const escaped = (text: string) => text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_');

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** A text as it stands in XML 1.0, without what cannot stand there at all. */
function xmlText(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? '');
}
