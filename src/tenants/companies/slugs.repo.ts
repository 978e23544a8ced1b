import { sql, type Transaction } from 'kysely';
import type { ControlTables } from '@/database/tables';

type Db = Transaction<ControlTables>;

/** How long an address a company has left leads to it, and is nobody else's. */
export const FORMER_SLUG_DAYS = 30;

/** Until the transaction ends, a copy of a company that wants one of these slugs waits: it looks at them as of its start. */
export async function lockSlugs(db: Db, slugs: readonly string[]): Promise<void> {
  for (const slug of [...slugs].sort())
    await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`lavoro:slug:${slug}`}, 0))`.execute(db);
}

/** How many slugs a company keeps from others beside its own. */
export async function countFormerSlugs(db: Db, tenantId: string): Promise<number> {
  const { count } = await db
    .selectFrom('formerSlugs')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('tenantId', '=', tenantId)
    .where('expiresAt', '>', sql<string>`now()`)
    .executeTakeFirstOrThrow();
  return count;
}

/** The slug is left: it leads to the company for a while. An expired one of another company's is forgotten. */
export async function keepFormerSlug(db: Db, tenantId: string, slug: string): Promise<void> {
  const kept = { tenantId, expiresAt: sql<string>`now() + make_interval(days => ${FORMER_SLUG_DAYS})` };
  await db
    .insertInto('formerSlugs')
    .values({ slug, ...kept })
    .onConflict((conflict) => conflict.column('slug').doUpdateSet(kept))
    .execute();
}

/** The slug is in use again: what it led to before is forgotten. */
export async function forgetFormerSlug(db: Db, slug: string): Promise<void> {
  await db.deleteFrom('formerSlugs').where('slug', '=', slug).execute();
}
