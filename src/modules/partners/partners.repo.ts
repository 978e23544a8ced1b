import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import type { TenantContext } from '@/context';
import type { ListAnswer } from '@/contract/list';
import type { Customer, customerListQuery, Supplier, supplierListQuery } from '@/contract/partners';
import { defineList, listOfTable, listRows } from '@/database/listRows';
import { loadRecord, loadRecords } from '@/records/customValues.repo';

const SHARED = [
  'id',
  'version',
  'createdAt',
  'updatedAt',
  'archivedAt',
  'code',
  'name',
  'kind',
  'contactName',
  'email',
  'phone',
  'country',
  'addressLine1',
  'addressLine2',
  'city',
  'state',
  'pincode',
  'taxId',
  'currency',
  'paymentTerms',
  'terms',
  'notes',
] as const;

const partnerList = (table: 'suppliers' | 'customers') =>
  listOfTable(table, {
    name: table,
    sort: { name: 'text', code: 'text', kind: 'text', createdAt: 'timestamptz', updatedAt: 'timestamptz' },
    search: [`${table}.name`, `${table}.code`, `${table}.contact_name`, `${table}.email`, `${table}.city`],
    filters: ['kind', 'country'],
    archives: true,
    custom: table,
  });

const SUPPLIERS = defineList(partnerList('suppliers'), (db) =>
  db.selectFrom('suppliers').select([...SHARED, 'leadTimeDays']),
);
const CUSTOMERS = defineList(partnerList('customers'), (db) =>
  db.selectFrom('customers').select([...SHARED, 'creditLimit']),
);

export async function listSuppliers(
  ctx: TenantContext,
  query: z.output<typeof supplierListQuery>,
): Promise<ListAnswer<Supplier>> {
  return listRows(ctx, SUPPLIERS, query);
}

export async function listCustomers(
  ctx: TenantContext,
  query: z.output<typeof customerListQuery>,
): Promise<ListAnswer<Customer>> {
  return listRows(ctx, CUSTOMERS, query);
}

export async function findSupplier(ctx: TenantContext, id: string): Promise<Supplier | undefined> {
  const query = ctx.db
    .selectFrom('suppliers')
    .select([...SHARED, 'leadTimeDays'])
    .where('id', '=', id);
  return loadRecord(ctx, 'suppliers', 'suppliers', query);
}

export async function findCustomer(ctx: TenantContext, id: string): Promise<Customer | undefined> {
  const query = ctx.db
    .selectFrom('customers')
    .select([...SHARED, 'creditLimit'])
    .where('id', '=', id);
  return loadRecord(ctx, 'customers', 'customers', query);
}

const oneOf = (field: string, values: readonly string[]) =>
  [field === 'id' ? 'id' : 'code', '=', sql<string>`ANY(${values})`] as const;

/** The suppliers whose `code` or `id` is one of these. */
export async function loadSuppliers(ctx: TenantContext, field: string, values: readonly string[]): Promise<Supplier[]> {
  const query = ctx.db
    .selectFrom('suppliers')
    .select([...SHARED, 'leadTimeDays'])
    .where(...oneOf(field, values));
  return loadRecords(ctx, 'suppliers', 'suppliers', query);
}

/** The customers whose `code` or `id` is one of these. */
export async function loadCustomers(ctx: TenantContext, field: string, values: readonly string[]): Promise<Customer[]> {
  const query = ctx.db
    .selectFrom('customers')
    .select([...SHARED, 'creditLimit'])
    .where(...oneOf(field, values));
  return loadRecords(ctx, 'customers', 'customers', query);
}

type NewPartner = { code: string; name: string; kind: string; currency: string; paymentTerms: string };

export async function insertSupplier(ctx: TenantContext, row: NewPartner): Promise<string> {
  const id = uuidv7();
  await ctx.db
    .insertInto('suppliers')
    .values({ id, ...row })
    .execute();
  return id;
}

export async function insertCustomer(ctx: TenantContext, row: NewPartner): Promise<string> {
  const id = uuidv7();
  await ctx.db
    .insertInto('customers')
    .values({ id, ...row })
    .execute();
  return id;
}
