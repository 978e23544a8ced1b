import { createHash } from 'node:crypto';
import pg from 'pg';
import type { CustomFieldTable, CustomFieldType } from '@/contract/enums';

/** What a declaration is in the catalog: a column of its table, and a CHECK where the type alone allows too much. */
export type Declaration = {
  readonly table: CustomFieldTable;
  readonly key: string;
  readonly type: CustomFieldType;
  readonly choices: readonly string[] | null;
};

const PREFIX = 'x_';
/** As `format_type` writes them. */
const SQL_TYPES: Readonly<Record<CustomFieldType, string>> = {
  TEXT: 'text',
  INTEGER: 'integer',
  DECIMAL: 'numeric(20,6)',
  BOOLEAN: 'boolean',
  DATE: 'date',
  CHOICE: 'text',
};
const LONGEST_TEXT = 2000;
const LONGEST_NAME = 63;
const HASH_LENGTH = 16;

const KEY = /^[a-z][a-z0-9_]{0,39}$/;

/** The column of a field; no column of a model's begins like it. Throws for what is no key, for it becomes an identifier. */
export function customColumn(key: string): string {
  if (!KEY.test(key)) throw new Error('This is not the key of a field.');
  return PREFIX + key;
}

/** The same as it stands in a statement, in quotes. */
export const quotedColumn = (key: string) => pg.escapeIdentifier(customColumn(key));

export const isCustomColumn = (column: string) => column.startsWith(PREFIX);

export const sqlType = (type: CustomFieldType) => SQL_TYPES[type];

/**
 * The name of a field's CHECK: `<table>_x_<key>_check`. What is longer than PostgreSQL keeps ends in a hash of the key
 * behind a `~`, which no key contains, so no two fields of a table ever share one.
 */
export function checkName({ table, key }: Pick<Declaration, 'table' | 'key'>): string {
  const plain = `${table}_${customColumn(key)}_check`;
  if (plain.length <= LONGEST_NAME) return plain;
  const end = `~${createHash('sha256').update(key).digest('hex').slice(0, HASH_LENGTH)}_check`;
  return plain.slice(0, LONGEST_NAME - end.length) + end;
}

/** What the CHECK of a field says; undefined for a field that needs none. */
export function checkCondition({ key, type, choices }: Declaration): string | undefined {
  if (type === 'TEXT') return `char_length(${quotedColumn(key)}) <= ${LONGEST_TEXT}`;
  if (type !== 'CHOICE') return undefined;
  return `${quotedColumn(key)} IN (${(choices ?? []).map((choice) => pg.escapeLiteral(choice)).join(', ')})`;
}

export function addColumnSql(field: Declaration): string {
  const column = `ADD COLUMN ${quotedColumn(field.key)} ${sqlType(field.type)}`;
  const condition = checkCondition(field);
  return alter(field.table, condition === undefined ? [column] : [column, addCheck(field, condition)]);
}

export function dropColumnSql({ table, key }: Pick<Declaration, 'table' | 'key'>): string {
  return alter(table, [`DROP COLUMN ${quotedColumn(key)}`]);
}

/** The choices of the field are from now on those of `field`; fails with 23514 when a row holds another. */
export function replaceCheckSql(field: Declaration): string {
  const name = pg.escapeIdentifier(checkName(field));
  return alter(field.table, [`DROP CONSTRAINT ${name}`, addCheck(field, checkCondition(field) ?? 'true')]);
}

const addCheck = (field: Declaration, condition: string) =>
  `ADD CONSTRAINT ${pg.escapeIdentifier(checkName(field))} CHECK (${condition})`;

const alter = (table: CustomFieldTable, actions: readonly string[]) =>
  `ALTER TABLE ${pg.escapeIdentifier(table)} ${actions.join(', ')}`;
