import { sql } from 'kysely';
import type { TenantContext } from '@/context';
import { endsOfKey } from '@/lib/partnerKeys';
import type { PartnerTable } from './partner';

/** By what a party is compared; null where it has none. */
export type Marks = {
  readonly nameKey: string | null;
  readonly taxKey: string | null;
  readonly email: string | null;
  readonly phone: string | null;
};

export type Alike = Marks & {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly city: string | null;
  readonly country: string | null;
  readonly archivedAt: string | null;
};

const MOST_COMPARED = 500;

/** Those that have one of the marks, and those whose name begins or ends alike, which may be nearly the same. */
export async function findAlike({ db }: TenantContext, table: PartnerTable, marks: Marks): Promise<Alike[]> {
  const { nameKey, taxKey, email, phone } = marks;
  const ends = nameKey === null ? undefined : endsOfKey(nameKey);
  const same = sql<boolean>`coalesce(tax_key = ${taxKey}, false) OR coalesce(email = ${email}, false)
    OR coalesce(phone = ${phone}, false) OR coalesce(name_key = ${nameKey}, false)`;
  const near = ends
    ? sql<boolean>`name_key LIKE ${`${ends.start}%`} OR name_key LIKE ${`%${ends.end}`}`
    : sql<boolean>`false`;
  return db
    .selectFrom(table as 'suppliers')
    .select(['id', 'code', 'name', 'city', 'country', 'archivedAt', 'nameKey', 'taxKey', 'email', 'phone'])
    .where('mergedInto', 'is', null)
    .where(sql<boolean>`(${same} OR ${near})`)
    .orderBy(sql`(${same})`, 'desc')
    .orderBy('name')
    .orderBy('id')
    .limit(MOST_COMPARED)
    .execute();
}
