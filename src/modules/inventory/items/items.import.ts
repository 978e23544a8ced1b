import type { TenantContext } from '@/context';
import type { ItemKind } from '@/contract/enums';
import { type Meant, recordKind, type Values, type Written } from '@/imports';
import { idsOfNames, meaningsOf } from '../categories/namedCategories';
import { refreshAlerts } from '../levels/alerts.repo';
import { newSkus } from '../skus/newSkus';
import { ITEM_COLUMNS } from './itemColumns';
import { type ItemFacts, itemFaults, textFaults, tidyComposition } from './itemRules';
import { itemsByBarcode, loadItems, movedAmong } from './items.repo';

/** Files of items; by its SKU an item is known again. */
export const itemImport = recordKind({
  name: 'items',
  permission: 'inventory:write',
  entity: 'item',
  table: 'inventoryItems',
  columns: ITEM_COLUMNS,
  code: 'sku',
  codes: (ctx, records) => newSkus(ctx, records.map(skuFacts)),
  unique: ['barcode'],
  beside: { categoryId: 'uuid' },
  kept: { fields: ['unit', 'secondUnit', 'tracking', 'valuation'], among: movedAmong },
  defaults: ({ tenant }) => ({ currency: tenant.currency, tracking: 'NONE', valuation: 'MOVING_AVERAGE' }),
  rules: (item, said) => [...itemFaults(item as ItemFacts), ...textFaults(said)],
  look,
  complete,
  load: loadItems,
  afterwards,
  usedBy: [
    ['stock_balances', 'item_id'],
    ['stock_moves', 'item_id'],
    ['item_costs', 'item_id'],
    ['cost_layers', 'item_id'],
    ['lots', 'item_id'],
    ['stock_document_lines', 'item_id'],
    ['stock_count_lines', 'item_id'],
    ['reservations', 'item_id'],
    ['reorder_levels', 'item_id'],
    ['item_images', 'item_id'],
    ['item_prices', 'item_id'],
    ['production_orders', 'item_id'],
    ['quality_records', 'item_id'],
  ],
  parts: [['stock_alerts', 'item_id']],
});

const skuFacts = ({ kind, category, colour, size }: Values) => ({
  kind: kind as ItemKind,
  values: { category: textOf(category), colour: textOf(colour), size: textOf(size) },
});
const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** The category a row names, where it is not the one its item has. */
const newCategory = ({ row, record }: Meant): string | undefined => {
  const named = textOf(row.values.category);
  return named === record?.category ? undefined : named;
};

/** Categories that are not clear, and barcodes that another item has. */
async function look(ctx: TenantContext, rows: readonly Meant[]): Promise<void> {
  const categories = await meaningsOf(ctx, [...new Set(rows.flatMap((each) => newCategory(each) ?? []))]);
  const barcodes = rows.flatMap(({ row }) => textOf(row.values.barcode) ?? []);
  const taken = barcodes.length > 0 ? await itemsByBarcode(ctx, barcodes) : new Map<string, never>();
  for (const each of rows) {
    const { row, record } = each;
    const meant = categories.get(newCategory(each) ?? '');
    if (typeof meant === 'object') row.faults.push({ path: 'category', code: 'RULE_VIOLATED', message: meant.fault });
    const other = taken.get(textOf(row.values.barcode) ?? '');
    if (other && other.id !== record?.id)
      row.faults.push({ path: 'barcode', code: 'ALREADY_EXISTS', message: `${other.sku} has this barcode` });
  }
}

async function complete(ctx: TenantContext, rows: readonly Meant[]): Promise<Values[]> {
  const ids = await idsOfNames(
    ctx,
    rows.flatMap((each) => newCategory(each) ?? []),
  );
  return rows.map((each) => {
    const composition = textOf(each.row.values.composition);
    const categoryId = ids.get(newCategory(each) ?? '');
    return {
      ...(composition !== undefined && { composition: tidyComposition(composition) }),
      ...(categoryId !== undefined && { categoryId }),
    };
  });
}

const LEVELS = ['reorderPoint', 'minimumStock', 'maximumStock'];

/** Alerts of those whose levels have changed. */
async function afterwards(ctx: TenantContext, written: readonly Written[]): Promise<void> {
  const changed = written.filter(({ before, after }) =>
    LEVELS.some((level) => (before?.[level] ?? null) !== after[level]),
  );
  if (changed.length === 0) return;
  await refreshAlerts(
    ctx,
    changed.map(({ id }) => id),
  );
}
