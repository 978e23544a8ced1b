/** Files whose rows become records. A module declares its kind with `recordKind`, or the whole of an `ImportKind`. */
export { importRoutes } from './imports.routes';
export type { CheckedRow, DoneRow, ImportColumn, ImportKind, RowsOf, WrittenRow } from './kind';
export type { Meant, RecordImport, Shown, Values, Written } from './recordImport';
export { recordKind } from './recordKind';
