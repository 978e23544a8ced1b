import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { listed, made } from '../integration/support';
import { type Company, makeCompany } from '../support/api';
import { type Browser, chromiumPath } from '../support/browser';
import { eventually, signInAt, unexpected, withConsole } from '../support/console';
import { hire } from '../support/crew';
import { DOT } from '../support/records';

/** Items, styles and categories, in a real Chromium. */
describe.skipIf(!chromiumPath)('the screens of the catalogue', () => {
  const site = withConsole();
  let company: Company;
  let browser: Browser;

  beforeEach(async () => {
    company = await makeCompany({ name: 'Maglificio Orsa' });
  });

  const openAs = async (email: string, screen: string): Promise<Page> => {
    browser = await site.open();
    const page = await browser.page();
    await signInAt(page, site.served.base, email);
    await goTo(page, screen);
    return page;
  };
  const goTo = async (page: Page, screen: string) => {
    await page
      .getByRole('navigation', { name: 'Main navigation' })
      .getByRole('link', { name: screen, exact: true })
      .click();
    await page.getByRole('heading', { name: screen, exact: true, level: 1 }).waitFor();
  };

  it('should make an item, say what is wrong with it, change it, picture it and print its label', async () => {
    const manager = await hire(company.id, 'Marta Riva', 'MANAGER');
    const page = await openAs(manager.email, 'Items');
    await page.getByRole('button', { name: 'New item' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'New item' });
    await dialog.getByLabel('Name').fill('Single jersey');
    await dialog.getByLabel('Composition').fill('95% cotone, 4% elastan');
    await dialog.getByLabel('Second unit').selectOption('m');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('The parts add up to 99 %, not to 100 %', { exact: true }).waitFor();
    await dialog.getByLabel('Composition').fill('95% cotone, 5% elastan');
    await dialog.getByLabel('Category').fill('Cloth');
    await dialog.getByRole('button', { name: 'Save' }).click();
    const drawer = page.getByRole('article');
    await drawer.getByText('95% cotton, 5% elastane').waitFor();

    await drawer.getByRole('button', { name: 'Edit', exact: true }).click();
    const edit = page.getByRole('dialog', { name: 'Change the item' });
    await edit.getByLabel('Tracked by').selectOption('ROLL');
    await edit.getByRole('button', { name: 'Save' }).click();
    await drawer.getByText('By roll').waitFor();

    await page.locator('input[type=file]').setInputFiles({ name: 'dot.png', mimeType: 'image/png', buffer: DOT });
    await drawer.getByRole('img', { name: 'Single jersey' }).waitFor();
    const coming = page.waitForEvent('download');
    await drawer.getByRole('button', { name: 'Label' }).click();
    await page.getByRole('menuitem', { name: 'PDF 70 × 40 mm' }).click();
    expect((await coming).suggestedFilename()).toMatch(/^label-.*-70x40\.pdf$/);
    const [item] = (await company.owner.call('GET', '/inventory/items')).body.data;
    expect(item).toMatchObject({ name: 'Single jersey', category: 'Cloth', secondUnit: 'm', tracking: 'ROLL' });
    expect(unexpected(browser.faults, 422)).toEqual([]);
  });

  it('should make a style and its items from the grid, and put categories below each other', async () => {
    const manager = await hire(company.id, 'Marta Riva', 'MANAGER');
    const page = await openAs(manager.email, 'Styles');
    await page.getByRole('button', { name: 'New style' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'New style' });
    await dialog.getByLabel('Code').fill('PUL01');
    await dialog.getByLabel('Name').fill('Crew neck');
    await dialog.getByLabel('Colourways').fill('NVY Dark navy, ECR Ecru');
    await dialog.getByLabel('Sizes').fill('S, M');
    await dialog.getByRole('button', { name: 'Save' }).click();
    const drawer = page.getByRole('article');
    await drawer.getByRole('rowheader', { name: 'Dark navy' }).waitFor();
    await drawer.getByRole('button', { name: 'Make 4 missing items' }).click();
    await eventually(() =>
      drawer.getByRole('table', { name: 'Stock by colourway and size' }).getByRole('link').count(),
    ).toBe(4);
    const { data } = (await company.owner.call('GET', '/inventory/items?sort=sku')).body;
    expect(data.map(({ sku }: { sku: string }) => sku)).toEqual([
      'PUL01-ECR-M',
      'PUL01-ECR-S',
      'PUL01-NVY-M',
      'PUL01-NVY-S',
    ]);

    // It stands over the navigation.
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    await goTo(page, 'Categories');
    for (const [name, below] of [
      ['Knitwear', ''],
      ['Pullovers', 'Knitwear'],
    ] as const) {
      await page.getByRole('button', { name: 'New category' }).first().click();
      const category = page.getByRole('dialog', { name: 'New category' });
      await category.getByLabel('Name').fill(name);
      if (below) await category.getByLabel('Below').selectOption({ label: below });
      await category.getByRole('button', { name: 'Save' }).click();
      await category.waitFor({ state: 'detached' });
    }
    await page.getByText('Knitwear › Pullovers').waitFor();
    expect(unexpected(browser.faults)).toEqual([]);
  });

  it('should let an employee look, and offer nothing to change', async () => {
    const employee = await hire(company.id, 'Elio Conti', 'EMPLOYEE');
    await company.owner.call('POST', '/inventory/styles', {
      code: 'A',
      name: 'Tee',
      colourways: [{ code: 'N', name: 'Navy' }],
      sizes: ['S'],
    });
    const page = await openAs(employee.email, 'Styles');
    await page.getByText('Tee').click();
    await page.getByRole('article').getByRole('rowheader', { name: 'Navy' }).waitFor();
    for (const name of ['New style', 'Edit', 'Make 1 missing item'])
      expect([name, await page.getByRole('button', { name }).count()]).toEqual([name, 0]);
    expect(unexpected(browser.faults)).toEqual([]);
  });

  it('should say when to order at a location and what is asked of whom, and hide both from who may not', async () => {
    await made(company.owner, '/locations', { name: 'North', locationType: 'WAREHOUSE' });
    await made(company.owner, '/customers', { name: 'Boutique Sole', kind: 'RETAILER' });
    const cones = { sku: 'CON-1', name: 'Paper cones', kind: 'PACKAGING', unit: 'pcs', unitCost: '0.31' };
    const { id } = await made(company.owner, '/inventory/items', cones);
    const manager = await hire(company.id, 'Marta Riva', 'MANAGER');
    const page = await openAs(manager.email, 'Items');
    await page.getByRole('grid').getByText('Paper cones').click();
    const drawer = page.getByRole('article');
    await drawer.getByText('At every location what the item itself says holds.').waitFor();
    await drawer.getByRole('button', { name: 'Levels of a location' }).click();
    const levels = page.getByRole('dialog', { name: 'Levels of a location' });
    await levels.getByLabel(/^Location/).selectOption({ label: 'North' });
    await levels.getByLabel(/^Minimum stock/).fill('500');
    await levels.getByLabel(/^Maximum stock/).fill('50');
    await levels.getByRole('button', { name: 'Save' }).click();
    await levels.getByText('Must not be less than the least there should be').waitFor();
    await levels.getByLabel(/^Maximum stock/).fill('1,500');
    await levels.getByRole('button', { name: 'Save' }).click();
    await drawer.getByRole('row', { name: /^North 500 pcs 1,500 pcs/ }).waitFor();
    await drawer.getByRole('button', { name: 'Edit: Levels at North' }).click();
    const change = page.getByRole('dialog', { name: 'Levels at North' });
    await change.getByLabel(/^Minimum stock/).fill('');
    await change.getByLabel(/^Maximum stock/).fill('');
    await change.getByRole('button', { name: 'Save' }).click();
    await drawer.getByText('At every location what the item itself says holds.').waitFor();

    await drawer.getByRole('button', { name: 'New price' }).click();
    const price = page.getByRole('dialog', { name: 'New price' });
    await price.getByLabel('For').selectOption({ label: 'One customer …' });
    await price.getByLabel(/^Customer/).fill('bouti');
    await page.getByRole('option', { name: 'Boutique Sole' }).click();
    await price.getByLabel(/^From quantity/).fill('1000');
    await price.getByLabel(/^Price of 1/).fill('0.45');
    await price.getByLabel('First day').fill('2026-03-01');
    await price.getByLabel('Last day').fill('2026-02-01');
    await price.getByRole('button', { name: 'Save' }).click();
    await price.getByText('It must not end before it begins').waitFor();
    await price.getByLabel('Last day').fill('2026-12-31');
    await price.getByRole('button', { name: 'Save' }).dblclick();
    const row = drawer.getByRole('row', { name: /^Boutique Sole 1,000 pcs EUR.0\.45/ });
    await row.waitFor();
    await row.getByRole('button', { name: /^Edit: / }).click();
    const edit = page.getByRole('dialog', { name: /^Change the price/ });
    await edit.getByLabel('For').selectOption({ label: 'Everybody' });
    await edit.getByRole('button', { name: 'Save' }).click();
    await drawer.getByRole('row', { name: /^Everybody 1,000 pcs/ }).waitFor();
    expect(await listed(company.owner, `/inventory/prices?itemId=${id}`)).toMatchObject([
      { customerId: null, minimumQuantity: '1000.0000', price: '0.450000' },
    ]);
    await drawer.getByRole('button', { name: /^Archive: / }).click();
    await page
      .getByRole('dialog', { name: /^Archive/ })
      .getByRole('button', { name: 'Archive' })
      .click();
    await drawer.getByText('Nothing is said of what it is sold at.').waitFor();
    expect(unexpected(browser.faults, 422)).toEqual([]);

    const employee = await hire(company.id, 'Elio Conti', 'EMPLOYEE');
    const other = await openAs(employee.email, 'Items');
    await other.getByRole('grid').getByText('Paper cones').click();
    await other.getByText('When to order, by location').waitFor();
    for (const hidden of ['Sales prices', 'Unit cost', 'Levels of a location'])
      expect([hidden, await other.getByText(hidden).count()]).toEqual([hidden, 0]);
    expect(unexpected(browser.faults)).toEqual([]);
  });
});
