import { type RawBuilder, sql } from 'kysely';
import type { TenantContext } from '@/context';
import type { Partner, PartnerTable } from './partner';
import { REFERENCES, type Reference } from './references';

type Merge = { readonly from: Partner; readonly into: Partner };

/** Holds both for this transaction, always in the same order; answers those there are. */
export async function holdBoth({ db }: TenantContext, table: PartnerTable, ids: readonly string[]): Promise<string[]> {
  const rows = await db
    .selectFrom(table as 'suppliers')
    .select('id')
    .where('id', 'in', ids)
    .orderBy('id')
    .forUpdate()
    .execute();
  return rows.map(({ id }) => id);
}

/** Lets everything that points at the one point at the other. */
export async function moveReferences({ db }: TenantContext, table: PartnerTable, merge: Merge): Promise<void> {
  for (const reference of REFERENCES[table]) {
    const column = sql.ref(reference.column);
    await sql`UPDATE ${sql.table(reference.table)} SET ${column} = ${merge.into.id}${also(reference, merge)}
      WHERE ${column} = ${merge.from.id}`.execute(db);
  }
}

function also({ table, column, keeps }: Reference, { from, into }: Merge): RawBuilder<unknown> {
  if (keeps === 'version') return sql`, version = version + 1, updated_at = now()`;
  if (keeps === 'origin') return sql`, merged_from = CASE merged_from WHEN '' THEN ${from.code} ELSE merged_from END`;
  if (keeps !== 'place') return sql``;
  return sql`, position = position + 1
    + (SELECT coalesce(max(position), 0) FROM ${sql.table(table)} WHERE ${sql.ref(column)} = ${into.id})`;
}
