import type { CustomFieldTable } from '@/contract/enums';
import { tenantSchema } from '@/database/tenantName';
import type { Client, Json } from '../support/api';
import { asSuperuser } from '../support/database';
import { type Made, made } from './support';

export const FIELDS_PATH = '/tenants/current/custom-fields';

/** Where the API has the records of a table. */
export const PATH_OF_TABLE: Readonly<Record<CustomFieldTable, string>> = {
  locations: '/locations',
  suppliers: '/suppliers',
  customers: '/customers',
  inventory_items: '/inventory/items',
  production_orders: '/production/orders',
  quality_records: '/quality/records',
  financial_transactions: '/finance/transactions',
};

/** Declares a field of a company. */
export const declare = (owner: Client, field: object): Promise<Made> => made(owner, FIELDS_PATH, field);

let count = 0;

/** A new record of a table, and whatever it has to point at. */
export async function makeRecordOf(owner: Client, table: CustomFieldTable, more: object = {}): Promise<Made> {
  count += 1;
  const name = `Record ${count}`;
  const path = PATH_OF_TABLE[table];
  switch (table) {
    case 'locations':
      return made(owner, path, { name, locationType: 'STORE', ...more });
    case 'suppliers':
      return made(owner, path, { name, kind: 'YARN', ...more });
    case 'customers':
      return made(owner, path, { name, kind: 'BRAND', ...more });
    case 'inventory_items':
      return made(owner, path, { name, kind: 'RAW_MATERIAL', unit: 'kg', ...more });
    case 'production_orders':
      return made(owner, path, { ...(await place(owner)), quantity: '4', ...more });
    case 'quality_records':
      return made(owner, path, { ...(await place(owner)), kind: 'FINAL', quantityInspected: '4', ...more });
    case 'financial_transactions': {
      const { locationId } = await place(owner);
      return made(owner, path, { locationId, type: 'EXPENSE', transactionDate: '2026-03-01', amount: '4', ...more });
    }
  }
}

async function place(owner: Client): Promise<{ itemId: string; locationId: string }> {
  const { id: itemId } = await makeRecordOf(owner, 'inventory_items');
  const { body } = await owner.call('GET', '/locations?limit=1');
  return { itemId, locationId: body.data[0].id };
}

type Entry = { action: string; actor: string | null; requestId: string | null; before: Json; after: Json };

/** The newest row of the company's audit log about a record. */
export async function lastAudit(tenantId: string, entityId: string): Promise<Entry> {
  const [entry] = await asSuperuser<Entry>(
    `SELECT action, actor_user_id AS actor, request_id AS "requestId", before, after
     FROM ${tenantSchema(tenantId)}.audit_log WHERE entity_id = $1 ORDER BY id DESC LIMIT 1`,
    [entityId],
  );
  if (!entry) throw new Error(`no audit row about ${entityId}`);
  return entry;
}

/** The columns of a company's table that are its own, as the catalog has them. */
export async function ownColumns(tenantId: string, table: CustomFieldTable): Promise<string[]> {
  const rows = await asSuperuser<{ name: string }>(
    `SELECT attname AS name FROM pg_attribute
     WHERE attrelid = $1::regclass AND attname LIKE 'x\\_%' AND NOT attisdropped ORDER BY attnum`,
    [`${tenantSchema(tenantId)}.${table}`],
  );
  return rows.map(({ name }) => name);
}
