import type { Kysely } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import type { TenantContext } from '@/context';
import type { ListAnswer } from '@/contract/list';
import type { createOrderBody, orderListQuery, ProductionOrder } from '@/contract/production';
import { defineList, listOfTable, listRows } from '@/database/listRows';
import { nextNumber } from '@/database/numbers';
import type { TenantTables } from '@/database/tables';
import { loadRecord } from '@/records/customValues.repo';

const SOURCE = listOfTable('o', {
  name: 'production-orders',
  sort: { number: 'text', status: 'text', quantity: 'numeric', createdAt: 'timestamptz', updatedAt: 'timestamptz' },
  search: ['o.number', 'inventory_items.name', 'inventory_items.sku', 'customers.name'],
  filters: ['status', 'priority', 'itemId', 'locationId', 'customerId'],
  archives: true,
  location: 'locationId',
  custom: 'production_orders',
});

function selectOrders(db: Kysely<TenantTables>) {
  return db
    .selectFrom('productionOrders as o')
    .innerJoin('inventoryItems', 'inventoryItems.id', 'o.itemId')
    .innerJoin('locations', 'locations.id', 'o.locationId')
    .leftJoin('customers', 'customers.id', 'o.customerId')
    .select([
      'o.id',
      'o.version',
      'o.createdAt',
      'o.updatedAt',
      'o.archivedAt',
      'o.number',
      'o.status',
      'o.itemId',
      'o.locationId',
      'o.customerId',
      'o.quantity',
      'o.quantityCompleted',
      'o.unit',
      'o.priority',
      'o.dueDate',
      'o.startedAt',
      'o.completedAt',
      'o.notes',
      'inventoryItems.sku as itemSku',
      'inventoryItems.name as itemName',
      'locations.name as locationName',
      'customers.name as customerName',
    ]);
}

const LIST = defineList(SOURCE, selectOrders);

export async function listOrders(
  ctx: TenantContext,
  query: z.output<typeof orderListQuery>,
): Promise<ListAnswer<ProductionOrder>> {
  return listRows(ctx, LIST, query);
}

export async function findOrder(ctx: TenantContext, id: string): Promise<ProductionOrder | undefined> {
  return loadRecord(ctx, 'productionOrders', 'o', selectOrders(ctx.db).where('o.id', '=', id));
}

/** The unit of an item, in which orders for it count. */
export async function itemUnit(ctx: TenantContext, itemId: string): Promise<string> {
  const { unit } = await ctx.db
    .selectFrom('inventoryItems')
    .select('unit')
    .where('id', '=', itemId)
    .executeTakeFirstOrThrow();
  return unit;
}

type NewOrder = Omit<z.output<typeof createOrderBody>, 'custom'>;

export async function insertOrder(ctx: TenantContext, body: NewOrder): Promise<string> {
  const id = uuidv7();
  const unit = await itemUnit(ctx, body.itemId);
  const number = await nextNumber(ctx.db, 'productionOrder');
  await ctx.db
    .insertInto('productionOrders')
    .values({ id, number, unit, ...body })
    .execute();
  return id;
}
