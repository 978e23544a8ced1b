import { sql } from 'kysely';
import type { z } from 'zod';
import type { TenantContext } from '@/context';
import type { ListAnswer } from '@/contract/list';
import { STOCK_SORTS_OF_FEW, type StockRow, type stockListQuery } from '@/contract/stock';
import { defineList, listRows } from '@/database/listRows';
import type { ListSource } from '@/database/listStatement';

const SOURCE: ListSource = {
  name: 'stock',
  sort: {
    itemName: { ref: 'inventory_items.name', type: 'text' },
    sku: { ref: 'inventory_items.sku', type: 'text' },
    locationName: { ref: 'locations.name', type: 'text' },
    onHand: { ref: 'stock_balances.on_hand', type: 'numeric' },
    updatedAt: { ref: 'stock_balances.updated_at', type: 'timestamptz' },
  },
  key: [{ ref: 'stock_balances.id', type: 'uuid' }],
  search: ['inventory_items.name', 'inventory_items.sku', 'locations.name', 'lots.number'],
  ofFew: STOCK_SORTS_OF_FEW,
  location: 'stock_balances.location_id',
  filters: {
    itemId: 'stock_balances.item_id',
    locationId: 'stock_balances.location_id',
    lotId: 'stock_balances.lot_id',
    status: 'stock_balances.status',
  },
};

const LIST = defineList(SOURCE, (db) =>
  db
    .selectFrom('stockBalances')
    .innerJoin('inventoryItems', 'inventoryItems.id', 'stockBalances.itemId')
    .innerJoin('locations', 'locations.id', 'stockBalances.locationId')
    .leftJoin('lots', 'lots.id', 'stockBalances.lotId')
    .select([
      'stockBalances.id',
      'stockBalances.itemId',
      'inventoryItems.sku',
      'inventoryItems.name as itemName',
      'inventoryItems.unit',
      'inventoryItems.secondUnit',
      'stockBalances.locationId',
      'locations.name as locationName',
      'stockBalances.lotId',
      'lots.number as lotNumber',
      'stockBalances.status',
      'stockBalances.onHand',
      'stockBalances.reserved',
      sql<string>`CASE WHEN stock_balances.status = 'AVAILABLE' THEN stock_balances.on_hand - stock_balances.reserved ELSE 0 END::numeric(18,4)`.as(
        'available',
      ),
      'stockBalances.onHand2',
      'stockBalances.updatedAt',
    ]),
);

/** What lies where: one row an item, location, lot and status. */
export async function listStock(
  ctx: TenantContext,
  query: z.output<typeof stockListQuery>,
): Promise<ListAnswer<StockRow>> {
  return listRows(ctx, LIST, query);
}
