import { sql } from 'kysely';
import type { z } from 'zod';
import type { TenantContext } from '@/context';
import type { ListAnswer } from '@/contract/list';
import type { StockMoveRow, stockMoveListQuery } from '@/contract/stockDocuments';
import { defineList, listRows } from '@/database/listRows';
import type { ListSource } from '@/database/listStatement';

const DAY = { ref: 'stock_moves.effective_date', type: 'date' } as const;
const SOURCE: ListSource = {
  name: 'stockMoves',
  sort: { seq: { ref: 'stock_moves.seq', type: 'bigint' } },
  key: [{ ref: 'stock_moves.seq', type: 'bigint' }],
  search: ['inventory_items.sku', 'inventory_items.name', 'lots.number'],
  location: ['stock_moves.from_location_id', 'stock_moves.to_location_id'],
  filters: {
    itemId: 'stock_moves.item_id',
    locationId: ['stock_moves.from_location_id', 'stock_moves.to_location_id'],
    lotId: 'stock_moves.lot_id',
    sourceId: 'stock_moves.source_id',
    movementType: 'stock_moves.movement_type',
  },
  ranges: { from: { ...DAY, keeps: 'from' }, before: { ...DAY, keeps: 'before' } },
};

const LIST = defineList(SOURCE, (db) =>
  db
    .selectFrom('stockMoves')
    .innerJoin('inventoryItems', 'inventoryItems.id', 'stockMoves.itemId')
    .leftJoin('lots', 'lots.id', 'stockMoves.lotId')
    .select([
      'stockMoves.id',
      sql<string>`stock_moves.seq::text`.as('seq'),
      'stockMoves.postedAt',
      'stockMoves.effectiveDate',
      'stockMoves.movementType',
      'stockMoves.itemId',
      'inventoryItems.sku',
      'inventoryItems.name as itemName',
      'inventoryItems.unit',
      'stockMoves.lotId',
      'lots.number as lotNumber',
      'stockMoves.fromLocationId',
      'stockMoves.fromStatus',
      'stockMoves.fromEnd',
      'stockMoves.toLocationId',
      'stockMoves.toStatus',
      'stockMoves.toEnd',
      'stockMoves.qty as quantity',
      'stockMoves.qty2 as quantity2',
      'stockMoves.enteredUnit',
      'stockMoves.enteredQty as enteredQuantity',
      'stockMoves.value as stockValue',
      'stockMoves.sourceType',
      'stockMoves.sourceId',
      'stockMoves.reason',
      'stockMoves.reversalOfId',
      'stockMoves.createdBy',
    ]),
);

/** The ledger, newest first. */
export async function listMoves(
  ctx: TenantContext,
  query: z.output<typeof stockMoveListQuery>,
): Promise<ListAnswer<StockMoveRow>> {
  return listRows(ctx, LIST, query);
}
