import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import type { TenantContext } from '@/context';
import type { ListAnswer } from '@/contract/list';
import type { Customer, customerListQuery, Supplier, supplierListQuery } from '@/contract/partners';
import { type ListSource, listRows } from '@/database/listRows';

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

function listSource(table: 'suppliers' | 'customers'): ListSource {
  return {
    name: table,
    sort: {
      name: { ref: `${table}.name`, type: 'text' },
      code: { ref: `${table}.code`, type: 'text' },
      kind: { ref: `${table}.kind`, type: 'text' },
      createdAt: { ref: `${table}.created_at`, type: 'timestamptz' },
      updatedAt: { ref: `${table}.updated_at`, type: 'timestamptz' },
    },
    key: [{ ref: `${table}.id`, type: 'uuid' }],
    search: [`${table}.name`, `${table}.code`, `${table}.contact_name`, `${table}.email`, `${table}.city`],
  };
}

const SUPPLIERS = listSource('suppliers');
const CUSTOMERS = listSource('customers');

export async function listSuppliers(
  ctx: TenantContext,
  query: z.output<typeof supplierListQuery>,
): Promise<ListAnswer<Supplier>> {
  let rows = ctx.db.selectFrom('suppliers').select([...SHARED, 'leadTimeDays']);
  rows = rows.where('archivedAt', query.archived ? 'is not' : 'is', null);
  if (query.kind) rows = rows.where('kind', 'in', query.kind);
  if (query.country) rows = rows.where('country', '=', query.country);
  return listRows(rows.$castTo<Supplier>(), SUPPLIERS, ctx.tenant.id, query);
}

export async function listCustomers(
  ctx: TenantContext,
  query: z.output<typeof customerListQuery>,
): Promise<ListAnswer<Customer>> {
  let rows = ctx.db.selectFrom('customers').select([...SHARED, 'creditLimit']);
  rows = rows.where('archivedAt', query.archived ? 'is not' : 'is', null);
  if (query.kind) rows = rows.where('kind', 'in', query.kind);
  if (query.country) rows = rows.where('country', '=', query.country);
  return listRows(rows.$castTo<Customer>(), CUSTOMERS, ctx.tenant.id, query);
}

export async function findSupplier(ctx: TenantContext, id: string): Promise<Supplier | undefined> {
  return ctx.db
    .selectFrom('suppliers')
    .select([...SHARED, 'leadTimeDays'])
    .where('id', '=', id)
    .$castTo<Supplier>()
    .executeTakeFirst();
}

export async function findCustomer(ctx: TenantContext, id: string): Promise<Customer | undefined> {
  return ctx.db
    .selectFrom('customers')
    .select([...SHARED, 'creditLimit'])
    .where('id', '=', id)
    .$castTo<Customer>()
    .executeTakeFirst();
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
