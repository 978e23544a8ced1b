import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { TenantContext } from '@/context';
import type { ItemKind } from '@/contract/enums';
import type { SkuPatternRow } from '@/contract/skus';
import { NOW } from '@/records/records.repo';

const select = (ctx: TenantContext) =>
  ctx.db.selectFrom('skuPatterns').select(['id', 'version', 'createdAt', 'updatedAt', 'kind', 'pattern']);

/** At most one a kind. */
export async function listPatterns(ctx: TenantContext): Promise<SkuPatternRow[]> {
  return (await select(ctx).orderBy('kind').execute()) as SkuPatternRow[];
}

export async function findPattern(
  ctx: TenantContext,
  by: { kind: ItemKind } | { id: string },
): Promise<SkuPatternRow | undefined> {
  const query = 'id' in by ? select(ctx).where('id', '=', by.id) : select(ctx).where('kind', '=', by.kind);
  return (await query.executeTakeFirst()) as SkuPatternRow | undefined;
}

export async function savePattern(ctx: TenantContext, kind: ItemKind, pattern: string): Promise<void> {
  await ctx.db
    .insertInto('skuPatterns')
    .values({ id: uuidv7(), kind, pattern })
    .onConflict((conflict) =>
      conflict.column('kind').doUpdateSet({ pattern, version: sql<number>`sku_patterns.version + 1`, updatedAt: NOW }),
    )
    .execute();
}

/** Whether a row of this version was there to delete. */
export async function deletePattern(ctx: TenantContext, id: string, version: number): Promise<boolean> {
  const { numDeletedRows } = await ctx.db
    .deleteFrom('skuPatterns')
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/**
 * The first of `count` numbers for SKUs of a kind, which are nobody else's then. The counter's row stays locked to the end
 * of the transaction.
 */
export async function takeSkuNumbers(ctx: TenantContext, kind: ItemKind, count: number): Promise<bigint> {
  const { first } = await ctx.db
    .insertInto('numberCounters')
    .values({ series: `sku:${kind}`, prefix: 'SKU', width: 1, nextValue: String(count + 1) })
    .onConflict((conflict) =>
      conflict
        .column('series')
        .doUpdateSet({ nextValue: sql<string>`number_counters.next_value + excluded.next_value - 1` }),
    )
    .returning(sql<string>`next_value - ${count}`.as('first'))
    .executeTakeFirstOrThrow();
  return BigInt(first);
}

/** Those of some SKUs that items have already. */
export async function takenSkus(ctx: TenantContext, skus: readonly string[]): Promise<Set<string>> {
  const rows = await ctx.db
    .selectFrom('inventoryItems')
    .select('sku')
    .where('sku', '=', sql<string>`ANY(${skus})`)
    .execute();
  return new Set(rows.map(({ sku }) => sku));
}
