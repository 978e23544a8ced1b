import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { PROJECT_ROOT } from '@/config';

export type CsvRow = Readonly<Record<string, string>>;

/** The rows of prisma/seed/<company>/<name>.csv, by column name. */
export function readCsv(company: string, name: string): CsvRow[] {
  const text = readFileSync(path.join(PROJECT_ROOT, 'prisma', 'seed', company, `${name}.csv`), 'utf8');
  return parse(text, { columns: true, skip_empty_lines: true }) as CsvRow[];
}

/** The columns `names` of a row; an empty cell is null. */
export function pick<const Names extends readonly string[]>(
  row: CsvRow,
  names: Names,
): Record<Names[number], string | null> {
  return Object.fromEntries(names.map((name) => [name, row[name] || null])) as Record<Names[number], string | null>;
}

/** A cell that must be filled. */
export function cell(row: CsvRow, name: string): string {
  const value = row[name];
  if (!value) throw new Error(`the sample data lack ${name} in ${JSON.stringify(row)}`);
  return value;
}

/** A look-up from the values of a column to ids, for references between files. */
export function references(kind: string): {
  add(key: string, id: string): void;
  id(key: string): string;
  maybe(key: string | undefined): string | null;
} {
  const ids = new Map<string, string>();
  const id = (key: string) => {
    const found = ids.get(key);
    if (!found) throw new Error(`the sample data name the ${kind} ${key}, which is not there`);
    return found;
  };
  return { add: (key, value) => void ids.set(key, value), id, maybe: (key) => (key ? id(key) : null) };
}
