import type { TenantContext } from '@/context';
import type { CustomValues } from '@/contract/customValues';
import type { FieldFault } from '@/contract/errors';
import type { Reference } from '@/records/manyRecords.repo';
import type { RecordTable } from '@/records/records.repo';
import type { CheckedRow, ImportKind } from './kind';

export type Values = Readonly<Record<string, unknown>>;
/** A record as lists show it. */
export type Shown = Values & {
  readonly id: string;
  readonly version: number;
  readonly archivedAt: string | null;
  readonly custom: CustomValues;
};
/** A row, and the record that it would change. */
export type Meant = { readonly row: CheckedRow; readonly record: Shown | undefined };
/** A record that was written: `before` is undefined when it was made. */
export type Written = { readonly id: string; readonly before: Shown | undefined; readonly after: Shown };

/**
 * Records that are known by a code of theirs: a row whose code there is changes that record, any other makes one. What is
 * so after somebody enters one by hand is so after an import, too; all of it takes many rows at once.
 */
export type RecordImport = Pick<ImportKind, 'name' | 'permission' | 'columns' | 'unique' | 'within'> & {
  /** As the audit log calls one. */
  readonly entity: string;
  readonly table: RecordTable;
  /** The field with the code. */
  readonly code: string;
  /** The codes of new records that say none, in their order. They are taken last. */
  readonly codes: (ctx: TenantContext, records: readonly Values[]) => Promise<string[]>;
  /** Columns of a file that only name another record: what is kept of it is beside. */
  readonly names?: readonly string[];
  /** Columns without one of their own in a file, by their types in the database. */
  readonly beside?: Readonly<Record<string, string>>;
  /** Fields that stay as they are, of those of the records that `among` answers. */
  readonly kept?: {
    readonly fields: readonly string[];
    readonly among: (ctx: TenantContext, ids: readonly string[]) => Promise<ReadonlySet<string>>;
  };
  /** What a new record has where the file says nothing. */
  readonly defaults: (ctx: TenantContext) => Values;
  /** Rules between fields: of what a record would be, of what its row says, and of what it was. */
  readonly rules?: (record: Values, said: Values, was: Values | undefined) => FieldFault[];
  /** Adds the faults that only other records tell. */
  readonly look?: (ctx: TenantContext, rows: readonly Meant[]) => Promise<void>;
  /** What each row says as it is kept, and what else is shown that follows from it. */
  readonly complete?: (ctx: TenantContext, rows: readonly Meant[]) => Promise<readonly Values[]>;
  /** Columns that nobody sees, as they follow from what a record would be. */
  readonly keys?: (record: Values) => Values;
  /** The records with one of these values in a field, as lists show them. */
  readonly load: (ctx: TenantContext, field: string, values: readonly string[]) => Promise<readonly object[]>;
  /** The records that rows name; where it is left out, by their codes. With `hold` they stay as they are from now on. */
  readonly find?: (
    ctx: TenantContext,
    rows: readonly CheckedRow[],
    hold: 'hold' | 'look',
  ) => Promise<readonly object[]>;
  /** What else is to be done once records have been written. */
  readonly afterwards?: (ctx: TenantContext, written: readonly Written[]) => Promise<void>;
  /** What points at records, so that one that is used can be named. */
  readonly usedBy: readonly Reference[];
  /** What also points at records, but came with them, and goes with those that are taken back. */
  readonly parts?: readonly Reference[];
};
