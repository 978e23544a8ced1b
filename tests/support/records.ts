import type { Client } from './api';

/** One of each kind of record in a company, made through the API; each with the id tests need. */
export async function makeRecords(owner: Client) {
  const make = async (path: string, body: unknown): Promise<{ id: string; version: number }> => {
    const answer = await owner.call('POST', path, body);
    if (answer.status !== 201) throw new Error(`${path}: ${answer.text}`);
    return answer.body;
  };
  const location = await make('/locations', { name: 'Yarn store', locationType: 'WAREHOUSE' });
  const supplier = await make('/suppliers', { name: 'Filatura Alba', kind: 'YARN' });
  const customer = await make('/customers', { name: 'Maison Verre', kind: 'BRAND' });
  const item = await make('/inventory/items', {
    name: 'Cotton yarn Ne 30',
    kind: 'RAW_MATERIAL',
    unit: 'kg',
    unitCost: '3.25',
    openingStock: [{ locationId: location.id, onHand: '120.5' }],
  });
  const order = await make('/production/orders', {
    itemId: item.id,
    locationId: location.id,
    customerId: customer.id,
    quantity: '40',
  });
  const record = await make('/quality/records', {
    kind: 'INCOMING',
    itemId: item.id,
    locationId: location.id,
    supplierId: supplier.id,
    quantityInspected: '20',
    quantityPassed: '18',
    quantityFailed: '2',
    defects: [{ category: 'FABRIC', severity: 'MINOR', quantity: '2', position: 'cone 4' }],
  });
  const transaction = await make('/finance/transactions', {
    type: 'BILL',
    locationId: location.id,
    supplierId: supplier.id,
    transactionDate: '2026-03-01',
    amount: '391.63',
  });
  return { location, supplier, customer, item, order, record, transaction };
}
