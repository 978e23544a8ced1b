import { type Kysely, sql } from 'kysely';
import type { z } from 'zod';
import type { TenantContext } from '@/context';
import type { ListAnswer } from '@/contract/list';
import type { Level, LevelBody, levelListQuery } from '@/contract/stockLevels';
import { defineList, listRows } from '@/database/listRows';
import type { ListSource } from '@/database/listStatement';
import type { TenantTables } from '@/database/tables';

const SOURCE: ListSource = {
  name: 'reorderLevels',
  sort: {
    sku: { ref: 'inventory_items.sku', type: 'text' },
    locationName: { ref: 'locations.name', type: 'text' },
  },
  key: [
    { ref: 'reorder_levels.item_id', type: 'uuid' },
    { ref: 'reorder_levels.location_id', type: 'uuid' },
  ],
  search: ['inventory_items.sku', 'inventory_items.name', 'locations.name'],
  location: 'reorder_levels.location_id',
  filters: { itemId: 'reorder_levels.item_id', locationId: 'reorder_levels.location_id' },
};

const select = (db: Kysely<TenantTables>) =>
  db
    .selectFrom('reorderLevels')
    .innerJoin('inventoryItems', 'inventoryItems.id', 'reorderLevels.itemId')
    .innerJoin('locations', 'locations.id', 'reorderLevels.locationId')
    .select([
      'reorderLevels.itemId',
      'inventoryItems.sku',
      'inventoryItems.name as itemName',
      'inventoryItems.unit',
      'reorderLevels.locationId',
      'locations.name as locationName',
      'reorderLevels.reorderPoint',
      'reorderLevels.minimumStock',
      'reorderLevels.maximumStock',
    ]);
const LIST = defineList(SOURCE, select);

export async function listLevels(
  ctx: TenantContext,
  query: z.output<typeof levelListQuery>,
): Promise<ListAnswer<Level>> {
  return listRows(ctx, LIST, query);
}

type Key = Pick<LevelBody, 'itemId' | 'locationId'>;

export async function findLevel({ db }: TenantContext, { itemId, locationId }: Key): Promise<Level | undefined> {
  const query = select(db)
    .where('reorderLevels.itemId', '=', itemId)
    .where('reorderLevels.locationId', '=', locationId);
  return (await query.executeTakeFirst()) as Level | undefined;
}

export async function writeLevel({ db }: TenantContext, level: LevelBody): Promise<void> {
  const { itemId, locationId, reorderPoint = null, minimumStock = null, maximumStock = null } = level;
  await sql`
    INSERT INTO reorder_levels (item_id, location_id, reorder_point, minimum_stock, maximum_stock)
    VALUES (${itemId}, ${locationId}, ${reorderPoint}, ${minimumStock}, ${maximumStock})
    ON CONFLICT (item_id, location_id) DO UPDATE SET reorder_point = excluded.reorder_point,
      minimum_stock = excluded.minimum_stock, maximum_stock = excluded.maximum_stock`.execute(db);
}

export async function deleteLevel({ db }: TenantContext, { itemId, locationId }: Key): Promise<void> {
  await db.deleteFrom('reorderLevels').where('itemId', '=', itemId).where('locationId', '=', locationId).execute();
}
