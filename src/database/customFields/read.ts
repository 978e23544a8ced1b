import { LRUCache } from 'lru-cache';
import { type CustomField, type CustomFields, NO_FIELDS } from '@/contract/customFields';
import type { CustomFieldTable } from '@/contract/enums';
import { databaseManager } from '../connection';

/** Companies whose fields are remembered. */
const MOST_KNOWN = 2000;
/** By company and the version of its shape, so what is remembered never has to be forgotten. */
const known = new LRUCache<string, CustomFields>({ max: MOST_KNOWN });

/** A row as the API answers it, whatever the connection makes of instants. */
export const FIELD_COLUMNS = `id, table_name AS "table", key, label, type, choices, "position",
  to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "createdAt"`;
const ALL_FIELDS = `SELECT ${FIELD_COLUMNS} FROM custom_fields ORDER BY table_name, "position", key`;

/**
 * The fields a company has declared, as its `shapeVersion` says; 0 means that it never had any, and asks nobody.
 * Throws as databaseManager.getTenantPool does.
 */
export async function customFieldsOf(tenantId: string, shapeVersion: number): Promise<CustomFields> {
  if (shapeVersion === 0) return NO_FIELDS;
  return known.get(`${tenantId} ${shapeVersion}`) ?? rereadCustomFields(tenantId, shapeVersion);
}

/** The same as they are now, which may be newer than the version says; from now on they are what is remembered of it. */
export async function rereadCustomFields(tenantId: string, shapeVersion: number): Promise<CustomFields> {
  const fields = await readCustomFields(tenantId);
  known.set(`${tenantId} ${shapeVersion}`, fields);
  return fields;
}

/** The fields a company has declared, read by its own role now. */
export async function readCustomFields(tenantId: string): Promise<CustomFields> {
  const { rows } = await databaseManager.getTenantPool(tenantId).query<CustomField>(ALL_FIELDS);
  return rows.length === 0 ? NO_FIELDS : byTable(rows);
}

function byTable(rows: readonly CustomField[]): CustomFields {
  const tables = new Map<CustomFieldTable, CustomField[]>();
  for (const row of rows) tables.set(row.table, [...(tables.get(row.table) ?? []), row]);
  return Object.fromEntries(tables);
}
