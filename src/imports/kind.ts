import type { z } from 'zod';
import type { TenantContext } from '@/context';
import type { CustomFieldTable, ImportType } from '@/contract/enums';
import type { FieldFault } from '@/contract/errors';
import type { Permission } from '@/contract/permissions';

/** A field that a column of a file can be for. */
export type ImportColumn = {
  /** As the API calls it; a field of the company's own is `custom.<key>`. */
  readonly field: string;
  /** The heading in templates; made from the field when it is left out. */
  readonly label?: string;
  /** Other headings by which it is known: English, Italian, what other programs write. */
  readonly aliases: readonly string[];
  readonly type: ImportType;
  /** A new record cannot be without it. */
  readonly required?: boolean;
  /** What a template shows. */
  readonly example: string;
  /** What a value may be, once it is one of its type. */
  readonly schema: z.ZodType;
  /** Of a choice: its values, each with what else it is called. */
  readonly choices?: Readonly<Record<string, readonly string[]>>;
};

/** A row of a file as it has been read and checked. */
export type CheckedRow = {
  readonly rowNumber: number;
  /** By field, those of the company's own too; a cell that is empty says nothing. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly faults: FieldFault[];
  /** By which the record is known, when it says so. */
  readonly code: string | null;
  /** Whether it would make a record rather than change one. */
  makes: boolean;
};

export type WrittenRow = {
  readonly rowNumber: number;
  readonly outcome: 'MADE' | 'CHANGED' | 'SAME';
  readonly recordId: string;
  readonly code: string | null;
  /** What the fields that were changed had been. */
  readonly before: Readonly<Record<string, unknown>> | null;
  /** The record's version after it: who finds another one knows that somebody has changed it since. */
  readonly madeVersion: number;
};

/** A row that is to be taken back. */
export type DoneRow = Omit<WrittenRow, 'outcome'> & { readonly outcome: 'MADE' | 'CHANGED' };

/**
 * A kind of file: what its columns can be for, and what becomes of its rows. All of it takes many rows at once and must not
 * ask the database row by row. For records that are known by a code `recordKind` makes one of a few lines.
 */
export type ImportKind = {
  /** In addresses: `items`. */
  readonly name: string;
  /** What it takes beside imports:run. */
  readonly permission: Permission;
  /** What else it takes. */
  readonly alsoTakes?: readonly Permission[];
  /** The table whose fields of the company's own can be columns. */
  readonly custom?: CustomFieldTable | undefined;
  readonly columns: readonly ImportColumn[];
  /** The field by which a row is told from others of the file; of two with the same the second is faulty. */
  readonly code?: string;
  /** Where codes are alike but within this field, the field: a lot's number is one of its item. */
  readonly within?: string | undefined;
  /**
   * Whether a column for a field that is hidden from whoever sends the file is a fault of its rows, until the column is left
   * out; else it is left out without a word.
   */
  readonly refusesHidden?: true;
  /** Whether rows are about locations: then who is held to some sees no file that somebody else has sent. */
  readonly ofLocations?: true;
  /** Fields that no two records may have alike: of two rows with the same the second is faulty, too. */
  readonly unique?: readonly string[] | undefined;
  /**
   * Checks rows against what there is: adds faults, and says which make a record. With `hold` they are about to be written,
   * and what they are about must stay as it is until then.
   */
  readonly check: (ctx: TenantContext, rows: readonly CheckedRow[], hold: 'hold' | 'look') => Promise<void>;
  /** Writes rows without faults, checked in the same transaction, and a row of the audit log for each record. */
  readonly write: (ctx: TenantContext, rows: readonly CheckedRow[]) => Promise<WrittenRow[]>;
  /**
   * Takes rows back; `rowsOf` tells the numbers of all rows that a record came of. Throws IN_USE naming the records that were
   * used or changed since.
   */
  readonly undo: (ctx: TenantContext, rows: readonly DoneRow[], rowsOf: RowsOf) => Promise<void>;
};

/** The numbers of the rows a record came of, in their order. */
export type RowsOf = (recordId: string) => Promise<number[]>;
