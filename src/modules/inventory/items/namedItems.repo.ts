import { sql } from 'kysely';
import type { TenantContext } from '@/context';
import type { Tracking } from '@/contract/enums';

/** An item as a file names it. */
export type NamedItem = {
  readonly id: string;
  readonly sku: string;
  readonly tracking: Tracking;
  readonly isArchived: boolean;
};

/** The items with these SKUs, by SKU. */
export async function itemsNamed(
  { db }: Pick<TenantContext, 'db'>,
  skus: readonly string[],
): Promise<ReadonlyMap<string, NamedItem>> {
  if (skus.length === 0) return new Map();
  const { rows } = await sql<NamedItem>`SELECT id, sku, tracking, archived_at IS NOT NULL AS is_archived
    FROM inventory_items WHERE sku = ANY(${[...new Set(skus)]})`.execute(db);
  return new Map(rows.map((item) => [item.sku, item]));
}
