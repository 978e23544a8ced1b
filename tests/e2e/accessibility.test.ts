import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { listed, made } from '../integration/support';
import { type Client, type Company, makeCompany } from '../support/api';
import { ALL_RULES, axeFaults, COLOUR_RULES } from '../support/axe';
import { answersOf, chromiumPath, SETTLED } from '../support/browser';
import { signInAt, unexpected, withConsole } from '../support/console';
import { hire } from '../support/crew';
import { importsBy } from '../support/imports';
import { makeRecords, type RecordKind } from '../support/records';

type Records = Readonly<Record<RecordKind, { readonly id: string }>>;
/** Ids of what is not among the records of every company: a draft, and files that were run and that have faults. */
type Made = { readonly draft: string; readonly done: string; readonly faulty: string };
/** What is to be on the screen before a page is looked at. */
type Ready = (page: Page) => Promise<unknown>;
type Visit = readonly [path: string, ready: Ready];

const heading =
  (name: string | RegExp): Ready =>
  (page) =>
    page.getByRole('heading', { level: 1, name }).waitFor();
const drawer: Ready = (page) => page.getByRole('dialog').getByRole('article').waitFor();
const text =
  (words: string): Ready =>
  (page) =>
    page.getByText(words, { exact: false }).first().waitFor();

const OUTSIDE: readonly Visit[] = [
  ['/sign-in', heading(/./)],
  ['/register', heading(/./)],
  ['/forgot-password', heading(/./)],
  ['/reset-password#token=none', heading(/./)],
];

const pagesOf = (records: Records, balance: string, made: Made): readonly Visit[] => [
  ['/', heading(/Good/)],
  ['/account', heading('Your account')],
  ['/locations', heading('Locations')],
  [`/locations/${records.location.id}`, drawer],
  ['/locations/new', heading('New location')],
  [`/locations/${records.location.id}/edit`, heading(/^Edit/)],
  ['/suppliers', heading('Suppliers')],
  [`/suppliers/${records.supplier.id}`, drawer],
  ['/suppliers/new', heading('New supplier')],
  [`/suppliers/${records.supplier.id}/edit`, heading(/./)],
  ['/customers', heading('Customers')],
  [`/customers/${records.customer.id}`, drawer],
  ['/inventory/items', heading('Items')],
  [`/inventory/items/${records.item.id}`, drawer],
  ['/inventory/styles', heading('Styles')],
  [`/inventory/styles/${records.style.id}`, drawer],
  ['/inventory/categories', heading('Categories')],
  ['/inventory/stock', heading('Stock')],
  [`/inventory/stock/${balance}`, drawer],
  ['/inventory/documents', heading('Stock documents')],
  [`/inventory/documents/${records.stockDocument.id}`, text('Who has done what')],
  ['/inventory/documents/new?type=RECEIPT', heading('New document')],
  ['/inventory/documents/new?type=TRANSFER', heading('New document')],
  [`/inventory/documents/${made.draft}/edit`, heading(/^Change/)],
  ['/inventory/alerts', heading('Alerts')],
  [`/inventory/alerts/${records.stockAlert.id}`, drawer],
  ['/inventory/counts', heading('Counts')],
  [`/inventory/counts/${records.stockCount.id}`, text('lines counted')],
  ['/production/orders', heading('Production orders')],
  [`/production/orders/${records.order.id}`, drawer],
  ['/quality/records', heading('Quality records')],
  [`/quality/records/${records.record.id}`, drawer],
  ['/finance/transactions', heading('Transactions')],
  [`/finance/transactions/${records.transaction.id}`, drawer],
  ['/imports', heading('Imports')],
  ['/imports/new', heading('Import a file')],
  [`/imports/${records.import.id}`, text('What would happen')],
  [`/imports/${made.done}`, text('What became of the rows')],
  [`/imports/${made.faulty}`, text('How to mend it')],
  ['/people', heading('People')],
  [`/people/${records.member.id}`, (page) => page.getByRole('dialog').waitFor()],
  ['/roles', heading('Roles')],
  ['/api-keys', heading('API keys')],
  ['/support', heading('Support')],
  ['/settings', heading('Settings')],
  ['/audit', heading('Audit log')],
  ['/companies/new', heading(/./)],
  ['/nowhere', heading('There is no such page')],
];

/** Questions over a page, by the button that asks them. */
const DIALOGS: readonly (readonly [path: (records: Records, balance: string) => string, button: string | RegExp])[] = [
  [() => '/inventory/items', 'New item'],
  [() => '/inventory/styles', 'New style'],
  [() => '/inventory/categories', 'New category'],
  [() => '/inventory/counts', 'New count'],
  [({ item }) => `/inventory/items/${item.id}`, 'Levels of a location'],
  [({ item }) => `/inventory/items/${item.id}`, 'New price'],
  [({ item }) => `/inventory/items/${item.id}`, 'Edit'],
  [(_, balance) => `/inventory/stock/${balance}`, 'Reserve'],
  [() => '/people', /^Invite/],
  [() => '/roles', 'New role'],
  [({ import: { id } }) => `/imports/${id}`, 'Import all rows'],
];

const isOfGoods = (path: string) => path.startsWith('/inventory/');

/** How a page is looked at: in the light, in the dark and on a phone, one after the other where it stands. */
const LOOKS = [
  ['light', 'light', { width: 1280, height: 800 }, ALL_RULES],
  // Only colours are other ones.
  ['dark', 'dark', { width: 1280, height: 800 }, COLOUR_RULES],
  ['on a phone', 'light', { width: 360, height: 740 }, ALL_RULES],
] as const;

async function faultsOf(page: Page, where: string): Promise<string[]> {
  const found: string[] = [];
  for (const [look, colorScheme, size, rules] of LOOKS) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize(size);
    await page.evaluate(SETTLED);
    found.push(...(await axeFaults(page, rules)).map((fault) => `${where}, ${look}: ${fault}`));
  }
  await page.setViewportSize(LOOKS[0][2]);
  return found;
}

async function makeOthers(owner: Client, { item, location }: Records): Promise<Made> {
  const lines = [{ itemId: item.id, quantity: '1' }];
  const draft = await made(owner, '/inventory/documents', { type: 'RECEIPT', locationId: location.id, lines });
  const items = importsBy(owner, 'items');
  const done = await items.imported('sku,name,kind,unit\nZ-1,Cones,PACKAGING,pcs\n');
  const faulty = await items.staged('sku,name,kind,unit\nZ-2,Cones,BOX,pcs\nZ-3,,PACKAGING,pcs\n');
  return { draft: draft.id, done: done.id, faulty: faulty.id };
}

describe.skipIf(!chromiumPath)('the console, by WCAG 2.2 AA', () => {
  const site = withConsole();
  let company: Company;
  let email: string;
  let records: Records;
  let balance: string;
  let others: Made;

  beforeAll(async () => {
    company = await makeCompany({ name: 'Maglificio Orsa', country: 'Italy' });
    records = await makeRecords(company.owner);
    ({ email } = await hire(company.id, 'Ada Neri', 'ADMIN'));
    const rows = await listed(company.owner, '/inventory/stock?status=AVAILABLE&limit=200');
    const [row] = rows.filter(({ available }) => /[1-9]/.test(available));
    others = await makeOthers(company.owner, records);
    balance = [row?.itemId, row?.locationId, row?.lotId ?? '-', row?.status].join('_');
  });

  const parts: [string, (path: string) => boolean][] = [
    ['of goods', isOfGoods],
    ['of all the rest', (path) => !isOfGoods(path)],
  ];

  it.each(parts)('should have no fault on any page %s', async (_, isOfPart) => {
    const browser = await site.open();
    const page = await browser.page();
    const answered = answersOf(page);
    const found: string[] = [];
    const visit = async ([path, ready]: Visit) => {
      await page.goto(`${site.served.base}${path}`);
      await ready(page);
      await answered();
      found.push(...(await faultsOf(page, path)));
    };
    for (const each of OUTSIDE.filter(([path]) => isOfPart(path))) await visit(each);
    await signInAt(page, site.served.base, email);
    for (const each of pagesOf(records, balance, others).filter(([path]) => isOfPart(path))) await visit(each);
    expect(found).toEqual([]);
    expect(unexpected(browser.faults, 404)).toEqual([]);
  });

  it('should have no fault in any question over a page', async () => {
    const browser = await site.open();
    const page = await browser.page();
    const answered = answersOf(page);
    await signInAt(page, site.served.base, email);
    const found: string[] = [];
    for (const [path, button] of DIALOGS) {
      await page.goto(`${site.served.base}${path(records, balance)}`);
      const dialogs = page.getByRole('dialog');
      const opener = page.getByRole('button', { name: button, exact: true }).first();
      await opener.waitFor();
      const before = await dialogs.count();
      await opener.click();
      await dialogs.nth(before).waitFor();
      await answered();
      found.push(...(await faultsOf(page, String(button))));
    }
    expect(found).toEqual([]);
  });

  it('should have no fault where a role does not include a screen', async () => {
    const employee = await hire(company.id, 'Elio Conti', 'EMPLOYEE');
    const browser = await site.open();
    const page = await browser.page();
    await signInAt(page, site.served.base, employee.email);
    await page.goto(`${site.served.base}/imports`);
    await heading('This screen is not part of your role')(page);
    expect(await axeFaults(page)).toEqual([]);
  });
});
