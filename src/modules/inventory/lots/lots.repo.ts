import type { Kysely } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import type { TenantContext } from '@/context';
import type { ListAnswer } from '@/contract/list';
import type { Lot, LotBody, LotRow, lotListQuery } from '@/contract/lots';
import { defineList, listOfTable, listRows } from '@/database/listRows';
import { within } from '@/database/scope';
import type { TenantTables } from '@/database/tables';

const SOURCE = listOfTable('lots', {
  name: 'lots',
  sort: { number: 'text', createdAt: 'timestamptz' },
  search: ['lots.number', 'lots.dye_lot', 'lots.supplier_lot', 'inventory_items.sku', 'inventory_items.name'],
  filters: ['itemId', 'supplierId', 'parentLotId'],
  archives: true,
});

export const selectLots = (db: Kysely<TenantTables>) =>
  db
    .selectFrom('lots')
    .innerJoin('inventoryItems', 'inventoryItems.id', 'lots.itemId')
    .select([
      'lots.id',
      'lots.version',
      'lots.createdAt',
      'lots.updatedAt',
      'lots.archivedAt',
      'lots.itemId',
      'inventoryItems.sku',
      'inventoryItems.name as itemName',
      'inventoryItems.unit',
      'inventoryItems.secondUnit',
      'lots.number',
      'lots.supplierId',
      'lots.supplierLot',
      'lots.dyeLot',
      'lots.shadeGroup',
      'lots.ticketLengthM',
      'lots.actualLengthM',
      'lots.widthMm',
      'lots.gsm',
      'lots.weightKg',
      'lots.package',
      'lots.packageContent',
      'lots.receivedOn',
      'lots.expiresOn',
      'lots.parentLotId',
      'lots.isEndBit',
      'lots.notes',
    ]);
const LIST = defineList(SOURCE, selectLots);

export async function listLots(ctx: TenantContext, query: z.output<typeof lotListQuery>): Promise<ListAnswer<LotRow>> {
  return listRows(ctx, LIST, query);
}

/** A lot with what of it lies where, at the places of whoever asks. */
export async function findLot(ctx: TenantContext, id: string): Promise<Lot | undefined> {
  const row = await selectLots(ctx.db).where('lots.id', '=', id).executeTakeFirst();
  if (!row) return undefined;
  const held = within(ctx.scope);
  const stock = await ctx.db
    .selectFrom('stockBalances')
    .innerJoin('locations', 'locations.id', 'stockBalances.locationId')
    .select([
      'stockBalances.locationId',
      'locations.name as locationName',
      'stockBalances.status',
      'stockBalances.onHand',
      'stockBalances.reserved',
      'stockBalances.onHand2',
    ])
    .where('stockBalances.lotId', '=', id)
    .where('stockBalances.itemId', '=', row.itemId)
    .where('stockBalances.onHand', '>', '0')
    .$call((lines) => (held ? lines.where(held('stock_balances.location_id')) : lines))
    .orderBy('locations.name')
    .orderBy('stockBalances.status')
    .execute();
  return { ...(row as LotRow), stock: stock as Lot['stock'] };
}

export async function insertLot({ db }: TenantContext, row: LotBody & { number: string }): Promise<string> {
  const id = uuidv7();
  await db
    .insertInto('lots')
    .values({ id, ...row })
    .execute();
  return id;
}
