import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { TenantContext } from '@/context';
import type { TermsVersion } from '@/contract/partnerParts';
import { OWNER_COLUMN, OWNER_FIELD, type PartnerTable } from './partner';

type TermsChange = { readonly before: string | null; readonly after: string | null };

/** Keeps a change of the terms as a new version; `before` becomes the first one where none was kept of it. */
export async function keepTerms(
  ctx: TenantContext,
  table: PartnerTable,
  id: string,
  change: TermsChange,
): Promise<void> {
  await keepTermsOfMany(ctx, table, [{ id, ...change }]);
}

/** The same of many, each of them once. */
export async function keepTermsOfMany(
  ctx: TenantContext,
  table: PartnerTable,
  all: readonly (TermsChange & { readonly id: string })[],
): Promise<void> {
  const changes = all.filter(({ before, after }) => before !== after);
  if (changes.length === 0) return;
  const last = await lastNumbers(
    ctx,
    table,
    changes.map(({ id }) => id),
  );
  const rows = changes.flatMap(({ id, before, after }) => {
    const number = last.get(id) ?? 0;
    const texts = number === 0 && before !== null ? [before, after] : [after];
    return texts.map((text, index) => ({ id: uuidv7(), [OWNER_FIELD[table]]: id, number: number + 1 + index, text }));
  });
  await ctx.db.insertInto('partnerTerms').values(rows).execute();
}

/** Every version, the newest first; behind them those of whoever was merged into this one. */
export async function listTerms({ db }: TenantContext, table: PartnerTable, id: string): Promise<TermsVersion[]> {
  const rows = await db
    .selectFrom('partnerTerms')
    .select(['number', 'text', 'createdAt as writtenAt', 'mergedFrom'])
    .where(OWNER_FIELD[table], '=', id)
    .orderBy('mergedFrom')
    .orderBy('number', 'desc')
    .execute();
  return rows.map(({ mergedFrom, ...version }, index) => ({
    ...version,
    current: index === 0 && mergedFrom === '',
    mergedFrom: mergedFrom === '' ? null : mergedFrom,
  }));
}

async function lastNumbers(
  { db }: TenantContext,
  table: PartnerTable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const owner = OWNER_FIELD[table];
  const rows = await db
    .selectFrom('partnerTerms')
    .select(({ fn }) => [sql<string>`${sql.ref(OWNER_COLUMN[table])}`.as('of'), fn.max('number').as('number')])
    .where(owner, '=', sql<string>`ANY(${ids})`)
    .where('mergedFrom', '=', '')
    .groupBy(owner)
    .execute();
  return new Map(rows.map((row) => [row.of, row.number]));
}
