import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { makeCompany } from '../support/api';
import { type Browser, chromiumPath } from '../support/browser';
import { signInAt, withConsole } from '../support/console';
import { hire } from '../support/crew';

const KB = 1024;
const SCREENS = [
  'Locations',
  'Suppliers',
  'People',
  'Roles',
  'API keys',
  'Support',
  'Audit log',
  'Items',
  'Stock documents',
  'Alerts',
  'Counts',
  'Transactions',
  'Imports',
];

/** How much JavaScript a real Chromium fetches, compressed. */
describe.skipIf(!chromiumPath)('the weight of the console', () => {
  const site = withConsole();
  let browser: Browser;

  /** Compressed bytes of the scripts that have come since the last call. */
  const weigh = (page: Page) => {
    const coming: Promise<number>[] = [];
    page.on('response', (response) => {
      if (new URL(response.url()).pathname.endsWith('.js'))
        coming.push(response.body().then((body) => gzipSync(body).length));
    });
    return async () => {
      await page.waitForLoadState('networkidle');
      return (await Promise.all(coming.splice(0))).reduce((sum, bytes) => sum + bytes, 0);
    };
  };

  it('should be 300 KB at most up to the first page, and 60 KB for each further screen', async () => {
    const company = await makeCompany({ name: 'Filatura Marina' });
    const admin = await hire(company.id, 'Ada Neri', 'ADMIN');
    browser = await site.open();
    const page = await browser.page();
    const fetched = weigh(page);
    await signInAt(page, site.served.base, admin.email);
    const first = await fetched();
    expect(first).toBeGreaterThan(50 * KB);
    expect(first).toBeLessThanOrEqual(300 * KB);
    for (const screen of SCREENS) {
      await page.getByRole('navigation', { name: 'Main navigation' }).getByRole('link', { name: screen }).click();
      await page.getByRole('heading', { name: screen, exact: true, level: 1 }).waitFor();
      expect([screen, (await fetched()) <= 60 * KB]).toEqual([screen, true]);
    }
    await page.getByRole('button', { name: 'Account' }).click();
    await page.getByRole('menuitem', { name: 'Your account' }).click();
    await page.getByRole('heading', { name: 'Your account' }).waitFor();
    expect(await fetched()).toBeLessThanOrEqual(60 * KB);
  });

  it('should be 60 KB at most for the form of a document of stock', async () => {
    const company = await makeCompany({ name: 'Filatura Marina' });
    const admin = await hire(company.id, 'Ada Neri', 'ADMIN');
    browser = await site.open();
    const page = await browser.page();
    const fetched = weigh(page);
    await signInAt(page, site.served.base, admin.email);
    await page.getByRole('link', { name: 'Stock documents' }).first().click();
    await page.getByRole('link', { name: 'New document' }).first().waitFor();
    await fetched();
    await page.getByRole('link', { name: 'New document' }).first().click();
    await page.getByRole('heading', { name: 'New document' }).waitFor();
    await page.getByRole('group', { name: 'Line 1' }).waitFor();
    const form = await fetched();
    expect(form).toBeGreaterThan(KB);
    expect(form).toBeLessThanOrEqual(60 * KB);
  });

  it('should be 60 KB at most for the way of a file, from its choice to what is wrong with it', async () => {
    const company = await makeCompany({ name: 'Filatura Marina' });
    const admin = await hire(company.id, 'Ada Neri', 'ADMIN');
    browser = await site.open();
    const page = await browser.page();
    const fetched = weigh(page);
    await signInAt(page, site.served.base, admin.email);
    await page.getByRole('link', { name: 'Items' }).first().click();
    await page.getByRole('link', { name: 'Import', exact: true }).waitFor();
    await fetched();
    await page.getByRole('link', { name: 'Import', exact: true }).click();
    const buffer = Buffer.from('name,kind,unit\nCones,BOX,pcs\n');
    await page.locator('input[type=file]').setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer });
    await page.getByRole('table', { name: 'What is wrong' }).waitFor();
    const wizard = await fetched();
    expect(wizard).toBeGreaterThan(KB);
    expect(wizard).toBeLessThanOrEqual(60 * KB);
  });

  it('should be 60 KB at most for the account page, opened before any other', async () => {
    const company = await makeCompany({ name: 'Filatura Marina' });
    const admin = await hire(company.id, 'Ada Neri', 'ADMIN');
    browser = await site.open();
    const page = await browser.page();
    const fetched = weigh(page);
    await signInAt(page, site.served.base, admin.email);
    await fetched();
    await page.getByRole('button', { name: 'Account' }).click();
    await page.getByRole('menuitem', { name: 'Your account' }).click();
    await page.getByRole('heading', { name: 'Your account' }).waitFor();
    const account = await fetched();
    expect(account).toBeGreaterThan(KB);
    expect(account).toBeLessThanOrEqual(60 * KB);
  });
});
