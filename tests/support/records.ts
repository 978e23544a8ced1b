import { v7 as uuidv7 } from 'uuid';
import type { Role } from '@/contract/enums';
import { databaseManager } from '@/database/connection';
import type { Route } from '@/http/route';
import { type Client, sessionFor } from './api';
import { makeUser } from './database';
import { fieldsOf, type Links, lastName, schemaOf } from './routeInputs';

export type Records = Awaited<ReturnType<typeof makeRecords>>;
export type RecordKind = keyof Records;

/** Which record stands for the `:id` of a path, by the path before it. */
const RECORD_OF_PATH: Readonly<Record<string, RecordKind>> = {
  '/locations': 'location',
  '/suppliers': 'supplier',
  '/customers': 'customer',
  '/inventory/items': 'item',
  '/inventory/categories': 'category',
  '/inventory/prices': 'price',
  '/inventory/images': 'image',
  // An item is found by its id as by its barcode.
  '/inventory/scan': 'item',
  '/inventory/styles': 'style',
  '/inventory/sku-patterns': 'skuPattern',
  '/inventory/documents': 'stockDocument',
  '/inventory/lots': 'lot',
  '/inventory/reservations': 'reservation',
  '/inventory/counts': 'stockCount',
  '/inventory/alerts': 'stockAlert',
  '/production/orders': 'order',
  '/quality/records': 'record',
  '/finance/transactions': 'transaction',
  '/auth/sessions': 'session',
  '/tenants/current/custom-fields': 'customField',
  '/tenants/current/roles': 'role',
  '/tenants/current/api-keys': 'apiKey',
  '/tenants/current/members': 'member',
  '/tenants/current/invitations': 'invitation',
  '/tenants/current/support': 'consent',
  '/imports': 'import',
};

/** Which record stands for an id in a body or query, by the field's name. */
const RECORD_OF_FIELD: Readonly<Record<string, RecordKind>> = {
  locationId: 'location',
  supplierId: 'supplier',
  customerId: 'customer',
  itemId: 'item',
  productionOrderId: 'order',
  categoryId: 'category',
  parentId: 'category',
  styleId: 'style',
  trackedItemId: 'itemInLots',
  // Goods go from one to another.
  toLocationId: 'toLocation',
  lotId: 'lot',
  lotIds: 'lot',
  parentLotId: 'lot',
  itemIds: 'item',
  reservationId: 'reservation',
  lineId: 'stockLine',
  sourceId: 'stockDocument',
  reversalOfId: 'stockDocument',
  // In the audit log: whatever was changed, and who did it, for whom any id will do that is of no person of the company.
  entityId: 'supplier',
  actor: 'supplier',
  customRoleId: 'role',
  userIds: 'lastOwner',
  // Whom the company is offered to: an owner is refused it before a password is looked at.
  userId: 'lastOwner',
  locationIds: 'location',
};

/** Whether a route ends the company that asks: it is tried on a company of its own, in integration/tenantLifecycle. */
export const endsCompany = ({ path }: Route) => path === '/tenants/current/actions/delete';

/** Whether a route ends memberships: it is tried on the last owner, whom it refuses to let go. */
export const endsMembership = ({ method, path }: Route) =>
  path.startsWith('/tenants/current/members') && (method === 'DELETE' || path.endsWith('/remove'));

/** Whether a route takes the caller's password once more: it is tried with the right one in integration/ownership. */
export const takesPassword = ({ access, body }: Route) =>
  access === 'tenant' && fieldsOf(schemaOf(body)).some(({ path }) => lastName(path) === 'password');

/** The kind of record that `:id` of a route means. Throws when nobody has said so. */
export function recordOfPath({ path }: Route): RecordKind {
  // The role in the smallest body is OWNER, which she is already; and the last one is let go by nobody.
  if (path === '/tenants/current/members/:userId') return 'lastOwner';
  const kind = RECORD_OF_PATH[path.slice(0, path.indexOf('/:'))];
  if (!kind) throw new Error(`no record to try for ${path}: add one to tests/support/records.ts`);
  return kind;
}

/** What stands for the ids of bodies and queries when they are of this company. Throws for a field nobody has named. */
export function linksTo(tenantId: string, records: Readonly<Record<RecordKind, { readonly id: string }>>): Links {
  return (name) => {
    if (name === 'tenantId') return tenantId;
    const kind = RECORD_OF_FIELD[name];
    if (!kind) throw new Error(`no record to try for the field ${name}: add one to tests/support/records.ts`);
    return records[kind].id;
  };
}

/** Somebody new who works in a company. */
export async function makeMember(tenantId: string, role: Role = 'EMPLOYEE'): Promise<{ id: string; version: number }> {
  const userId = await makeUser();
  const { control } = databaseManager;
  // One of her own: marked texts that were nothing before would be alike, and numbers are unique.
  const phone = `+39 ${userId}`;
  await control.updateTable('users').set({ phone }).where('id', '=', userId).execute();
  await control.insertInto('userTenants').values({ id: uuidv7(), userId, tenantId, role }).execute();
  return { id: userId, version: 0 };
}

/** The smallest file of items, sent to be imported and not run yet. */
export async function sendFile(by: Client): Promise<{ id: string; version: number }> {
  const file = `SKU,Name,Kind,Unit\n${uuidv7()},Cotton yarn Ne 40,RAW_MATERIAL,kg\n`;
  const answer = await by.call('POST', '/imports?kind=items&fileName=yarns.csv', file, { 'content-type': 'text/csv' });
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body;
}

/** What suppliers and customers have several of, one each; a company may be given several of these. */
const PARTS = {
  allowDuplicate: true,
  contacts: [{ name: 'Rosa Conti', role: 'Dispatch' }],
  addresses: [{ kind: 'WORKS', addressLine1: 'Via del Lavoro 3' }],
  certificates: [{ standard: 'GOTS', number: 'CU 123456', validUntil: '2099-12-31' }],
};

const ACCOUNTS = {
  bankAccounts: [{ holder: 'Filatura Alba', iban: 'GB82WEST12345698765432', accountNumber: '98765432' }],
};

/** The smallest picture there is, a PNG. */
export const DOT = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

/** A picture of an item. */
export async function addPicture(by: Client, itemId: string): Promise<{ id: string; version: number }> {
  const answer = await by.call('POST', `/inventory/items/${itemId}/images`, DOT);
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body;
}

/** One of each kind of record in a company, made through the API; each with the id tests need. */
export async function makeRecords(owner: Client) {
  const make = async (path: string, body: unknown): Promise<{ id: string; version: number }> => {
    const answer = await owner.call('POST', path, body, { 'idempotency-key': uuidv7() });
    if (answer.status !== 201) throw new Error(`${path}: ${answer.text}`);
    return answer.body;
  };
  const customField = await make('/tenants/current/custom-fields', {
    table: 'suppliers',
    label: 'Mill note',
    type: 'TEXT',
  });
  const location = await make('/locations', { name: 'Yarn store', locationType: 'WAREHOUSE' });
  const toLocation = await make('/locations', { name: `Knitting hall ${uuidv7()}`, locationType: 'FACTORY' });
  const { id: supplierId } = await make('/suppliers', {
    name: 'Filatura Alba',
    kind: 'YARN',
    terms: 'Ex works',
    custom: { mill_note: 'Ring spun' },
    ...PARTS,
  });
  const { id: above } = await make('/inventory/categories', { name: `Yarns ${uuidv7()}` });
  const category = await make('/inventory/categories', { name: 'Cotton', parentId: above });
  const { id: customerId } = await make('/customers', { name: 'Maison Verre', kind: 'BRAND', ...PARTS });
  const paid = async (path: string, id: string) => {
    const { body } = await owner.call('PATCH', `${path}/${id}/bank-accounts`, ACCOUNTS, { 'if-match': '"1"' });
    return { id, version: body.version };
  };
  const supplier = await paid('/suppliers', supplierId);
  const customer = await paid('/customers', customerId);
  const item = await make('/inventory/items', {
    name: 'Cotton yarn Ne 30',
    categoryId: category.id,
    kind: 'RAW_MATERIAL',
    unit: 'kg',
    unitCost: '3.25',
    openingStock: [{ locationId: location.id, onHand: '120.5' }],
  });
  const itemInLots = await make('/inventory/items', {
    name: 'Cotton yarn Ne 40',
    barcode: uuidv7(),
    kind: 'RAW_MATERIAL',
    unit: 'kg',
    tracking: 'LOT',
    reorderPoint: '500',
  });
  const stockDocument = await make('/inventory/documents', {
    type: 'RECEIPT',
    post: true,
    locationId: location.id,
    supplierId: supplier.id,
    reference: 'Delivery note 17',
    notes: 'Two pallets',
    lines: [
      {
        itemId: itemInLots.id,
        quantity: '42.5',
        unitCost: '3.10',
        lot: { supplierLot: 'FA 20', dyeLot: 'D 3', shadeGroup: 'A', notes: 'Waxed' },
      },
    ],
  });
  const { body: receipt } = await owner.call('GET', `/inventory/documents/${stockDocument.id}`);
  const lot = { id: receipt.lines[0].lotId, version: 1 };
  const stockLine = { id: receipt.lines[0].id, version: 1 };
  const reservation = await make('/inventory/reservations', {
    itemId: item.id,
    locationId: location.id,
    quantity: '2',
    reference: 'Order of Maison Verre',
  });
  const stockCount = await make('/inventory/counts', { locationId: location.id, notes: 'Before the holidays' });
  const counted = [{ itemId: item.id, counted: '120.5' }];
  await owner.call('POST', `/inventory/counts/${stockCount.id}/actions/enter`, { lines: counted });
  await owner.call('POST', '/inventory/levels', { itemId: item.id, locationId: location.id, reorderPoint: '200' });
  const { body: alerts } = await owner.call('GET', `/inventory/alerts?locationId=${location.id}`);
  const stockAlert = { id: alerts.data[0].id, version: 1 };
  await owner.call('POST', `/inventory/alerts/${stockAlert.id}/actions/acknowledge`);
  await owner.call('POST', '/inventory/actions/verify');
  const style = await make('/inventory/styles', {
    code: uuidv7(),
    name: 'Crew neck',
    season: 'AW 26',
    description: 'Half cardigan stitch',
    composition: '100% wool',
    colourways: [{ code: 'NVY', name: 'Navy' }],
    sizes: ['M'],
  });
  const skuPattern = await make('/inventory/sku-patterns', { kind: 'CONSUMABLE', pattern: 'CON-{seq:4}' });
  const image = await addPicture(owner, item.id);
  const price = await make('/inventory/prices', { itemId: item.id, customerId: customer.id, price: '7.25' });
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
  const role = await make('/tenants/current/roles', {
    name: `Yarn clerk ${uuidv7()}`,
    permissions: ['inventory:read'],
  });
  const apiKey = await make('/tenants/current/api-keys', { name: 'Scales', permissions: ['inventory:read'] });
  const people = await owner.call<{ data: { userId: string }[] }>('GET', '/tenants/current/members');
  const lastOwner = { id: people.body.data[0]?.userId ?? '', version: 1 };
  const member = await makeMember((await owner.call('GET', '/tenants/current')).body.id);
  const invitation = await make('/tenants/current/invitations', {
    email: `${uuidv7()}@example.test`,
    role: 'EMPLOYEE',
    locationIds: [location.id],
  });
  const sent = await sendFile(owner);
  const consent = await make('/tenants/current/support', { level: 'READ', reason: 'The stock of yarn looks wrong' });
  // Not the one that asks, which many tests go on with.
  const { body: me } = await owner.call('GET', '/auth/me');
  const session = await sessionFor(me.user.id, null);
  const made = {
    customField,
    location,
    supplier,
    customer,
    category,
    item,
    style,
    skuPattern,
    image,
    price,
    order,
    record,
    transaction,
    itemInLots,
    lot,
    stockDocument,
    stockLine,
    toLocation,
    reservation,
    stockCount,
    stockAlert,
  };
  return { ...made, import: sent, role, apiKey, lastOwner, member, invitation, consent, session };
}
