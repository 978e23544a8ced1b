import type { Locator, Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { got, listed, type Made, made } from '../integration/support';
import { type Company, makeCompany } from '../support/api';
import { type Browser, chromiumPath } from '../support/browser';
import { eventually, signInAt, unexpected, withConsole } from '../support/console';
import { hire } from '../support/crew';

const DOCUMENTS = '/inventory/documents';

/** Stock that comes, goes and is counted, in a real Chromium. */
describe.skipIf(!chromiumPath)('the screens of stock', () => {
  const site = withConsole();
  let company: Company;
  let browser: Browser;
  let north: Made;
  let south: Made;
  let yarn: Made;

  beforeEach(async () => {
    company = await makeCompany({ name: 'Maglificio Orsa', country: 'Italy' });
    north = await made(company.owner, '/locations', { name: 'North', locationType: 'WAREHOUSE' });
    south = await made(company.owner, '/locations', { name: 'South', locationType: 'WAREHOUSE' });
    yarn = await made(company.owner, '/inventory/items', {
      sku: 'YRN-30',
      name: 'Cotton 30/1',
      kind: 'RAW_MATERIAL',
      unit: 'kg',
      tracking: 'LOT',
      barcode: '8012345678907',
    });
  });

  const openAs = async (email: string, path: string): Promise<Page> => {
    browser = await site.open();
    const page = await browser.page();
    await signInAt(page, site.served.base, email);
    await page.goto(`${site.served.base}${path}`);
    return page;
  };
  const manager = () => hire(company.id, 'Marta Riva', 'MANAGER');
  const receipt = (quantity: string, number = 'L-1', item = yarn) =>
    made(company.owner, DOCUMENTS, {
      type: 'RECEIPT',
      post: true,
      locationId: north.id,
      lines: [{ itemId: item.id, quantity, unitCost: '4', ...(item === yarn && { lot: { number } }) }],
    });
  const line = (page: Page, number: number): Locator =>
    page.getByRole('group', { name: `Line ${number}`, exact: true });
  const stockAt = async (place: Made) =>
    (await listed(company.owner, `/inventory/stock?locationId=${place.id}`))
      .map(({ onHand }) => onHand)
      .filter((onHand) => onHand !== '0.0000');
  const isFocused = (page: Page, field: Locator) => field.and(page.locator(':focus')).count();
  const done = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

  it('should take a receipt with a new lot by the keyboard alone, and post it once, however often it is clicked', async () => {
    const page = await openAs((await manager()).email, DOCUMENTS);
    await page.getByRole('link', { name: 'New document' }).first().click();
    await page.getByLabel('Type').selectOption({ label: 'Goods receipt' });
    await page.getByLabel(/^Location/).selectOption({ label: 'North' });
    await line(page, 1).getByLabel('Item').focus();
    // As a scanner does it.
    await page.keyboard.type('8012345678907');
    await page.keyboard.press('Enter');
    await eventually(() => isFocused(page, line(page, 1).getByLabel('Lot', { exact: true }))).toBe(1);
    await page.keyboard.type('DL-77');
    await page.keyboard.press('Enter');
    await page.keyboard.type('120.5');
    await line(page, 1).getByLabel('Unit cost').fill('3.25');
    await line(page, 1).getByText('Details of the new lot').click();
    await line(page, 1).getByLabel('Dye lot').fill('N-12');
    await line(page, 1).getByLabel('Status').focus();
    await page.keyboard.press('Enter');
    await line(page, 2).waitFor();
    await page.getByText('Total: 120.5').waitFor();
    await done(page, 'Post').dblclick();
    await page.getByRole('heading', { level: 1, name: /^GRN-/ }).waitFor();
    await page.getByRole('main').getByText('Posted', { exact: true }).first().waitFor();
    await page.getByRole('table', { name: 'What it moved' }).getByText('Cotton 30/1 · DL-77').waitFor();
    const documents = await listed(company.owner, DOCUMENTS);
    expect(documents.map(({ status }) => status)).toEqual(['POSTED']);
    const { lines } = await got(company.owner, DOCUMENTS, documents[0]?.id ?? '');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ lotNumber: 'DL-77', quantity: '120.5000', unitCost: '3.250000' });
    expect(await got(company.owner, '/inventory/lots', lines[0].lotId)).toMatchObject({ dyeLot: 'N-12' });
    expect(unexpected(browser.faults)).toEqual([]);
  });

  it('should refuse more than there is at its line, keep what was typed, and post what was corrected', async () => {
    await receipt('40');
    const page = await openAs((await manager()).email, `${DOCUMENTS}/new?type=ISSUE`);
    await page.getByLabel(/^Location/).selectOption({ label: 'North' });
    await page.getByLabel('Reference').fill('Order 12');
    await line(page, 1).getByLabel('Item').fill('cotton');
    await page.getByRole('option', { name: 'Cotton 30/1' }).click();
    await line(page, 1).getByLabel('Lot', { exact: true }).fill('L-1');
    await page.getByRole('option', { name: 'L-1' }).click();
    await line(page, 1).getByText('40.00 kg here').waitFor();
    await line(page, 1).getByLabel('Quantity').fill('41');
    await done(page, 'Post').click();
    await line(page, 1).getByText('North has 40.0000 kg', { exact: false }).waitFor();
    const quantity = line(page, 1).getByLabel('Quantity');
    expect(await isFocused(page, quantity)).toBe(1);
    expect(await page.getByLabel('Reference').inputValue()).toBe('Order 12');
    expect(await listed(company.owner, `${DOCUMENTS}?type=ISSUE`)).toEqual([]);
    await quantity.fill('15');
    await done(page, 'Post').click();
    await page.getByRole('heading', { level: 1, name: /^ISS-/ }).waitFor();
    expect(await stockAt(north)).toEqual(['25.0000']);
    expect(unexpected(browser.faults, 422)).toEqual([]);
  });

  it('should send a transfer on its way, and write off what did not come', async () => {
    await receipt('40');
    const page = await openAs((await manager()).email, `${DOCUMENTS}/new?type=TRANSFER`);
    await page.getByLabel(/^From/).selectOption({ label: 'North' });
    await page.getByLabel(/^To/).selectOption({ label: 'South' });
    await page.getByLabel('How').selectOption({ label: 'On the way in between' });
    await line(page, 1).getByLabel('Item').fill('YRN-30');
    await page.keyboard.press('Enter');
    await line(page, 1).getByLabel('Lot', { exact: true }).fill('L-1');
    await line(page, 1).getByLabel('Quantity').fill('30');
    await done(page, 'Save as draft').click();
    await page.getByRole('heading', { level: 1, name: /^TRN-/ }).waitFor();
    await done(page, 'Post').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Post' }).click();
    await page.getByRole('main').getByText('On the way', { exact: true }).first().waitFor();
    await done(page, 'Receive').click();
    const dialog = page.getByRole('dialog', { name: 'has come?' });
    await dialog.getByText('Everything has come.').waitFor();
    await dialog.getByLabel('Came: Cotton 30/1').fill('31');
    await done(page, 'Receive').last().click();
    await dialog.getByText('Only 30.0000 were sent').waitFor();
    await dialog.getByLabel('Came: Cotton 30/1').fill('28');
    await dialog.getByText('2.00 kg has not come and is written off').waitFor();
    await done(page, 'Receive').last().dblclick();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('table', { name: 'What it moved' }).getByText('Loss and gain').waitFor();
    expect([await stockAt(north), await stockAt(south)]).toEqual([['10.0000'], ['28.0000']]);
    expect(unexpected(browser.faults, 422)).toEqual([]);
  });

  it('should take a posted document back by a linked one, and say so on both', async () => {
    const { id, number } = await receipt('40');
    const page = await openAs((await manager()).email, `${DOCUMENTS}/${id}`);
    await done(page, 'Reverse').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Reverse' }).click();
    await page.getByText('Takes back').waitFor();
    expect(await done(page, 'Reverse').count()).toBe(0);
    await page.getByRole('link', { name: number }).click();
    await page.getByRole('main').getByText('Reversed', { exact: true }).first().waitFor();
    await page.getByText('Taken back by').waitFor();
    expect(await stockAt(north)).toEqual([]);
    expect(unexpected(browser.faults)).toEqual([]);
  });

  it('should offer nobody what their role does not include', async () => {
    const { id } = await receipt('40');
    const page = await openAs((await hire(company.id, 'Elio Conti', 'EMPLOYEE')).email, `${DOCUMENTS}/${id}`);
    await page.getByRole('table', { name: 'What it moved' }).waitFor();
    expect(await done(page, 'Reverse').count()).toBe(0);
    expect(await page.getByText('Unit cost').count()).toBe(0);
    await page.goto(`${site.served.base}${DOCUMENTS}/new?type=DAMAGE`);
    await page.getByText('somebody who may adjust stock posts it', { exact: false }).waitFor();
    expect(await done(page, 'Post').count()).toBe(0);
    expect(unexpected(browser.faults)).toEqual([]);
  });

  it('should change a draft, and keep it where posting is refused', async () => {
    await receipt('40');
    const lot = (await listed(company.owner, '/inventory/lots'))[0]?.id;
    const draft = await made(company.owner, DOCUMENTS, {
      type: 'ISSUE',
      locationId: north.id,
      lines: [{ itemId: yarn.id, lotId: lot, quantity: '5' }],
    });
    const page = await openAs((await manager()).email, `${DOCUMENTS}/${draft.id}`);
    await page.getByRole('link', { name: 'Edit' }).click();
    await line(page, 1).getByLabel('Quantity').fill('400');
    await done(page, 'Save and post').click();
    await line(page, 1).getByText('North has 40.0000 kg', { exact: false }).waitFor();
    await line(page, 1).getByLabel('Quantity').fill('8');
    await done(page, 'Save and post').click();
    await page.getByRole('table', { name: 'What it moved' }).getByText('8.00 kg').waitFor();
    expect(await stockAt(north)).toEqual(['32.0000']);
    expect(unexpected(browser.faults, 422)).toEqual([]);
  });

  it('should keep what was typed where somebody else saved first, and say who, and what differs', async () => {
    await receipt('40');
    const lot = (await listed(company.owner, '/inventory/lots'))[0]?.id;
    const lines = (quantity: string) => [{ itemId: yarn.id, lotId: lot, quantity }];
    const draft = await made(company.owner, DOCUMENTS, { type: 'ISSUE', locationId: north.id, lines: lines('5') });
    const change = (body: object, version: number) =>
      company.owner.call('PATCH', `${DOCUMENTS}/${draft.id}`, body, { 'if-match': `"${version}"` });
    const page = await openAs((await manager()).email, `${DOCUMENTS}/${draft.id}/edit`);
    await line(page, 1).getByLabel('Quantity').fill('8');
    await page.getByLabel('Reference').fill('Order 12');
    expect((await change({ reference: 'Order 7', lines: lines('6') }, 1)).status).toBe(200);
    await done(page, 'Save').click();
    const alert = page.getByRole('alert');
    await alert.getByText(/^Changed by .+ What you have typed is still here/).waitFor();
    expect(await line(page, 1).getByLabel('Quantity').inputValue()).toBe('8');
    await alert.getByRole('button', { name: 'Compare' }).click();
    await alert.getByRole('row', { name: 'Reference Order 7 Order 12' }).waitFor();
    await alert.getByRole('row', { name: 'Line 1 Cotton 30/1 · L-1 · 6 kg Cotton 30/1 · L-1 · 8 kg' }).waitFor();
    await alert.getByRole('button', { name: 'Keep mine, and save it over theirs next' }).click();
    await done(page, 'Save').click();
    await page.getByRole('heading', { level: 1, name: /^ISS-/ }).waitFor();
    await page.getByRole('table', { name: 'Who has done what' }).getByText('Marta Riva').waitFor();
    const { reference, lines: saved } = await got(company.owner, DOCUMENTS, draft.id);
    expect([reference, saved[0].quantity]).toEqual(['Order 12', '8.0000']);
    // Once more, and theirs is taken.
    await page.getByRole('link', { name: 'Edit' }).click();
    await page.getByLabel('Reference').fill('Order 13');
    expect((await change({ reference: 'Order 8' }, 3)).status).toBe(200);
    await done(page, 'Save').click();
    await alert.getByRole('button', { name: 'Reload and drop my changes' }).click();
    await eventually(() => page.getByLabel('Reference').inputValue()).toBe('Order 8');
    // And once more, and there is no draft any more.
    await page.getByLabel('Reference').fill('Order 14');
    await company.owner.call('POST', `${DOCUMENTS}/${draft.id}/actions/post`, undefined, {
      'idempotency-key': 'once-1',
    });
    await done(page, 'Save').click();
    await alert.getByText('It is no draft any more', { exact: false }).waitFor();
    expect(await page.getByLabel('Reference').inputValue()).toBe('Order 14');
    expect(unexpected(browser.faults, 412, 409)).toEqual([]);
  });

  it('should take lots one after the other as a scanner sends them, with all that is free of each', async () => {
    await receipt('40');
    await receipt('10', 'L-2');
    const page = await openAs((await manager()).email, `${DOCUMENTS}/new?type=DISPATCH`);
    await page.getByLabel(/^Location/).selectOption({ label: 'North' });
    const scan = page.getByLabel('Scan items or lots');
    await scan.focus();
    for (const code of ['L-1', 'L-2', 'L-1']) {
      await page.keyboard.type(code);
      await page.keyboard.press('Enter');
    }
    await page.getByText('L-1 is already in line 1.').waitFor();
    expect(await isFocused(page, scan)).toBe(1);
    expect(await line(page, 1).getByLabel('Quantity').inputValue()).toBe('40');
    expect(await line(page, 2).getByLabel('Lot', { exact: true }).inputValue()).toBe('L-2');
    await page.keyboard.type('nothing');
    await page.keyboard.press('Enter');
    await page.getByText('Nothing has the code nothing.').waitFor();
    // Into the field of an item a lot can be scanned, too.
    await done(page, 'Remove line 2').click();
    await done(page, 'Add a line').click();
    await page.keyboard.type('L-2');
    await page.keyboard.press('Enter');
    await eventually(() => line(page, 2).getByLabel('Lot', { exact: true }).inputValue()).toBe('L-2');
    await line(page, 2).getByLabel('Quantity').fill('4');
    await done(page, 'Post').click();
    await page.getByRole('heading', { level: 1, name: /^DSP-/ }).waitFor();
    expect(await stockAt(north)).toEqual(['6.0000']);
    expect(unexpected(browser.faults, 404)).toEqual([]);
  });

  it('should have hundreds of lines changed, some at a time, and show the one that is refused', async () => {
    const cones = { sku: 'CON-1', name: 'Paper cones', kind: 'PACKAGING', unit: 'pcs' };
    const item = await made(company.owner, '/inventory/items', cones);
    await receipt('1000', '', item);
    const lines = Array.from({ length: 420 }, () => ({ itemId: item.id, quantity: '1' }));
    const draft = await made(company.owner, DOCUMENTS, { type: 'ISSUE', locationId: north.id, lines });
    const page = await openAs((await manager()).email, `${DOCUMENTS}/${draft.id}`);
    await page.getByRole('link', { name: 'Edit' }).click();
    await line(page, 100).waitFor();
    expect(await line(page, 101).count()).toBe(0);
    await page.getByRole('combobox', { name: 'Lines on the screen' }).selectOption({ label: 'Lines 301–400 of 420' });
    await line(page, 350).getByLabel('Quantity').fill('x');
    await done(page, 'Lines after').click();
    await done(page, 'Add a line').click();
    await eventually(() => isFocused(page, line(page, 421).getByLabel('Item'))).toBe(1);
    await page.keyboard.type('CON-1');
    await page.keyboard.press('Enter');
    await eventually(() => line(page, 421).getByLabel('Item').inputValue()).toBe('Paper cones');
    await line(page, 421).getByLabel('Quantity').fill('5');
    await done(page, 'Save').click();
    await eventually(() => isFocused(page, line(page, 350).getByLabel('Quantity'))).toBe(1);
    await page.keyboard.press('Control+A');
    await page.keyboard.type('3');
    await done(page, 'Save').click();
    await page.getByRole('heading', { level: 1, name: /^ISS-/ }).waitFor();
    const saved = (await got(company.owner, DOCUMENTS, draft.id)).lines;
    expect([saved.length, saved[349].quantity, saved[420].quantity]).toEqual([421, '3.0000', '5.0000']);
    expect(unexpected(browser.faults, 400)).toEqual([]);
  });

  it('should lead from a balance to what moved it and what is promised of it, and compare it with its ledger', async () => {
    await receipt('40');
    await receipt('10', 'L-2');
    const [row] = await listed(company.owner, '/inventory/lots?q=L-1');
    const promised = { itemId: yarn.id, locationId: north.id, lotId: row?.id, quantity: '12', reference: 'Order 9' };
    await made(company.owner, '/inventory/reservations', promised);
    const page = await openAs((await hire(company.id, 'Ada Neri', 'ADMIN')).email, '/inventory/stock');
    await page.getByText('Not yet compared with its ledger').waitFor();
    await done(page, 'Compare now').click();
    await page.getByText('Compared: everything fits').waitFor();
    await page.getByText('all fits', { exact: false }).waitFor();
    await page.getByRole('grid').getByText('L-1').click();
    const drawer = page.getByRole('article');
    await drawer.getByRole('table', { name: 'Reservations' }).getByText('Order 9').waitFor();
    await drawer
      .getByRole('table', { name: 'History at this location, newest first' })
      .getByText('+40.00 kg')
      .waitFor();
    await drawer.getByText('28.00 kg').waitFor();
    await drawer.getByRole('link', { name: 'Purchase' }).click();
    await page.getByRole('heading', { level: 1, name: /^GRN-/ }).waitFor();
    expect(unexpected(browser.faults)).toEqual([]);
  });

  it('should promise some of a balance, of the lot or of any, and give it free again', async () => {
    await receipt('40');
    await receipt('10', 'L-2');
    const page = await openAs((await manager()).email, '/inventory/stock');
    await page.getByRole('grid').getByText('L-2').click();
    const drawer = page.getByRole('article');
    await drawer.getByText('Nothing of it is reserved.').waitFor();
    await drawer.getByRole('button', { name: 'Reserve' }).click();
    const dialog = page.getByRole('dialog', { name: 'Reserve Cotton 30/1' });
    await dialog.getByLabel(/^Quantity/).fill('12');
    await dialog.getByLabel('Reference').fill('Order 9');
    await dialog.getByRole('button', { name: 'Reserve' }).click();
    await dialog.getByText(/^Only 10(\.0+)? is free here/).waitFor();
    expect(await dialog.getByLabel('Reference').inputValue()).toBe('Order 9');
    // Of any lot there is enough.
    await dialog.getByRole('radio', { name: 'Any lot of the item at this location' }).check();
    await dialog.getByRole('button', { name: 'Reserve' }).dblclick();
    await dialog.waitFor({ state: 'detached' });
    const promised = drawer.getByRole('row', { name: /^Order 9 any lot 12.00 kg/ });
    await promised.waitFor();
    expect((await listed(company.owner, '/inventory/reservations')).map(({ lotId }) => lotId)).toEqual([null]);
    await promised.getByRole('button', { name: 'Release: Order 9' }).click();
    await page.getByText('12.00 kg can be used by everybody again.', { exact: false }).waitFor();
    await page.getByRole('dialog', { name: 'Release Order 9?' }).getByRole('button', { name: 'Release' }).click();
    await drawer.getByText('Nothing of it is reserved.').waitFor();
    await drawer.getByRole('button', { name: 'Reserve' }).click();
    await dialog.getByLabel(/^Quantity/).fill('4');
    await dialog.getByRole('button', { name: 'Reserve' }).click();
    await drawer.getByRole('row', { name: /L-2 4.00 kg/ }).waitFor();
    const open = await listed(company.owner, '/inventory/reservations?status=ACTIVE');
    expect(open.map(({ lotNumber, quantity }) => [lotNumber, quantity])).toEqual([['L-2', '4.0000']]);
    expect(unexpected(browser.faults, 422)).toEqual([]);
  });

  it('should offer to order the stock by quantity only of one item', async () => {
    await receipt('40');
    const page = await openAs((await hire(company.id, 'Ada Neri', 'ADMIN')).email, '/inventory/stock?sort=-onHand');
    const order = (name: string) => page.getByRole('columnheader', { name }).getByRole('button');
    await order('Item').waitFor();
    expect([await order('Item').count(), await order('On hand').count()]).toEqual([1, 0]);
    await page.goto(`${new URL(page.url()).origin}${new URL(page.url()).pathname}?itemId=${yarn.id}`);
    await order('On hand').click();
    await page.getByRole('columnheader', { name: 'On hand' }).and(page.locator('[aria-sort=ascending]')).waitFor();
    expect(unexpected(browser.faults)).toEqual([]);
  });

  it('should say in the navigation how many alerts are open, and that somebody knows of one', async () => {
    const levels = { reorderPoint: '50' };
    const cones = { sku: 'CON-1', name: 'Paper cones', kind: 'PACKAGING', unit: 'pcs', ...levels };
    await receipt('20', '', await made(company.owner, '/inventory/items', cones));
    const page = await openAs((await hire(company.id, 'Elio Conti', 'EMPLOYEE')).email, '/');
    await page.getByRole('link', { name: 'Alerts 1 open alert' }).click();
    await page.getByRole('grid').getByText('Low stock').click();
    const drawer = page.getByRole('article');
    await drawer.getByText('20 pcs').waitFor();
    await done(page, 'Acknowledge').click();
    await eventually(() => done(page, 'Acknowledge').count()).toBe(0);
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Alerts', exact: true }).waitFor();
    expect((await listed(company.owner, '/inventory/alerts'))[0]?.status).toBe('ACKNOWLEDGED');
    expect(unexpected(browser.faults)).toEqual([]);
  });

  it('should be counted blind, with what nobody expected, and set right once somebody approves', async () => {
    await receipt('40');
    const cones = { sku: 'CON-1', name: 'Paper cones', kind: 'PACKAGING', unit: 'pcs' };
    await made(company.owner, '/inventory/items', cones);
    const counter = await openAs((await hire(company.id, 'Elio Conti', 'EMPLOYEE')).email, '/inventory/counts');
    await done(counter, 'New count').first().click();
    await counter
      .getByRole('dialog')
      .getByLabel(/^Location/)
      .selectOption({ label: 'North' });
    await done(counter, 'Start counting').click();
    await counter.getByText('0 of 1 lines counted').waitFor();
    expect(await counter.getByText('40.00').count()).toBe(0);
    await counter.getByLabel('Counted: Cotton 30/1 · L-1').fill('38,5');
    await done(counter, 'Save what was counted').click();
    await counter.getByText('decimal number', { exact: false }).first().waitFor();
    await counter.getByLabel('Counted: Cotton 30/1 · L-1').fill('38.5');
    await done(counter, 'Something else was found').click();
    const found = counter.getByRole('dialog', { name: 'Something else was found' });
    await found.getByLabel(/^Item/).fill('CON-1');
    await counter.keyboard.press('Enter');
    await found.getByLabel(/^Counted/).fill('7');
    await eventually(() => found.getByLabel(/^Item/).inputValue()).toBe('Paper cones');
    await found.getByRole('button', { name: 'Save' }).click();
    await counter.getByLabel('Counted: Paper cones').waitFor();
    expect(await counter.getByLabel('Counted: Cotton 30/1 · L-1').inputValue()).toBe('38.5');
    await done(counter, 'Hand in').click();
    await counter.getByRole('dialog').getByRole('button', { name: 'Hand in' }).click();
    await counter.getByRole('table', { name: 'Lines' }).getByText('-1.50 kg').waitFor();
    expect(await done(counter, 'Approve and post').count()).toBe(0);
    expect(unexpected(browser.faults, 400)).toEqual([]);

    const [count] = await listed(company.owner, '/inventory/counts');
    const page = await openAs((await manager()).email, `/inventory/counts/${count?.id}`);
    await done(page, 'Approve and post').click();
    await page.getByText('2 lines differ', { exact: false }).waitFor();
    await done(page, 'Approve and post').last().click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect((await stockAt(north)).sort()).toEqual(['38.5000', '7.0000']);
    expect(unexpected(browser.faults)).toEqual([]);
  });
});
