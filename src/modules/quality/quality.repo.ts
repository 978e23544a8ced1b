import { type Kysely, sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import type { TenantContext } from '@/context';
import type { ListAnswer } from '@/contract/list';
import type { createQualityRecordBody, QualityListRow, QualityRecord, qualityListQuery } from '@/contract/quality';
import { defineList, listOfTable, listRows } from '@/database/listRows';
import { nextNumber } from '@/database/numbers';
import { type Within, within } from '@/database/scope';
import type { TenantTables } from '@/database/tables';
import { loadRecord } from '@/records/customValues.repo';

const SOURCE = listOfTable('r', {
  name: 'quality-records',
  sort: { number: 'text', status: 'text', kind: 'text', createdAt: 'timestamptz', updatedAt: 'timestamptz' },
  search: ['r.number', 'inventory_items.name', 'inventory_items.sku', 'suppliers.name', 'production_orders.number'],
  filters: ['status', 'kind', 'itemId', 'locationId', 'supplierId'],
  archives: true,
  location: 'locationId',
  custom: 'quality_records',
});

/** An order at a place that whoever asks does not see is not named: neither by its number nor by its id. */
function selectRecords(db: Kysely<TenantTables>, held: Within) {
  return db
    .selectFrom('qualityRecords as r')
    .innerJoin('inventoryItems', 'inventoryItems.id', 'r.itemId')
    .innerJoin('locations', 'locations.id', 'r.locationId')
    .leftJoin('productionOrders', (join) => {
      const ofRecord = join.onRef('productionOrders.id', '=', 'r.productionOrderId');
      return held ? ofRecord.on(held('production_orders.location_id')) : ofRecord;
    })
    .leftJoin('suppliers', 'suppliers.id', 'r.supplierId')
    .select([
      'r.id',
      'r.version',
      'r.createdAt',
      'r.updatedAt',
      'r.archivedAt',
      'r.number',
      'r.kind',
      'r.status',
      'r.itemId',
      'r.locationId',
      'productionOrders.id as productionOrderId',
      'r.supplierId',
      'r.quantityInspected',
      'r.quantityPassed',
      'r.quantityFailed',
      'r.inspectedOn',
      'r.notes',
      'inventoryItems.sku as itemSku',
      'inventoryItems.name as itemName',
      'inventoryItems.unit',
      'locations.name as locationName',
      'productionOrders.number as productionOrderNumber',
      'suppliers.name as supplierName',
      sql<number>`(SELECT count(*)::int FROM quality_defects d WHERE d.quality_record_id = r.id)`.as('defectCount'),
    ]);
}

const LIST = defineList(
  { ...SOURCE, filters: { ...SOURCE.filters, productionOrderId: 'production_orders.id' } },
  selectRecords,
);

export async function listRecords(
  ctx: TenantContext,
  query: z.output<typeof qualityListQuery>,
): Promise<ListAnswer<QualityListRow>> {
  return listRows(ctx, LIST, query);
}

export async function findRecord(ctx: TenantContext, id: string): Promise<QualityRecord | undefined> {
  const query = selectRecords(ctx.db, within(ctx.scope)).where('r.id', '=', id);
  const record = await loadRecord<QualityListRow>(ctx, 'qualityRecords', 'r', query);
  if (!record) return undefined;
  const defects = await ctx.db
    .selectFrom('qualityDefects')
    .select(['id', 'category', 'severity', 'quantity', 'position', 'resolution'])
    .where('qualityRecordId', '=', id)
    .orderBy('lineNumber')
    .$castTo<QualityRecord['defects'][number]>()
    .execute();
  return { ...record, defects };
}

type Body = z.output<typeof createQualityRecordBody>;
export type Defects = NonNullable<Body['defects']>;

export async function insertRecord(ctx: TenantContext, body: Omit<Body, 'defects' | 'custom'>): Promise<string> {
  const id = uuidv7();
  const number = await nextNumber(ctx.db, 'qualityRecord');
  await ctx.db
    .insertInto('qualityRecords')
    .values({ id, number, ...body })
    .execute();
  return id;
}

/** The list of defects as sent takes the place of the old one. */
export async function replaceDefects(ctx: TenantContext, recordId: string, defects: Defects): Promise<void> {
  await ctx.db.deleteFrom('qualityDefects').where('qualityRecordId', '=', recordId).execute();
  if (defects.length === 0) return;
  const rows = defects.map((defect, index) => ({
    id: uuidv7(),
    qualityRecordId: recordId,
    lineNumber: index + 1,
    ...defect,
  }));
  await ctx.db.insertInto('qualityDefects').values(rows).execute();
}
