import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { listed, made } from '../integration/support';
import { type Company, makeCompany } from '../support/api';
import { type Browser, chromiumPath } from '../support/browser';
import { eventually, signInAt, unexpected, withConsole } from '../support/console';
import { hire } from '../support/crew';
import { connectAs } from '../support/database';
import { importsBy } from '../support/imports';

const YARNS =
  'Codice;Nome;Genere;UM;Costo\nYRN-1;Cotton 30/1;Filato;kg;3,25\nYRN-2;Cotton 20/1;Filato;kg;2,9\nYRN-3;;Filato;kg;1\n';

/** Files that become records, in a real Chromium. */
describe.skipIf(!chromiumPath)('importing files', () => {
  const site = withConsole();
  let company: Company;
  let browser: Browser;

  beforeEach(async () => {
    company = await makeCompany({ name: 'Maglificio Orsa', country: 'Italy' });
  });

  const openAs = async (email: string, path: string, options: Parameters<typeof site.open>[0] = {}): Promise<Page> => {
    browser = await site.open(options);
    const page = await browser.page();
    await signInAt(page, site.served.base, email);
    await page.goto(`${site.served.base}${path}`);
    return page;
  };
  const manager = () => hire(company.id, 'Marta Riva', 'MANAGER');
  const choose = async (page: Page, name: string, text: string) => {
    await page.locator('input[type=file]').setInputFiles({ name, mimeType: '', buffer: Buffer.from(text) });
  };
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
  const fact = (page: Page, name: string) => page.getByRole('main').locator(`dt:text-is("${name}") + dd`).first();
  const skus = async () => (await listed(company.owner, '/inventory/items')).map(({ sku }) => sku).sort();

  it('should lead from a list over columns, values and faults to records, and take them back', async () => {
    const page = await openAs((await manager()).email, '/inventory/items');
    await page.getByRole('link', { name: 'Import', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Import a file' }).waitFor();
    expect(await page.getByRole('radio', { name: 'Items' }).isChecked()).toBe(true);
    const [template] = await Promise.all([page.waitForEvent('download'), button(page, 'Template as XLSX').click()]);
    expect(template.suggestedFilename()).toBe('items.xlsx');
    await choose(page, 'yarns.csv', YARNS);
    await page.getByRole('heading', { level: 1, name: 'yarns.csv' }).waitFor();
    expect(page.url()).toMatch(/\/imports\/[0-9a-f-]{36}$/);
    expect(await fact(page, 'With faults').textContent()).toBe('3');
    expect(await page.getByLabel('Column 1: Codice').inputValue()).toBe('sku');
    const faults = page.getByRole('table', { name: 'What is wrong' });
    await faults.getByText('Say above what “Filato” stands for', { exact: false }).waitFor();
    await button(page, 'Show row by row').click();
    const cells = page.getByRole('table', { name: 'Row by row' });
    await cells.getByRole('row', { name: /^4 Nome empty A new record needs this/ }).waitFor();
    expect(await button(page, 'Import all rows').isDisabled()).toBe(true);

    await page.getByLabel('Kind: “Filato” is taken as').selectOption({ label: 'Raw material' });
    await page.getByText('The columns or values were changed', { exact: false }).first().waitFor();
    await button(page, 'Check again').click();
    await eventually(() => fact(page, 'With faults').textContent()).toBe('1');
    expect(await fact(page, 'Would be made').textContent()).toBe('2');
    expect(await skus()).toEqual([]);
    // Left, and found again among those that were sent.
    await page.getByRole('link', { name: 'All imports' }).click();
    await page.getByRole('grid').getByText('yarns.csv').click();
    expect(await page.getByLabel('Kind: “Filato” is taken as').inputValue()).toBe('RAW_MATERIAL');
    await button(page, 'Import only the valid rows (2)').click();
    await page.getByRole('dialog').getByText('2 would be made, 0 changed, 1 left out.', { exact: false }).waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Import' }).dblclick();
    await page.getByRole('heading', { name: 'What became of the rows' }).waitFor();
    expect(await skus()).toEqual(['YRN-1', 'YRN-2']);
    expect(await fact(page, 'Left out').textContent()).toBe('1');
    await page.getByRole('combobox', { name: 'Outcome' }).selectOption({ label: 'Left out' });
    await page.getByRole('row', { name: /^4 Left out YRN-3 Nome: A new record needs this/ }).waitFor();
    const [result] = await Promise.all([page.waitForEvent('download'), button(page, 'Result file').click()]);
    expect(result.suggestedFilename()).toBe('import-items-result.csv');

    await button(page, 'Take back').click();
    await page.getByRole('dialog').getByText('2 that were made are removed', { exact: false }).waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click();
    await page.getByRole('main').getByText('Taken back', { exact: true }).first().waitFor();
    await eventually(() => button(page, 'Take back').count()).toBe(0);
    expect(await skus()).toEqual([]);
    expect(unexpected(browser.faults)).toEqual([]);
  });

  it('should take another column, and the sign before decimals, and import all rows or none', async () => {
    const page = await openAs((await manager()).email, '/imports/new?kind=items');
    await choose(page, 'price list.csv', 'Art.,name,kind,unit,unit cost\nB-1,Cones,PACKAGING,pcs,"1.234"\n');
    await page.getByText('Say above how numbers are written in this file.').waitFor();
    await page.getByLabel('Column 1: Art.').selectOption({ label: 'SKU' });
    await page.getByLabel('Numbers in the file').selectOption(',');
    await button(page, 'Check again').click();
    await page.getByText('No row has a fault.').waitFor();
    await button(page, 'Import all rows').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Import' }).click();
    await page.getByRole('heading', { name: 'What became of the rows' }).waitFor();
    const [item] = await listed(company.owner, '/inventory/items');
    expect(item).toMatchObject({ sku: 'B-1', unitCost: '1234.000000' });
    expect(unexpected(browser.faults)).toEqual([]);
  });

  it('should lose nothing where a run is refused, and say what to do', async () => {
    const page = await openAs((await manager()).email, '/imports/new?kind=items');
    await choose(page, 'a.csv', 'sku,name,kind,unit,barcode\nC-1,Cones,PACKAGING,pcs,8012345678907\n');
    await page.getByText('No row has a fault.').waitFor();
    // Somebody else enters the same code in the meantime.
    const other = { name: 'Boxes', kind: 'PACKAGING', unit: 'pcs', barcode: '8012345678907' };
    await made(company.owner, '/inventory/items', other);
    await button(page, 'Import all rows').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Import' }).click();
    await page.getByText('What was checked has changed since: row 2', { exact: false }).waitFor();
    expect(await page.getByLabel('Column 5: barcode').inputValue()).toBe('barcode');
    await page.getByLabel('Column 5: barcode').selectOption('');
    await button(page, 'Check again').click();
    await page.getByText('No row has a fault.').waitFor();
    await button(page, 'Import all rows').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Import' }).click();
    await page.getByRole('heading', { name: 'What became of the rows' }).waitFor();
    expect(unexpected(browser.faults, 422)).toEqual([]);
  });

  it('should keep what was said of the columns where somebody else said something first', async () => {
    const page = await openAs((await manager()).email, '/imports/new?kind=items');
    await choose(page, 'a.csv', 'Art.,name,kind,unit\nD-1,Cones,PACKAGING,pcs\n');
    await page.getByText('No row has a fault.').waitFor();
    const id = page.url().split('/').at(-1) ?? '';
    const change = { mapping: [{ column: 1, field: 'name' }] };
    const answer = await company.owner.call('PATCH', `/imports/${id}`, change, { 'if-match': '"2"' });
    expect(answer.status).toBe(200);
    await page.getByLabel('Column 1: Art.').selectOption({ label: 'SKU' });
    await button(page, 'Check again').click();
    await page.getByText('Somebody else has changed how this file is understood.', { exact: false }).waitFor();
    await button(page, 'Keep mine').click();
    expect(await page.getByLabel('Column 1: Art.').inputValue()).toBe('sku');
    await button(page, 'Check again').click();
    await page.getByText('No row has a fault.').waitFor();
    expect(unexpected(browser.faults, 412)).toEqual([]);
  });

  it('should say why a file is not taken, keep it chosen, and take another by the keyboard', async () => {
    const page = await openAs((await manager()).email, '/imports/new?kind=suppliers');
    await choose(page, 'old.xls', 'x');
    await page.getByText('old.xls is neither CSV nor XLSX', { exact: false }).waitFor();
    await choose(page, 'empty.csv', 'code,name,kind\n');
    await page.getByText('The file has no rows below its headings.').waitFor();
    await page.getByText('empty.csv. The file is still chosen', { exact: false }).waitFor();
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      button(page, 'Choose another file').press('Enter'),
    ]);
    const text = 'code,name,kind\nS-1,Filatura Ada,YARN\n';
    await chooser.setFiles({ name: 'suppliers.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    await page.getByRole('heading', { level: 1, name: 'suppliers.csv' }).waitFor();
    expect(unexpected(browser.faults, 422)).toEqual([]);
  });

  it('should take a file that is dropped', async () => {
    const page = await openAs((await manager()).email, '/imports/new?kind=suppliers');
    const dropped = await page.evaluateHandle(`(() => {
      const data = new DataTransfer();
      data.items.add(new File(['code,name,kind\\nS-9,Filatura Ada,YARN\\n'], 'dropped.csv'));
      return data;
    })()`);
    await page.getByText('Drop a file here, or').dispatchEvent('drop', { dataTransfer: dropped });
    await page.getByRole('heading', { level: 1, name: 'dropped.csv' }).waitFor();
    expect(unexpected(browser.faults)).toEqual([]);
  });

  it('should tell whoever opens it that work is going on with it, and let go on once that is over', async () => {
    const { id } = await importsBy(company.owner, 'items').staged('sku,name,kind,unit\nE-1,Cones,PACKAGING,pcs\n');
    const database = await connectAs(company.id);
    try {
      // As a run holds it.
      await database.query('BEGIN');
      await database.query('SELECT FROM import_batches WHERE id = $1 FOR NO KEY UPDATE', [id]);
      const page = await openAs((await manager()).email, `/imports/${id}`);
      await page.getByRole('heading', { name: 'At work: 0 of 1 rows' }).waitFor();
      expect(await button(page, 'Import all rows').isDisabled()).toBe(true);
      await database.query('ROLLBACK');
      await eventually(() => button(page, 'Import all rows').isEnabled()).toBe(true);
      expect(await page.getByRole('heading', { name: /^At work/ }).count()).toBe(0);
      expect(unexpected(browser.faults)).toEqual([]);
    } finally {
      await database.end();
    }
  });

  it('should name a location of the file as it is called here, in opening stock', async () => {
    await made(company.owner, '/locations', { name: 'North', locationType: 'WAREHOUSE' });
    const cones = { sku: 'CON-1', name: 'Paper cones', kind: 'PACKAGING', unit: 'pcs' };
    await made(company.owner, '/inventory/items', cones);
    const page = await openAs((await manager()).email, '/inventory/stock');
    await button(page, 'Import').click();
    await page.getByRole('menuitem', { name: 'Opening stock' }).click();
    await choose(page, 'stock.csv', 'Magazzino;SKU;Quantità\nNord;CON-1;40\n');
    await page.getByLabel('Location: “Nord” is taken as').selectOption('North');
    await button(page, 'Check again').click();
    await page.getByText('No row has a fault.').waitFor();
    await button(page, 'Import all rows').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Import' }).click();
    await page.getByRole('heading', { name: 'What became of the rows' }).waitFor();
    expect((await listed(company.owner, '/inventory/stock')).map(({ onHand }) => onHand)).toEqual(['40.0000']);
    await button(page, 'Take back').click();
    await page.getByRole('dialog').getByText('are reversed by linked documents', { exact: false }).waitFor();
    expect(unexpected(browser.faults)).toEqual([]);
  });

  it('should offer nobody what their role does not include, and fit a phone in the dark', async () => {
    const page = await openAs((await hire(company.id, 'Elio Conti', 'EMPLOYEE')).email, '/inventory/items');
    await button(page, 'Export').first().waitFor();
    expect(await page.getByRole('link', { name: 'Import', exact: true }).count()).toBe(0);
    await page.goto(`${site.served.base}/imports/new`);
    await page.getByText('This screen is not part of your role').waitFor();
    expect(unexpected(browser.faults)).toEqual([]);

    const phone = await openAs((await manager()).email, '/imports', { width: 360, height: 740, dark: true });
    await phone.getByText('No imports yet').waitFor();
    await phone.getByRole('link', { name: 'Import a file' }).first().click();
    await choose(phone, 'yarns.csv', YARNS);
    await button(phone, 'Show row by row').click();
    await phone.getByRole('list', { name: 'Row by row' }).waitFor();
    expect(await phone.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
    expect(unexpected(browser.faults)).toEqual([]);
  });
});
