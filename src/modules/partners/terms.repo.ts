import { v7 as uuidv7 } from 'uuid';
import type { TenantContext } from '@/context';
import type { TermsVersion } from '@/contract/partnerParts';
import { OWNER_FIELD, type PartnerTable } from './partner';

/** Keeps a change of the terms as a new version; `before` becomes the first one where none was kept of it. */
export async function keepTerms(
  ctx: TenantContext,
  table: PartnerTable,
  id: string,
  { before, after }: { readonly before: string | null; readonly after: string | null },
): Promise<void> {
  if (before === after) return;
  const last = await lastNumber(ctx, table, id);
  const texts = last === 0 && before !== null ? [before, after] : [after];
  const rows = texts.map((text, index) => ({
    id: uuidv7(),
    [OWNER_FIELD[table]]: id,
    number: last + 1 + index,
    text,
  }));
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

async function lastNumber({ db }: TenantContext, table: PartnerTable, id: string): Promise<number> {
  const row = await db
    .selectFrom('partnerTerms')
    .select('number')
    .where(OWNER_FIELD[table], '=', id)
    .where('mergedFrom', '=', '')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.number ?? 0;
}
