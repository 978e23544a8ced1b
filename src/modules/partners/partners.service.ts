import type { z } from 'zod';
import type { TenantContext } from '@/context';
import type { TermsVersion } from '@/contract/partnerParts';
import type {
  Customer,
  createCustomerBody,
  createSupplierBody,
  Supplier,
  updateCustomerBody,
  updateSupplierBody,
} from '@/contract/partners';
import { merge } from '@/lib/merge';
import { Refusal } from '@/lib/refusal';
import { tidyTaxId } from '@/lib/taxIds';
import { codeOrNext } from '@/records/links';
import { type RecordService, recordService } from '@/records/recordService';
import { type Changes, lockRow } from '@/records/records.repo';
import { marksOf, requireUnlike } from './duplicates.service';
import { ONE_OF, type Partner, type PartnerTable, type StoredSupplier } from './partner';
import * as repo from './partners.repo';
import { type PartLists, replaceParts } from './parts.repo';
import { findRating } from './rating.repo';
import { requireRules } from './rules';
import { keepTerms, listTerms } from './terms.repo';

export const DEFAULT_TERMS = 'NET_30';

type CreateSupplier = z.output<typeof createSupplierBody>;
type UpdateSupplier = z.output<typeof updateSupplierBody>;
type CreateCustomer = z.output<typeof createCustomerBody>;
type UpdateCustomer = z.output<typeof updateCustomerBody>;

type Common = PartLists & {
  code?: string | undefined;
  name: string;
  kind: string;
  country?: string | null | undefined;
  email?: string | null | undefined;
  phone?: string | null | undefined;
  taxId?: string | null | undefined;
  pan?: string | null | undefined;
  terms?: string | null | undefined;
  currency?: string | undefined;
  paymentTerms?: string | undefined;
  allowDuplicate?: boolean | undefined;
};

async function insert(ctx: TenantContext, table: PartnerTable, body: Common): Promise<string> {
  const { contacts, addresses, certificates, allowDuplicate, ...row } = body;
  requireRules(body);
  const code = await codeOrNext(ctx, table, ONE_OF[table], row.code);
  if (!allowDuplicate) await requireUnlike(ctx, table, body);
  const id = await repo.insertPartner(ctx, table, {
    ...row,
    ...stored(body),
    currency: row.currency ?? ctx.tenant.currency,
    paymentTerms: row.paymentTerms ?? DEFAULT_TERMS,
    code,
  });
  await replaceParts(ctx, table, id, { contacts, addresses, certificates });
  await keepTerms(ctx, table, id, { before: null, after: row.terms ?? null });
  return id;
}

async function change(
  ctx: TenantContext,
  table: PartnerTable,
  current: Partner,
  body: { readonly [Field in keyof Common]?: Common[Field] | undefined },
): Promise<Changes> {
  const { contacts, addresses, certificates, allowDuplicate, ...columns } = body;
  requireRules(body, current);
  const after = merge(current, columns);
  if (!allowDuplicate) await requireUnlike(ctx, table, after, current);
  await replaceParts(ctx, table, current.id, { contacts, addresses, certificates });
  await keepTerms(ctx, table, current.id, { before: current.terms, after: after.terms });
  const { taxId, ...keys } = stored(after);
  const identified = columns.taxId !== undefined || columns.country !== undefined;
  return { ...columns, ...keys, ...(identified && { taxId }) };
}

/** What is kept of name and tax id beside, or in place of, what was sent. */
export function stored(partner: Pick<Common, 'name' | 'taxId' | 'country'>) {
  const { nameKey, taxKey } = marksOf(partner);
  const { taxId, country } = partner;
  return { nameKey, taxKey, taxId: taxId ? tidyTaxId(taxId, country) : (taxId ?? null) };
}

/** Every version of the terms of a party, the newest first. */
export async function getTerms(ctx: TenantContext, table: PartnerTable, id: string): Promise<TermsVersion[]> {
  await repo.findPartner(ctx, table, id);
  return listTerms(ctx, table, id);
}

type Stored = { readonly id: string; readonly mergedInto: string | null };

/** The service of one kind: `shown` completes what is answered, and one that was merged stays put away. */
function partnerService<Kept extends Stored, Shown, Create, Update>(
  table: PartnerTable,
  records: RecordService<Kept, Create, Update>,
  shown: (ctx: TenantContext, kept: Kept) => Promise<Shown>,
): RecordService<Shown, Create, Update> {
  return {
    custom: records.custom,
    get: async (ctx, id) => shown(ctx, await records.get(ctx, id)),
    create: async (ctx, body) => shown(ctx, await records.create(ctx, body)),
    update: async (ctx, id, version, body) => shown(ctx, await records.update(ctx, id, version, body)),
    archive: async (ctx, id) => shown(ctx, await records.archive(ctx, id)),
    restore: async (ctx, id) => {
      await lockRow(ctx, table, id);
      const { mergedInto } = await records.get(ctx, id);
      if (mergedInto !== null)
        throw new Refusal('INVALID_STATE', 'It was merged into another one, which has all of it.');
      return shown(ctx, await records.restore(ctx, id));
    },
    act: async (ctx, id, action) => shown(ctx, await records.act(ctx, id, action)),
  };
}

export const suppliers = partnerService<StoredSupplier, Supplier, CreateSupplier, UpdateSupplier>(
  'suppliers',
  recordService<StoredSupplier, CreateSupplier, UpdateSupplier>({
    entity: 'supplier',
    table: 'suppliers',
    load: repo.findSupplier,
    insert: async (ctx, body) => insert(ctx, 'suppliers', body),
    change: async (ctx, current, body) => change(ctx, 'suppliers', current, body),
  }),
  async (ctx, kept) => ({ ...kept, rating: await findRating(ctx, kept.id, kept.leadTimeDays) }),
);

export const customers = partnerService<Customer, Customer, CreateCustomer, UpdateCustomer>(
  'customers',
  recordService<Customer, CreateCustomer, UpdateCustomer>({
    entity: 'customer',
    table: 'customers',
    load: repo.findCustomer,
    insert: async (ctx, body) => insert(ctx, 'customers', body),
    change: async (ctx, current, body) => change(ctx, 'customers', current, body),
  }),
  async (_ctx, kept) => kept,
);
