import { z } from 'zod';
import { DECIMAL_MARKS, IMPORT_FORMATS, IMPORT_MODES, IMPORT_STATUSES, IMPORT_TYPES, ROW_OUTCOMES } from './enums';
import { fieldFaultSchema } from './errors';
import { instant, optional, recordOut, text } from './fields';
import { anyOf, listOf, listQuery, yesOrNo } from './list';

/** Files with rows that are to become records: sent, checked, run, and taken back. */

/** How large a file may be, in bytes. */
export const LARGEST_FILE = 64 * 1024 * 1024;
/** What a file can be, by the end of its name. */
export const IMPORT_FILE_TYPES = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const satisfies Record<(typeof IMPORT_FORMATS)[number], string>;
/** Rows a file may have. */
export const MOST_IMPORT_ROWS = 200_000;
const MOST_COLUMNS = 300;

const kindName = text(40);

export const importQuery = z.strictObject({
  /** What the rows are to become: `items`, `suppliers`, `customers`, `lots`, `opening-stock`. */
  kind: kindName,
  /** What the file is called; only shown. */
  fileName: text(200).optional(),
  /** The sign before the decimals of numbers, where the file leaves that open. */
  decimalMark: z.enum(DECIMAL_MARKS).optional(),
});

const column = z
  .int()
  .min(0)
  .max(MOST_COLUMNS - 1);

export const updateImportBody = z
  .strictObject({
    /** Which field the cells of a column are for; a column that is not named, or whose field is null, is left out. */
    mapping: z.array(z.strictObject({ column, field: text(60).nullable() })).max(MOST_COLUMNS),
    /** What cells with these texts mean: `Filato` in `kind` is `RAW_MATERIAL`. */
    values: z.array(z.strictObject({ field: text(60), from: text(200), to: text(200) })).max(500),
    decimalMark: optional(z.enum(DECIMAL_MARKS)),
  })
  .partial();

export const runImportBody = z.strictObject({ mode: z.enum(IMPORT_MODES) });

export const templateQuery = z.strictObject({ format: z.enum(IMPORT_FORMATS).default('csv') });

const importRecord = {
  ...recordOut,
  kind: z.string(),
  status: z.enum(IMPORT_STATUSES),
  fileName: z.string().nullable(),
  format: z.enum(IMPORT_FORMATS),
  mode: z.enum(IMPORT_MODES).nullable(),
  rowCount: z.number().int(),
  faultyCount: z.number().int(),
  /** Of the rows without faults, those that will make a record; the others change one. */
  makesCount: z.number().int(),
  madeCount: z.number().int(),
  changedCount: z.number().int(),
  sameCount: z.number().int(),
  skippedCount: z.number().int(),
  ranAt: instant.nullable(),
  undoneAt: instant.nullable(),
};

export const importListRow = z.object(importRecord);
export const importOut = z.object({
  ...importRecord,
  encoding: z.string().nullable(),
  delimiter: z.string().nullable(),
  decimalMark: z.enum(DECIMAL_MARKS).nullable(),
  columns: z.array(z.object({ column: z.number().int(), heading: z.string(), field: z.string().nullable() })),
  values: z.array(z.object({ field: z.string(), from: z.string(), to: z.string() })),
  /** What columns can be for; of a choice, the values there are. */
  fields: z.array(
    z.object({
      field: z.string(),
      label: z.string(),
      required: z.boolean(),
      type: z.enum(IMPORT_TYPES),
      choices: z.array(z.string()).nullable(),
    }),
  ),
  /** While a run, its undoing or a further check goes on: how many rows are done. */
  running: z.object({ rowsDone: z.number().int() }).nullable(),
});

export const importRowOut = z.object({
  rowNumber: z.number().int(),
  cells: z.array(z.string()),
  code: z.string().nullable(),
  faulty: z.boolean(),
  /** `path` is the field, or `column.3` for a column that is for none. */
  faults: z.array(fieldFaultSchema),
  outcome: z.enum(ROW_OUTCOMES).nullable(),
});

/** Cells that are faulty in the same way, told once. */
export const importFaultOut = z.object({
  field: z.string(),
  /** Null where no column of the file is for the field. */
  column: z.number().int().nullable(),
  value: z.string(),
  code: z.string(),
  message: z.string(),
  count: z.number().int(),
  firstRow: z.number().int(),
});

export const importFaultsOut = z.object({
  /** The most frequent first. */
  data: z.array(importFaultOut),
  /** Whether there are more of them than are told. */
  more: z.boolean(),
});

export const importListQuery = listQuery(
  ['createdAt', 'updatedAt'],
  { kind: kindName.optional(), status: anyOf(IMPORT_STATUSES).optional() },
  '-createdAt',
);
export const importListOut = listOf(importListRow);
export const importRowsQuery = listQuery(
  ['rowNumber'],
  { faulty: yesOrNo.optional(), outcome: anyOf(ROW_OUTCOMES).optional() },
  'rowNumber',
);
export const importRowsOut = listOf(importRowOut);

export type Import = z.infer<typeof importOut>;
export type ImportListRow = z.infer<typeof importListRow>;
export type ImportFault = z.infer<typeof importFaultOut>;
export type ImportFaults = z.infer<typeof importFaultsOut>;
export type ImportRow = z.infer<typeof importRowOut>;
