import type { TenantContext } from '@/context';
import type { FieldFault } from '@/contract/errors';
import { type CheckedRow, type Meant, recordKind, type Values } from '@/imports';
import { freeNumbers } from '@/records/manyRecords.repo';
import { itemsNamed } from '../items/namedItems.repo';
import { LOT_COLUMNS } from './lotColumns';
import { findLots, loadLots, suppliersNamed } from './namedLots.repo';

/** Files of lots and rolls; one is known again by its number, which is one of its item. */
export const lotImport = recordKind({
  name: 'lots',
  permission: 'inventory:move',
  entity: 'lot',
  table: 'lots',
  columns: LOT_COLUMNS,
  within: 'item',
  code: 'number',
  codes: (ctx, records) => freeNumbers(ctx, 'lots', 'number', 'LOT', records.length),
  names: ['item', 'supplier'],
  beside: { itemId: 'uuid', supplierId: 'uuid' },
  defaults: () => ({ isEndBit: false }),
  rules: packageFaults,
  look,
  complete,
  load: loadLots,
  find,
  usedBy: [
    ['stock_balances', 'lot_id'],
    ['stock_moves', 'lot_id'],
    ['cost_layers', 'lot_id'],
    ['stock_document_lines', 'lot_id'],
    ['stock_count_lines', 'lot_id'],
    ['reservations', 'lot_id'],
    ['lots', 'parent_lot_id'],
  ],
  parts: [['stock_alerts', 'lot_id']],
});

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const skusOf = (rows: readonly CheckedRow[]) => rows.flatMap(({ values }) => textOf(values.item) ?? []);

function packageFaults(lot: Values): FieldFault[] {
  if ((lot.package == null) === (lot.packageContent == null)) return [];
  const message = 'Say the package and how much is in one together';
  return [{ path: 'packageContent', code: 'RULE_VIOLATED', message }];
}

async function find(ctx: TenantContext, rows: readonly CheckedRow[], hold: 'hold' | 'look') {
  const items = await itemsNamed(ctx, skusOf(rows));
  const names = rows.flatMap(({ values }) => {
    const item = items.get(textOf(values.item) ?? '');
    const number = textOf(values.number);
    return item && number !== undefined ? [{ itemId: item.id, number }] : [];
  });
  return findLots(ctx, names, hold);
}

/** Items that are not there or not kept by lots, and suppliers that are not there. */
async function look(ctx: TenantContext, meant: readonly Meant[]): Promise<void> {
  const items = await itemsNamed(ctx, skusOf(meant.map(({ row }) => row)));
  const suppliers = await suppliersNamed(ctx, newSuppliers(meant));
  for (const each of meant) {
    const { row, record } = each;
    const fault = (path: string, code: string, message: string) => row.faults.push({ path, code, message });
    const sku = textOf(row.values.item);
    const item = items.get(sku ?? '');
    if (sku !== undefined && !item) fault('item', 'unknown', 'There is no such item');
    if (item && !record && item.isArchived) fault('item', 'inactive', 'This item is archived');
    if (item?.tracking === 'NONE') fault('item', 'RULE_VIOLATED', 'This item is not kept by lots');
    const code = newSupplier(each);
    const supplier = suppliers.get(code ?? '');
    if (code !== undefined && !supplier) fault('supplier', 'unknown', 'There is no such supplier');
    if (supplier?.isArchived) fault('supplier', 'inactive', 'This supplier is no longer in use');
  }
}

/** The supplier a row names, where it is not the one its lot has. */
function newSupplier({ row, record }: Meant): string | undefined {
  const named = textOf(row.values.supplier);
  return named === record?.supplier ? undefined : named;
}
const newSuppliers = (meant: readonly Meant[]) => meant.flatMap((each) => newSupplier(each) ?? []);

async function complete(ctx: TenantContext, meant: readonly Meant[]): Promise<Values[]> {
  const items = await itemsNamed(ctx, skusOf(meant.map(({ row }) => row)));
  const suppliers = await suppliersNamed(ctx, newSuppliers(meant));
  return meant.map((each) => {
    const supplier = suppliers.get(newSupplier(each) ?? '');
    return { itemId: items.get(textOf(each.row.values.item) ?? '')?.id, ...(supplier && { supplierId: supplier.id }) };
  });
}
