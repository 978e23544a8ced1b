import type { Transaction } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { TenantTables } from '@/database/tables';
import { sumDecimals } from '@/lib/decimal';
import { convertMoney } from '@/lib/money';
import { NUMBER_SERIES } from '@/lib/numberSeries';
import { type CsvRow, cell, pick, readCsv, references } from './csv';
import { loadStock, trackingOf } from './loadStock';
import { loadParts, loadTerms, partnerRow } from './partners.repo';

type Db = Transaction<TenantTables>;
export type SampleTenant = {
  readonly id: string;
  readonly slug: string;
  readonly currency: string;
};

const ADDRESS = ['email', 'phone', 'country', 'addressLine1', 'city', 'state', 'pincode'] as const;
/** Rows an INSERT takes at once: PostgreSQL counts at most 65,535 parameters in a statement. */
const BATCH = 500;

/** Loads the sample data of a company that has none yet, in the caller's transaction. */
export async function loadCompany(db: Db, tenant: SampleTenant): Promise<void> {
  const read = (name: string) => readCsv(tenant.slug, name);
  const ids = {
    location: references('location'),
    supplier: references('supplier'),
    customer: references('customer'),
    category: references('category'),
    item: references('item'),
    order: references('production order'),
    record: references('quality record'),
  };
  const newId = (kind: keyof typeof ids, key: string) => {
    const id = uuidv7();
    ids[kind].add(key, id);
    return id;
  };

  await loadLocations(db, tenant, read('locations'), ids.location.add);
  await insertAll(db, 'suppliers', read('suppliers'), (row) => ({
    ...partnerRow(row),
    id: newId('supplier', cell(row, 'code')),
    leadTimeDays: row.leadTimeDays ? Number(row.leadTimeDays) : null,
    minimumOrder: row.minimumOrder || null,
  }));
  await insertAll(db, 'customers', read('customers'), (row) => ({
    ...partnerRow(row),
    id: newId('customer', cell(row, 'code')),
    creditLimit: row.creditLimit || null,
    onHold: row.onHold === 'true',
    holdReason: row.holdReason || null,
  }));
  const partner = (code: string) =>
    code.startsWith(NUMBER_SERIES.supplier)
      ? { supplierId: ids.supplier.id(code) }
      : { customerId: ids.customer.id(code) };
  await loadParts(db, read, partner);
  await loadTerms(db, [...read('suppliers'), ...read('customers')], partner);
  const items = read('items');
  const named = [...new Map(items.filter(({ category }) => category).map((row) => [row.category, row])).values()];
  await insertAll(db, 'itemCategories', named, (row) => ({
    id: newId('category', cell(row, 'category')),
    name: cell(row, 'category'),
  }));
  await insertAll(db, 'inventoryItems', items, (row) => ({
    ...item(row),
    ...trackingOf(row),
    id: newId('item', cell(row, 'sku')),
    categoryId: ids.category.maybe(row.category),
  }));
  const coded = (rows: readonly CsvRow[], id: (code: string) => string) => rows.map((row) => id(cell(row, 'code')));
  await loadStock(
    { db, tenant, actor: 'cli:seed' },
    read('stock'),
    items,
    { item: ids.item.id, location: ids.location.id },
    {
      suppliers: coded(read('suppliers'), ids.supplier.id),
      customers: coded(read('customers'), ids.customer.id),
    },
  );
  const unitOf = new Map(items.map((row) => [row.sku, cell(row, 'unit')]));
  await insertAll(db, 'productionOrders', read('production_orders'), (row, index) => ({
    createdAt: entered(index),
    ...pick(row, ['dueDate', 'startedAt', 'completedAt', 'notes']),
    id: newId('order', cell(row, 'number')),
    number: cell(row, 'number'),
    status: cell(row, 'status'),
    priority: cell(row, 'priority'),
    itemId: ids.item.id(cell(row, 'itemSku')),
    locationId: ids.location.id(cell(row, 'location')),
    customerId: ids.customer.maybe(row.customerCode),
    quantity: cell(row, 'quantity'),
    quantityCompleted: row.quantityCompleted || '0',
    unit: unitOf.get(row.itemSku) ?? '',
  }));
  await insertAll(db, 'qualityRecords', read('quality_records'), (row, index) => ({
    createdAt: entered(index),
    ...pick(row, ['inspectedOn', 'notes']),
    id: newId('record', cell(row, 'number')),
    number: cell(row, 'number'),
    kind: cell(row, 'kind'),
    status: cell(row, 'status'),
    itemId: ids.item.id(cell(row, 'itemSku')),
    locationId: ids.location.id(cell(row, 'location')),
    productionOrderId: ids.order.maybe(row.productionOrderNumber),
    supplierId: ids.supplier.maybe(row.supplierCode),
    quantityInspected: cell(row, 'quantityInspected'),
    quantityPassed: row.quantityPassed || '0',
    quantityFailed: row.quantityFailed || '0',
  }));
  await insertAll(db, 'qualityDefects', read('quality_defects'), (row, index) => ({
    ...pick(row, ['position', 'resolution']),
    id: uuidv7(),
    qualityRecordId: ids.record.id(cell(row, 'recordNumber')),
    lineNumber: index + 1,
    category: cell(row, 'category'),
    severity: cell(row, 'severity'),
    quantity: cell(row, 'quantity'),
  }));
  await insertAll(db, 'financialTransactions', read('financial_transactions'), (row, index) => ({
    createdAt: entered(index),
    ...pick(row, ['dueDate', 'reference', 'description']),
    ...money(row, tenant.currency),
    id: uuidv7(),
    number: cell(row, 'number'),
    type: cell(row, 'type'),
    status: cell(row, 'status'),
    locationId: ids.location.id(cell(row, 'location')),
    supplierId: ids.supplier.maybe(row.supplierCode),
    customerId: ids.customer.maybe(row.customerCode),
    transactionDate: cell(row, 'transactionDate'),
  }));
  await advanceCounters(db, [
    ...read('suppliers'),
    ...read('customers'),
    ...read('production_orders'),
    ...read('quality_records'),
    ...read('financial_transactions'),
  ]);
}

/** The company's first location becomes the sample headquarters; the others follow, and the default flag moves. */
async function loadLocations(
  db: Db,
  tenant: SampleTenant,
  rows: readonly CsvRow[],
  remember: (name: string, id: string) => void,
): Promise<void> {
  const { id: headquarters } = await db
    .selectFrom('locations')
    .select('id')
    .where('isHeadquarters', '=', true)
    .executeTakeFirstOrThrow();
  for (const row of rows) {
    const fields = {
      ...pick(row, [...ADDRESS, 'addressLine2']),
      name: cell(row, 'name'),
      locationType: cell(row, 'locationType'),
    };
    const isHeadquarters = row.isHeadquarters === 'true';
    const id = isHeadquarters ? headquarters : uuidv7();
    remember(fields.name, id);
    if (isHeadquarters) await db.updateTable('locations').set(fields).where('id', '=', id).execute();
    else
      await db
        .insertInto('locations')
        .values({ id, tenantId: tenant.id, ...fields })
        .execute();
    if (row.isDefault !== 'true' || id === headquarters) continue;
    await db.updateTable('locations').set({ isDefault: false }).where('isDefault', '=', true).execute();
    await db.updateTable('locations').set({ isDefault: true }).where('id', '=', id).execute();
    await db.updateTable('primaryLocations').set({ defaultLocationId: id }).execute();
  }
}

/** Documents were entered one after the other, so the newest number is the newest document. */
function entered(index: number): string {
  return new Date(Date.now() - (1000 - index) * 60_000).toISOString();
}

const item = (row: CsvRow) => ({
  ...pick(row, [
    'description',
    'category',
    'unitCost',
    'reorderPoint',
    'composition',
    'yarnCount',
    'yarnCountSystem',
    'gsm',
    'widthMm',
    'colour',
    'size',
    'barcode',
  ]),
  sku: cell(row, 'sku'),
  name: cell(row, 'name'),
  kind: cell(row, 'kind'),
  unit: cell(row, 'unit'),
  currency: cell(row, 'currency'),
});

function money(row: CsvRow, companyCurrency: string) {
  const amount = cell(row, 'amount');
  const taxAmount = row.taxAmount || '0';
  const fxRate = cell(row, 'fxRate');
  const totalAmount = sumDecimals(amount, taxAmount);
  return {
    currency: cell(row, 'currency'),
    fxRate,
    amount,
    taxAmount,
    totalAmount,
    companyAmount: convertMoney(totalAmount, fxRate, companyCurrency),
  };
}

async function insertAll<Table extends keyof TenantTables>(
  db: Db,
  table: Table,
  rows: readonly CsvRow[],
  toRow: (row: CsvRow, index: number) => object,
): Promise<void> {
  const values = rows.map(toRow);
  for (let start = 0; start < values.length; start += BATCH) {
    // Each file's columns are picked above; PostgreSQL's constraints check the values.
    await db
      .insertInto(table)
      .values(values.slice(start, start + BATCH) as never)
      .execute();
  }
}

/** Sets each number series behind the highest number the documents carry. */
async function advanceCounters(db: Db, documents: readonly CsvRow[]): Promise<void> {
  for (const [series, prefix] of Object.entries(NUMBER_SERIES)) {
    const used = documents
      .map((row) => row.number ?? row.code ?? '')
      .filter((number) => number.startsWith(`${prefix}-`));
    const highest = Math.max(0, ...used.map((number) => Number(number.slice(prefix.length + 1))));
    await db
      .updateTable('numberCounters')
      .set({ nextValue: String(highest + 1) })
      .where('series', '=', series)
      .execute();
  }
}
