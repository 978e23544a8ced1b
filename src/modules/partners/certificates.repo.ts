import { sql } from 'kysely';
import type { z } from 'zod';
import type { TenantContext } from '@/context';
import type { CertificateListRow, certificateListQuery } from '@/contract/certificates';
import type { ListAnswer } from '@/contract/list';
import { defineList, listRows } from '@/database/listRows';
import { COMPANY_DAY } from '@/records/companyDay.repo';
import { stateOf } from './certificateStates.repo';

const NAME = sql<string>`coalesce(suppliers.name, customers.name)`;

const LIST = defineList(
  {
    name: 'certificates',
    sort: {
      validUntil: { ref: 'c.valid_until', type: 'date' },
      standard: { ref: 'c.standard', type: 'text' },
      number: { ref: 'c.number', type: 'text' },
    },
    key: [{ ref: 'c.id', type: 'uuid' }],
    search: ['c.number', 'c.scope', 'c.issuer', 'suppliers.name', 'suppliers.code', 'customers.name', 'customers.code'],
    filters: { standard: 'c.standard', supplierId: 'c.supplier_id', customerId: 'c.customer_id' },
    conditions: {
      state: (states) => sql`${stateOf('c')} = ANY(${states})`,
      expiresWithin: (days) => sql`c.valid_until BETWEEN ${COMPANY_DAY} AND ${COMPANY_DAY} + ${days}::int`,
      ofArchived: (wanted) =>
        sql`(coalesce(suppliers.archived_at, customers.archived_at) IS NOT NULL) = ${wanted}::boolean`,
    },
  },
  (db) =>
    db
      .selectFrom('partnerCertificates as c')
      .leftJoin('suppliers', 'suppliers.id', 'c.supplierId')
      .leftJoin('customers', 'customers.id', 'c.customerId')
      .select([
        'c.id',
        'c.standard',
        'c.number',
        'c.scope',
        'c.issuer',
        'c.validFrom',
        'c.validUntil',
        stateOf('c').as('state'),
        'c.supplierId',
        'c.customerId',
        sql<string>`coalesce(suppliers.code, customers.code)`.as('partnerCode'),
        NAME.as('partnerName'),
      ]),
);

export async function listCertificates(
  ctx: TenantContext,
  query: z.output<typeof certificateListQuery>,
): Promise<ListAnswer<CertificateListRow>> {
  // Those that are put away are asked for by name, as in every list.
  return listRows(ctx, LIST, { ...query, ofArchived: query.ofArchived ?? false });
}
