import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import type { TenantContext } from '@/context';
import type { ListAnswer } from '@/contract/list';
import type {
  Customer,
  CustomerListRow,
  customerListQuery,
  SupplierListRow,
  supplierListQuery,
} from '@/contract/partners';
import { defineList, listOfTable, listRows } from '@/database/listRows';
import type { ListSource } from '@/database/listStatement';
import { notFound } from '@/lib/refusal';
import { loadRecord, loadRecords } from '@/records/customValues.repo';
import { SOON } from './certificateStates.repo';
import { OWNER_COLUMN, type Partner, type PartnerTable, type StoredSupplier } from './partner';
import { findParts } from './parts.repo';

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
  'pan',
  'registrationNumber',
  'currency',
  'paymentTerms',
  'terms',
  'notes',
  'tags',
  'mergedInto',
] as const;
const OF_SUPPLIERS = [...SHARED, 'leadTimeDays', 'minimumOrder'] as const;
const OF_CUSTOMERS = [...SHARED, 'creditLimit', 'onHold', 'holdReason'] as const;

const SEARCHED = ['name', 'code', 'contact_name', 'email', 'phone', 'tax_id', 'city'];

function partnerList(table: PartnerTable, filters: readonly string[]): ListSource {
  const owner = sql.raw(OWNER_COLUMN[table]);
  const id = sql.ref(`${table}.id`);
  const list = listOfTable(table, {
    name: table,
    sort: { name: 'text', code: 'text', kind: 'text', createdAt: 'timestamptz', updatedAt: 'timestamptz' },
    search: SEARCHED.map((column) => `${table}.${column}`),
    filters,
    archives: true,
    custom: table,
  });
  return {
    ...list,
    searchBelow: (pattern) => sql`EXISTS (SELECT FROM partner_contacts c WHERE c.${owner} = ${id}
      AND (c.name ILIKE ${pattern} OR c.email ILIKE ${pattern} OR c.phone ILIKE ${pattern}))`,
    conditions: {
      tag: (tag) => sql`${sql.ref(`${table}.tags`)} @> ARRAY[${tag}]::text[]`,
      hasExpiringCertificate: (wanted) => sql`EXISTS (SELECT FROM partner_certificates c
        WHERE c.${owner} = ${id} AND c.valid_until <= ${SOON}) = ${wanted}::boolean`,
    },
  };
}

const SUPPLIERS = defineList(partnerList('suppliers', ['kind', 'country', 'currency']), (db) =>
  db.selectFrom('suppliers').select(OF_SUPPLIERS),
);
const CUSTOMERS = defineList(partnerList('customers', ['kind', 'country', 'currency', 'onHold']), (db) =>
  db.selectFrom('customers').select(OF_CUSTOMERS),
);

export async function listSuppliers(
  ctx: TenantContext,
  query: z.output<typeof supplierListQuery>,
): Promise<ListAnswer<SupplierListRow>> {
  return listRows(ctx, SUPPLIERS, query);
}

export async function listCustomers(
  ctx: TenantContext,
  query: z.output<typeof customerListQuery>,
): Promise<ListAnswer<CustomerListRow>> {
  return listRows(ctx, CUSTOMERS, query);
}

export async function findSupplier(ctx: TenantContext, id: string): Promise<StoredSupplier | undefined> {
  const query = ctx.db.selectFrom('suppliers').select(OF_SUPPLIERS).where('id', '=', id);
  const row = await loadRecord<SupplierListRow>(ctx, 'suppliers', 'suppliers', query);
  return row && { ...row, ...(await findParts(ctx, 'suppliers', id)) };
}

export async function findCustomer(ctx: TenantContext, id: string): Promise<Customer | undefined> {
  const query = ctx.db.selectFrom('customers').select(OF_CUSTOMERS).where('id', '=', id);
  const row = await loadRecord<CustomerListRow>(ctx, 'customers', 'customers', query);
  return row && { ...row, ...(await findParts(ctx, 'customers', id)) };
}

/** A supplier or a customer. Throws NOT_FOUND. */
export async function findPartner(ctx: TenantContext, table: PartnerTable, id: string): Promise<Partner> {
  const found = await (table === 'suppliers' ? findSupplier(ctx, id) : findCustomer(ctx, id));
  if (!found) throw notFound();
  return found;
}

const oneOf = (field: string, values: readonly string[]) =>
  [field === 'id' ? 'id' : 'code', '=', sql<string>`ANY(${values})`] as const;

/** The suppliers whose `code` or `id` is one of these, as lists show them. */
export async function loadSuppliers(
  ctx: TenantContext,
  field: string,
  values: readonly string[],
): Promise<SupplierListRow[]> {
  const query = ctx.db
    .selectFrom('suppliers')
    .select(OF_SUPPLIERS)
    .where(...oneOf(field, values));
  return loadRecords(ctx, 'suppliers', 'suppliers', query);
}

/** The customers whose `code` or `id` is one of these, as lists show them. */
export async function loadCustomers(
  ctx: TenantContext,
  field: string,
  values: readonly string[],
): Promise<CustomerListRow[]> {
  const query = ctx.db
    .selectFrom('customers')
    .select(OF_CUSTOMERS)
    .where(...oneOf(field, values));
  return loadRecords(ctx, 'customers', 'customers', query);
}

type NewPartner = { code: string; name: string; kind: string; currency: string; paymentTerms: string };

export async function insertPartner(ctx: TenantContext, table: PartnerTable, row: NewPartner): Promise<string> {
  const id = uuidv7();
  // What only one of the two has was let through by its contract.
  await ctx.db
    .insertInto(table as 'suppliers')
    .values({ id, ...row })
    .execute();
  return id;
}
