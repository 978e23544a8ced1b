import type { TenantContext } from '@/context';
import type { DecimalMark } from '@/contract/enums';
import type { FieldFault } from '@/contract/errors';
import { Thrift } from '@/lib/thrift';
import type { SheetCell } from '@/lib/xlsx/read';
import { readCell, textOfCell } from './cells';
import { codeFields, codeKey, shownCode } from './codes';
import { columnsFor, isHiddenFrom, type NamedColumn } from './columns';
import type { CheckedRow, ImportKind } from './kind';

export type RawRow = { readonly rowNumber: number; readonly cells: readonly SheetCell[] };
export type ValueMap = readonly { readonly field: string; readonly from: string; readonly to: string }[];
export type Reading = {
  readonly mapping: readonly (string | null)[];
  readonly valueMap: ValueMap;
  readonly decimalMark: DecimalMark | null;
};

/** Checks the rows of one file, some at a time, and remembers what it has seen of it. */
export class Checker {
  readonly #columns: readonly (NamedColumn | undefined)[];
  /** Fields of columns that whoever asks may not fill. */
  readonly #hidden: readonly (string | undefined)[];
  readonly #meaning: ReadonlyMap<string, string>;
  readonly #thrift = new Thrift();
  readonly #seen = new Map<string, number>();
  readonly #says = { '.': 0, ',': 0 };
  /** Whether a number could be read in two ways. */
  ambiguous = false;

  constructor(
    private readonly ctx: TenantContext,
    private readonly kind: ImportKind,
    private readonly reading: Reading,
  ) {
    const byField = new Map(columnsFor(ctx, kind).map((column) => [column.field, column]));
    this.#columns = reading.mapping.map((field) => (field === null ? undefined : byField.get(field)));
    this.#hidden = reading.mapping.map((field) =>
      kind.refusesHidden && field !== null && isHiddenFrom(ctx, kind, field) ? field : undefined,
    );
    this.#meaning = new Map(reading.valueMap.map(({ field, from, to }) => [`${field} ${from.trim()}`, to]));
  }

  /** The sign before decimals of which the numbers speak with one voice. */
  get saidMark(): DecimalMark | null {
    if (this.#says['.'] > 0 && this.#says[','] > 0) return null;
    if (this.#says['.'] > 0) return '.';
    return this.#says[','] > 0 ? ',' : null;
  }

  /** Over: nothing more is to be checked. */
  end(): void {
    this.#thrift.end();
  }

  async check(rows: readonly RawRow[], hold: 'hold' | 'look'): Promise<CheckedRow[]> {
    this.#thrift.add(rows.length);
    const checked = rows.map((row) => this.#read(row));
    await this.kind.check(this.ctx, checked, hold);
    return checked;
  }

  #read({ rowNumber, cells }: RawRow): CheckedRow {
    const values: Record<string, unknown> = {};
    const faults: FieldFault[] = [];
    for (const [index, column] of this.#columns.entries()) {
      const cell = cells[index];
      if (column === undefined || cell === undefined || textOfCell(cell).trim() === '') continue;
      const meant = this.#meaning.get(`${column.field} ${textOfCell(cell).trim()}`);
      const read = readCell(column, meant ?? cell, this.reading.decimalMark);
      if ('value' in read) {
        values[column.field] = read.value;
        if (read.says) this.#says[read.says] += 1;
        continue;
      }
      if (column.type === 'number' || column.type === 'integer') this.ambiguous ||= read.code === 'ambiguous';
      faults.push({ path: column.field, code: read.code, message: read.message });
    }
    for (const [index, field] of this.#hidden.entries())
      if (field !== undefined && textOfCell(cells[index]).trim() !== '')
        faults.push({ path: field, code: 'FORBIDDEN', message: 'This is not for you to enter: leave the column out' });
    const { code: field, within, unique = [] } = this.kind;
    for (const name of unique) this.#once([name], rowNumber, values, faults);
    const known = field === undefined ? [] : codeFields(field, within);
    const code = field === undefined ? null : this.#once(known, rowNumber, values, faults);
    return { rowNumber, values, faults, code, makes: true };
  }

  /** The value of fields that only one row of the file may have, taken together; blamed on the last. */
  #once(
    fields: readonly string[],
    rowNumber: number,
    values: Readonly<Record<string, unknown>>,
    faults: FieldFault[],
  ): string | null {
    const key = codeKey(fields, values);
    if (key === null) return null;
    const named = `${fields.join(' ')} ${key}`;
    const first = this.#seen.get(named);
    if (first === undefined) this.#seen.set(named, rowNumber);
    else faults.push({ path: fields.at(-1) ?? '', code: 'twice', message: `Row ${first} has the same` });
    return shownCode(fields, values);
  }
}
