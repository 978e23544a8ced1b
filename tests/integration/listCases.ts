import type { Client } from '../support/api';
import { makeStockRows, STOCK_LISTS } from './stockListCases';
import { type Made, made, pick } from './support';

/** The names of the rows every list gets; some hold what SQL's LIKE would take for a sign of its own. */
export const ROWS = [
  'Lot 01',
  'Lot 02',
  'Lot 03',
  'Lot 04',
  'Lot 05',
  'Half 50% blend',
  'Lot_A',
  'Back\\slash',
  'Lot 06',
  'Lot 07',
];
const LOTS = ROWS.filter((name) => name.startsWith('Lot'));

/** What is searched for, and the names it must find. */
export const SPECIAL: [string, string[]][] = [
  ['%', ['Half 50% blend']],
  ['50%', ['Half 50% blend']],
  ['_', ['Lot_A']],
  ['t_a', ['Lot_A']],
  ['\\', ['Back\\slash']],
  ['lot', LOTS],
  ['T 0', LOTS.filter((name) => name !== 'Lot_A')],
  ['t_0', []],
  ['L%1', []],
  ['.*', []],
];

/** Texts that would do harm if any of them became part of a statement. */
export const HOSTILE = [
  "' OR '1'='1",
  "'; DROP TABLE locations; --",
  '1) UNION SELECT * FROM public.users --',
  'name; SELECT pg_sleep(1)',
  '"; --',
  'name" DESC; --',
  "\\'; --",
  '$1',
  '$$x$$',
  "E'\\x27",
  'a\0b',
  '{"$ne":null}',
  '../../etc/passwd',
  '\u2019 OR 1=1',
  '/* x */',
];

export type ListCase = {
  readonly path: string;
  readonly sortable: readonly string[];
  /** The field that shows the name of ROWS. */
  readonly shows: string;
  /** Queries and how many rows they leave. */
  readonly filters: [Record<string, string>, number][];
  /** Filters that take only certain values, and those that take any text. */
  readonly closed: readonly string[];
  readonly open?: readonly string[];
  /** Of a filter by an id that is not named as the one field it looks at: those it does. */
  readonly looksAt?: Readonly<Record<string, readonly string[]>>;
  /** Makes rows that stand before and after others. */
  readonly more: (owner: Client) => Promise<unknown>;
};

type Ground = { location: Made; supplier: Made; customer: Made; item: Made };

/** The rows of number `index`, one in every list, all under the name ROWS[index]. */
export async function makeRows(owner: Client, index: number): Promise<void> {
  const name = ROWS[index] ?? '';
  const location = await made(owner, '/locations', { name, locationType: pick(['STORE', 'OFFICE', 'FACTORY'], index) });
  const country = pick(['Italy', 'India'], index);
  const supplier = await made(owner, '/suppliers', {
    name,
    country,
    kind: pick(['YARN', 'FABRIC', 'TRIMS'], index),
    currency: pick(['EUR', 'INR'], index),
    tags: pick([['wool'], ['wool', 'dyed']], index),
    certificates: [
      {
        standard: pick(['GOTS', 'GRS', 'ISO_9001'], index),
        number: pick(['C 7', 'C 12', 'B 1', 'B 2'], index),
        validUntil: pick(['2099-12-31', '2001-01-31', '2098-06-30'], index),
      },
    ],
  });
  const customer = await made(owner, '/customers', {
    name,
    country,
    onHold: index === 4,
    certificates:
      index === 1 || index === 2 ? [{ standard: 'BSCI', number: `A ${index}`, validUntil: '2099-01-31' }] : [],
    kind: pick(['BRAND', 'AGENT', 'RETAILER'], index),
  });
  const openingStock = [{ locationId: location.id, onHand: pick(['5', '40', '300.5'], index) }];
  await sendNamed(owner, name, pick(['suppliers', 'customers', 'items'], index));
  const kind = pick(['PACKAGING', 'CONSUMABLE'], index);
  const [root] = (await owner.call('GET', '/inventory/categories?q=Lot 01')).body.data;
  const below = index % 2 === 1 ? { parentId: root.id } : {};
  await made(owner, '/inventory/categories', { name, ...below });
  const item = await made(owner, '/inventory/items', {
    name,
    category: pick(['Yarn', 'Box'], index),
    kind,
    unit: 'kg',
    openingStock,
  });
  const style = await made(owner, '/inventory/styles', {
    code: `ST-${9 - index}`,
    colourways: [{ code: 'ECR', name: 'Ecru' }],
    sizes: ['M'],
    name,
    kind: pick(['FINISHED_GOODS', 'WORK_IN_PROGRESS'], index),
    season: pick(['SS 27', 'AW 27', 'AW 28'], index),
    categoryId: index % 2 === 0 ? item.categoryId : null,
  });
  await made(owner, '/inventory/prices', {
    itemId: item.id,
    price: '2.5',
    minimumQuantity: pick(['0', '100', '25.5'], index),
    ...(index % 2 === 0 ? { customerId: customer.id } : { customerKind: pick(['BRAND', 'AGENT'], (index - 1) / 2) }),
  });
  if (index === 0) await makeVariant(owner, style);
  await makeDocuments(owner, { location, supplier, customer, item }, index);
  await makeStockRows(owner, { location, supplier, customer, item }, name, index);
}

/** One item of a style, under the style's name. */
async function makeVariant(owner: Client, { id, name }: Made): Promise<void> {
  const { body } = await owner.call('POST', `/inventory/styles/${id}/actions/make-variants`, {});
  await owner.call('PATCH', `/inventory/items/${body.made[0].id}`, { name }, { 'if-match': '"1"' });
}

async function makeDocuments(
  owner: Client,
  { location, supplier, customer, item }: Ground,
  index: number,
): Promise<void> {
  const place = { itemId: item.id, locationId: location.id };
  const quantity = pick(['5', '40', '300.5'], index);
  const order = await made(owner, '/production/orders', {
    ...place,
    quantity,
    customerId: customer.id,
    priority: pick(['LOW', 'HIGH', 'URGENT'], index),
  });
  const kind = pick(['FINAL', 'INCOMING', 'RANDOM'], index);
  const record = await made(owner, '/quality/records', {
    ...place,
    kind,
    supplierId: supplier.id,
    productionOrderId: index % 2 === 0 ? order.id : null,
    quantityInspected: '1',
  });
  const date = { transactionDate: pick(['2026-03-09', '2026-03-10', '2025-12-31'], index), amount: quantity };
  const party =
    index % 2 === 0 ? { type: 'BILL', supplierId: supplier.id } : { type: 'INVOICE', customerId: customer.id };
  const foreign = index < 4 ? { currency: 'USD', fxRate: '0.5' } : {};
  const transaction = await made(owner, '/finance/transactions', {
    ...date,
    ...party,
    ...foreign,
    locationId: location.id,
  });
  if (index % 3 !== 0) return;
  await owner.call('POST', `/production/orders/${order.id}/actions/confirm`);
  await owner.call('POST', `/quality/records/${record.id}/actions/start`);
  await owner.call('POST', `/finance/transactions/${transaction.id}/actions/post`);
}

/** A file called so, of one row. */
async function sendNamed(owner: Client, fileName: string, kind: string): Promise<void> {
  const query = new URLSearchParams({ kind, fileName });
  const answer = await owner.call('POST', `/imports?${query}`, 'name\nA\n', { 'content-type': 'text/csv' });
  if (answer.status !== 201) throw new Error(answer.text);
}

let count = 0;
/** Makes one thing named to come first and one to come last. */
const aroundAll = (path: string, body: object) => async (owner: Client) => {
  count += 1;
  for (const name of [`Aaa ${count}`, `Zzz ${count}`]) await made(owner, path, { name, ...body });
};

/** A document like the newest one of its list, by the fields it needs. */
const oneMore =
  (path: string, fields: readonly string[], more: object = {}) =>
  async (owner: Client) => {
    const [row] = (await owner.call('GET', `${path}?limit=1`)).body.data;
    await made(owner, path, { ...Object.fromEntries(fields.map((field) => [field, row[field]])), ...more });
  };

/** One more entry of the audit log, and no record more. */
async function changeOne(owner: Client): Promise<void> {
  const [{ id, version, city }] = (await owner.call('GET', '/customers?limit=1')).body.data;
  const change = { city: city === 'Biella' ? 'Prato' : 'Biella' };
  const { status } = await owner.call('PATCH', `/customers/${id}`, change, { 'if-match': `"${version}"` });
  if (status !== 200) throw new Error(`PATCH /customers: ${status}`);
}

async function moreCertificates(owner: Client): Promise<void> {
  count += 1;
  const certificates = ['1999-12-31', '2100-01-01'].map((validUntil, index) => ({
    standard: pick(['BCI', 'WRAP'], index),
    number: pick([`Aaa ${count}`, `Zzz ${count}`], index),
    validUntil,
  }));
  await made(owner, '/suppliers', { name: `Certified ${count}`, kind: 'YARN', certificates });
}

async function aroundStyles(owner: Client): Promise<void> {
  count += 1;
  for (const name of [`Aaa ${count}`, `Zzz ${count}`]) await made(owner, '/inventory/styles', { name, code: name });
}

const timed = ['createdAt', 'updatedAt'];

export const LISTS: ListCase[] = [
  // The first one: what the others make is in it too.
  {
    path: '/tenants/current/audit',
    sortable: ['at'],
    shows: 'label',
    filters: [
      [{ entity: 'supplier' }, 10],
      [{ action: 'create' }, 162],
      [{ action: 'confirm', entity: 'production_order' }, 4],
      [{ action: 'confirm', entity: 'supplier' }, 0],
      [{ action: 'create', entity: 'supplier,customer' }, 20],
    ],
    closed: ['entry', 'actor', 'entityId', 'from', 'to'],
    open: ['entity', 'action'],
    more: changeOne,
  },
  {
    path: '/locations',
    sortable: ['name', 'locationType', ...timed],
    shows: 'name',
    filters: [
      [{ locationType: 'STORE' }, 4],
      [{ locationType: 'STORE,FACTORY' }, 7],
      [{ isActive: 'true' }, 11],
      [{ isActive: 'false' }, 0],
    ],
    closed: ['locationType', 'isActive'],
    more: aroundAll('/locations', { locationType: 'STORE' }),
  },
  {
    path: '/imports',
    sortable: timed,
    shows: 'fileName',
    filters: [
      [{ kind: 'suppliers' }, 4],
      [{ kind: 'items', status: 'CHECKED' }, 3],
      [{ status: 'DONE,UNDONE' }, 0],
    ],
    closed: ['status'],
    open: ['kind'],
    more: (owner) => sendNamed(owner, 'More', 'items'),
  },
  {
    path: '/suppliers',
    sortable: ['name', 'code', 'kind', ...timed],
    shows: 'name',
    filters: [
      [{ kind: 'YARN' }, 4],
      [{ kind: 'FABRIC,TRIMS' }, 6],
      [{ country: 'India' }, 5],
      [{ country: 'India', kind: 'YARN' }, 2],
      [{ kind: 'OTHER' }, 0],
      [{ currency: 'INR', kind: 'YARN' }, 2],
    ],
    closed: ['kind', 'archived', 'currency', 'hasExpiringCertificate'],
    open: ['country', 'tag'],
    more: aroundAll('/suppliers', { kind: 'YARN' }),
  },
  {
    path: '/customers',
    sortable: ['name', 'code', 'kind', ...timed],
    shows: 'name',
    filters: [
      [{ kind: 'BRAND' }, 4],
      [{ kind: 'AGENT,RETAILER' }, 6],
      [{ country: 'Italy' }, 5],
      [{ country: 'Italy', kind: 'AGENT,BRAND' }, 3],
      [{ kind: 'OTHER' }, 0],
      [{ onHold: 'true' }, 1],
      [{ onHold: 'false', country: 'Italy' }, 4],
    ],
    closed: ['kind', 'archived', 'currency', 'onHold', 'hasExpiringCertificate'],
    open: ['country', 'tag'],
    more: aroundAll('/customers', { kind: 'BRAND' }),
  },
  {
    path: '/certificates',
    sortable: ['validUntil', 'standard', 'number'],
    shows: 'partnerName',
    filters: [
      [{ standard: 'GOTS' }, 4],
      [{ standard: 'GOTS,GRS' }, 7],
      [{ state: 'EXPIRED' }, 3],
      [{ state: 'VALID,EXPIRED' }, 12],
      [{ state: 'EXPIRING' }, 0],
      [{ expiresWithin: '30' }, 0],
    ],
    closed: ['standard', 'state', 'expiresWithin', 'supplierId', 'customerId', 'ofArchived'],
    more: moreCertificates,
  },
  {
    path: '/inventory/items',
    sortable: ['name', 'sku', 'kind', ...timed],
    shows: 'name',
    filters: [
      [{ kind: 'PACKAGING' }, 5],
      [{ kind: 'PACKAGING,CONSUMABLE' }, 10],
      [{ category: 'Box' }, 5],
      [{ category: 'Box', kind: 'PACKAGING' }, 0],
      [{ category: 'box' }, 0],
    ],
    closed: ['kind', 'archived', 'categoryId', 'styleId'],
    open: ['category'],
    more: aroundAll('/inventory/items', { kind: 'PACKAGING', unit: 'kg' }),
  },
  {
    path: '/inventory/categories',
    sortable: ['name', ...timed],
    shows: 'name',
    filters: [
      [{ parentId: '00000000-0000-7000-8000-000000000000' }, 0],
      [{ archived: 'true' }, 0],
    ],
    closed: ['parentId', 'archived'],
    more: aroundAll('/inventory/categories', {}),
  },
  {
    path: '/inventory/styles',
    sortable: ['name', 'code', ...timed],
    shows: 'name',
    filters: [
      [{ kind: 'FINISHED_GOODS' }, 5],
      [{ season: 'SS 27' }, 4],
      [{ season: 'AW 27', kind: 'WORK_IN_PROGRESS' }, 2],
      [{ season: 'aw 27' }, 0],
    ],
    closed: ['kind', 'archived', 'categoryId'],
    open: ['season'],
    more: aroundStyles,
  },
  {
    path: '/inventory/prices',
    sortable: ['itemName', 'sku', 'minimumQuantity', ...timed],
    shows: 'itemName',
    filters: [
      [{ customerKind: 'BRAND' }, 3],
      [{ customerKind: 'AGENT,BRAND' }, 5],
      [{ customerKind: 'OTHER' }, 0],
    ],
    closed: ['itemId', 'customerId', 'customerKind', 'archived'],
    more: oneMore('/inventory/prices', ['itemId'], { price: '1', currency: 'USD' }),
  },
  ...STOCK_LISTS,
  {
    path: '/production/orders',
    sortable: ['number', 'status', 'quantity', ...timed],
    shows: 'itemName',
    filters: [
      [{ status: 'DRAFT' }, 6],
      [{ status: 'CONFIRMED,DRAFT' }, 10],
      [{ priority: 'LOW,URGENT' }, 7],
      [{ priority: 'LOW', status: 'DRAFT' }, 0],
      [{ status: 'CLOSED' }, 0],
    ],
    closed: ['status', 'priority', 'itemId', 'locationId', 'customerId', 'archived'],
    more: oneMore('/production/orders', ['itemId', 'locationId', 'quantity']),
  },
  {
    path: '/quality/records',
    sortable: ['number', 'status', 'kind', ...timed],
    shows: 'itemName',
    filters: [
      [{ status: 'PENDING' }, 6],
      [{ status: 'PENDING,IN_PROGRESS' }, 10],
      [{ kind: 'FINAL,RANDOM' }, 7],
      [{ kind: 'FINAL', status: 'PENDING' }, 0],
      [{ status: 'ACCEPTED' }, 0],
    ],
    closed: ['status', 'kind', 'itemId', 'locationId', 'supplierId', 'productionOrderId', 'archived'],
    more: oneMore('/quality/records', ['itemId', 'locationId', 'kind', 'quantityInspected']),
  },
  {
    path: '/finance/transactions',
    sortable: ['number', 'transactionDate', 'status', 'type', 'companyAmount', ...timed],
    shows: 'locationName',
    filters: [
      [{ type: 'BILL' }, 5],
      [{ type: 'BILL,INVOICE' }, 10],
      [{ status: 'POSTED' }, 4],
      [{ currency: 'USD' }, 4],
      [{ currency: 'USD', status: 'DRAFT' }, 2],
      [{ type: 'EXPENSE' }, 0],
    ],
    closed: ['type', 'status', 'locationId', 'supplierId', 'customerId', 'currency', 'archived'],
    more: oneMore('/finance/transactions', ['locationId', 'amount'], {
      type: 'EXPENSE',
      transactionDate: '2026-03-10',
    }),
  },
];
