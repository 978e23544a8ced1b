import type { z } from 'zod';
import type { TenantContext } from '@/context';
import type { StockRow, stockListQuery } from '@/contract/inventory';
import type { ListAnswer } from '@/contract/list';
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
  key: [
    { ref: 'stock_balances.item_id', type: 'uuid' },
    { ref: 'stock_balances.location_id', type: 'uuid' },
  ],
  search: ['inventory_items.name', 'inventory_items.sku', 'locations.name'],
  location: 'stock_balances.location_id',
  filters: { itemId: 'stock_balances.item_id', locationId: 'stock_balances.location_id' },
};

const LIST = defineList(SOURCE, (db) =>
  db
    .selectFrom('stockBalances')
    .innerJoin('inventoryItems', 'inventoryItems.id', 'stockBalances.itemId')
    .innerJoin('locations', 'locations.id', 'stockBalances.locationId')
    .select([
      'stockBalances.itemId',
      'inventoryItems.sku',
      'inventoryItems.name as itemName',
      'inventoryItems.unit',
      'stockBalances.locationId',
      'locations.name as locationName',
      'stockBalances.onHand',
      'stockBalances.reserved',
      'stockBalances.updatedAt',
    ]),
);

/** What lies where: one row an item and location. */
export async function listStock(
  ctx: TenantContext,
  query: z.output<typeof stockListQuery>,
): Promise<ListAnswer<StockRow>> {
  return listRows(ctx, LIST, query);
}
