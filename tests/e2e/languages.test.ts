import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { made } from '../integration/support';
import { makeCompany } from '../support/api';
import { axeFaults } from '../support/axe';
import { answersOf, chromiumPath } from '../support/browser';
import { eventually, signInAt, unexpected, withConsole } from '../support/console';
import { hire } from '../support/crew';

const FILE = 'SKU,Nome,Genere,UM\nA-1,Filo,Filato,kg\nA-2,,PACKAGING,pcs\n';
const PATHS = [
  '/',
  '/inventory/items',
  '/inventory/stock',
  '/inventory/documents/new',
  '/imports',
  '/people',
  '/audit',
];
const LANGUAGES = [
  { name: 'Italiano', code: 'it', items: 'Articoli', run: 'Importa solo le righe valide' },
  { name: 'हिन्दी', code: 'hi', items: 'वस्तुएँ', run: 'केवल सही पंक्तियाँ आयात करें' },
] as const;

describe.skipIf(!chromiumPath)('the languages of the console', () => {
  const site = withConsole();

  /** What has no word: the dictionaries' own names of texts would stand there. */
  const unworded = async (page: Page) =>
    (await page.getByRole('main').textContent())?.match(/(imports|screens|fields|enums|documents|common)\.\w+/g) ?? [];
  const fits = (page: Page) => page.evaluate('document.documentElement.scrollWidth <= window.innerWidth');

  it.each(LANGUAGES)('should be $name on the spot, with its letters, on a phone as well', async (language) => {
    const company = await makeCompany({ name: 'Maglificio Orsa', country: 'Italy' });
    const cones = { sku: 'CON-1', name: 'Paper cones', kind: 'PACKAGING', unit: 'pcs' };
    const item = await made(company.owner, '/inventory/items', cones);
    const { email } = await hire(company.id, 'Ada Neri', 'ADMIN');
    const browser = await site.open({ width: 360, height: 740 });
    const page = await browser.page();
    const answered = answersOf(page);
    await signInAt(page, site.served.base, email);
    await page.goto(`${site.served.base}/inventory/items`);
    await page.getByText('Paper cones').waitFor();
    await page.getByRole('button', { name: 'Account' }).click();
    await page.getByRole('menuitem', { name: language.name }).click();
    await page.getByRole('heading', { level: 1, name: language.items }).waitFor();
    expect(await page.evaluate('document.documentElement.lang')).toBe(language.code);
    if (language.code === 'hi')
      await eventually(() =>
        page.evaluate('document.fonts.check("16px \'Noto Sans Devanagari Variable\'", "\\u0915")'),
      ).toBe(true);
    for (const path of [...PATHS, `/inventory/items/${item.id}`]) {
      await page.goto(`${site.served.base}${path}`);
      await page.getByRole('main').waitFor();
      await answered();
      expect([path, await unworded(page), await fits(page), await axeFaults(page)]).toEqual([path, [], true, []]);
    }
    await page.goto(`${site.served.base}/imports/new?kind=items`);
    const buffer = Buffer.from(FILE);
    await page.locator('input[type=file]').setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer });
    await page.getByRole('button', { name: language.run }).waitFor();
    expect([await unworded(page), await fits(page), await axeFaults(page)]).toEqual([[], true, []]);
    expect(unexpected(browser.faults)).toEqual([]);
  });
});
