import type { DecimalMark } from '@/contract/enums';
import type { SheetCell } from '@/lib/xlsx/read';
import type { ImportColumn } from './kind';
import { readNumber } from './numbers';
import { normalised } from './words';

export type ReadCell =
  | { readonly value: unknown; readonly says?: DecimalMark | null }
  | { readonly code: string; readonly message: string };

/** What a cell shows. */
export const textOfCell = (cell: SheetCell | undefined): string =>
  typeof cell === 'object' ? cell.number : (cell ?? '');

const TRUE = new Set(['true', 'yes', 'y', '1', 'x', 'si', 'vero']);
const FALSE = new Set(['false', 'no', 'n', '0', 'falso']);

/** The value of a cell that is not empty, or why it is none. */
export function readCell(column: ImportColumn, cell: SheetCell, mark: DecimalMark | null): ReadCell {
  const text = textOfCell(cell).trim();
  const read = READERS[column.type](column, text, typeof cell === 'object' ? '.' : mark);
  if ('code' in read) return read;
  const checked = column.schema.safeParse(read.value);
  if (checked.success) return { ...read, value: checked.data };
  const [issue] = checked.error.issues;
  return { code: issue?.code ?? 'invalid', message: issue?.message ?? 'This value cannot be taken' };
}

type Reader = (column: ImportColumn, text: string, mark: DecimalMark | null) => ReadCell;

const READERS: Readonly<Record<ImportColumn['type'], Reader>> = {
  text: (_, value) => ({ value }),
  number: (_, text, mark) => readDecimal(text, mark),
  integer: (_, text, mark) => {
    const read = readDecimal(text, mark);
    if ('code' in read) return read;
    return /^-?\d{1,15}$/.test(String(read.value))
      ? { ...read, value: Number(read.value) }
      : wrong('Must be a whole number');
  },
  boolean: (_, text) => {
    const word = normalised(text);
    if (TRUE.has(word)) return { value: true };
    return FALSE.has(word) ? { value: false } : wrong('Must be yes or no');
  },
  date: (_, text) => readDate(text),
  choice: ({ choices = {} }, text) => {
    const word = normalised(text);
    const found = Object.entries(choices).find(([value, names]) =>
      [value, ...names].some((name) => normalised(name) === word),
    );
    return found ? { value: found[0] } : wrong(`Must be one of ${Object.keys(choices).join(', ')}`);
  },
};

function readDecimal(text: string, mark: DecimalMark | null): ReadCell {
  const read = readNumber(text, mark);
  if (read.kind === 'number') return { value: read.value, says: read.says };
  if (read.kind === 'none') return wrong('Must be a number');
  const [point, comma] = (['.', ','] as const).map((each) => readNumber(text, each));
  const said = [point, comma].map((each) => (each?.kind === 'number' ? each.value : '?')).join(' or ');
  return {
    code: 'ambiguous',
    message: `This can be ${said}: say which sign this file has before decimals (decimalMark)`,
  };
}

/** `2026-03-31`, `31.03.2026`, and with slashes where it can be read in one way alone. */
function readDate(text: string): ReadCell {
  if (/^\d{4}-\d{2}-\d{2}($|T)/.test(text)) return { value: text.slice(0, 10) };
  const parts = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4})$/.exec(text);
  if (!parts) return wrong('Must be a date like 2026-03-31');
  const [, first = '', sign, second = '', year = ''] = parts;
  const iso = (day: string, month: string) => ({ value: `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` });
  if (sign === '.' || Number(first) > 12 || first === second) return iso(first, second);
  if (Number(second) > 12) return iso(second, first);
  return { code: 'ambiguous', message: 'Day and month can be taken for each other: write the date like 2026-03-31' };
}

const wrong = (message: string): ReadCell => ({ code: 'invalid', message });
