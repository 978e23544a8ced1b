import { sql } from 'kysely';
import type { TenantContext } from '@/context';
import type { Grid, Style } from '@/contract/styles';
import { andWithin, within } from '@/database/scope';

/** The cells of a style that have their item, as `colourway/size` by their ids. */
export async function existingCells(ctx: TenantContext, styleId: string): Promise<Set<string>> {
  const rows = await ctx.db
    .selectFrom('inventoryItems')
    .select(['colourwayId', 'sizeId'])
    .where('styleId', '=', styleId)
    .execute();
  return new Set(rows.map(({ colourwayId, sizeId }) => `${colourwayId}/${sizeId}`));
}

type Variant = {
  readonly id: string;
  readonly sku: string;
  readonly name: string;
  readonly colour: string;
  readonly size: string;
  readonly colourwayId: string;
  readonly sizeId: string;
};

/** All of them with one statement, however many. */
export async function insertVariants(
  ctx: TenantContext,
  { id, kind, unit, composition, gsm, categoryId }: Style,
  category: string | null,
  rows: readonly Variant[],
): Promise<void> {
  const all = (field: keyof Variant) => rows.map((row) => row[field]);
  await sql`INSERT INTO inventory_items (id, sku, name, colour, size, colourway_id, size_id,
      style_id, kind, unit, composition, gsm, category_id, category, currency)
    SELECT v.id, v.sku, v.name, v.colour, v.size, v.colourway_id, v.size_id,
      ${id}::uuid, ${kind}::text, ${unit}::text, ${composition}::text, ${gsm}::numeric, ${categoryId}::uuid, ${category}::text, ${ctx.tenant.currency}::text
    FROM unnest(${all('id')}::uuid[], ${all('sku')}::text[], ${all('name')}::text[], ${all('colour')}::text[],
      ${all('size')}::text[], ${all('colourwayId')}::uuid[], ${all('sizeId')}::uuid[])
      AS v (id, sku, name, colour, size, colourway_id, size_id)`.execute(ctx.db);
}

/** Every cell of the grid, row by row, with its item and what lies of it where whoever asks may see it. */
export async function gridCells(ctx: TenantContext, styleId: string): Promise<Grid['cells']> {
  const here = andWithin(within(ctx.scope), 'b.location_id');
  const { rows } = await sql<Grid['cells'][number]>`
    SELECT c.code AS colourway, s.code AS size, i.id AS item_id, i.sku, coalesce(i.archived_at IS NOT NULL, false) AS archived,
      coalesce(stock.on_hand, 0)::numeric(18,4) AS on_hand, coalesce(stock.reserved, 0)::numeric(18,4) AS reserved
    FROM style_colourways c JOIN style_sizes s ON s.style_id = c.style_id
    LEFT JOIN inventory_items i ON i.style_id = c.style_id AND i.colourway_id = c.id AND i.size_id = s.id
    LEFT JOIN LATERAL (SELECT sum(b.on_hand) AS on_hand, sum(b.reserved) AS reserved
      FROM stock_balances b WHERE b.item_id = i.id${here}) stock ON true
    WHERE c.style_id = ${styleId} ORDER BY c.position, s.position`.execute(ctx.db);
  return rows;
}
