import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, chromiumPath, openBrowser } from '../support/browser';
import { freePort, healthOf, type Running, start } from '../support/processes';

/** The console in a real Chromium, on a server that `npm start` made. */
describe.skipIf(!chromiumPath)('the console', () => {
  let home: string;
  let base: string;
  let server: Running;
  let browser: Browser;

  beforeAll(async () => {
    home = mkdtempSync(path.join(tmpdir(), 'lavoro-console-'));
    chmodSync(home, 0o755);
    const port = await freePort();
    base = `http://127.0.0.1:${port}`;
    server = start(process.execPath, ['scripts/start.mjs'], { env: { LAVORO_DATA_DIR: home, PORT: String(port) } });
    await healthOf(server, port);
  });
  afterAll(async () => {
    server.child.kill('SIGTERM');
    await server.ended;
    rmSync(home, { recursive: true, force: true });
  });
  afterEach(() => browser.close());

  const signIn = async (page: Page, email: string) => {
    await page.goto(base);
    await page.getByLabel('E-mail or phone number').fill(email);
    await page.getByLabel('Password', { exact: true }).fill('password123');
    await page.getByRole('button', { name: 'Sign in' }).click();
  };
  const names = (page: Page) => page.getByRole('grid').getByRole('row').getByRole('gridcell').first().allTextContents();

  it('should let the owner of two companies choose, and show each only its own locations', async () => {
    browser = await openBrowser();
    const page = await browser.page();
    await signIn(page, 'admin@textile.com');
    await page.getByRole('button', { name: 'Textile Corp' }).click();
    await page.getByRole('navigation', { name: 'Main navigation' }).getByRole('link', { name: 'Locations' }).click();
    await page.getByRole('gridcell', { name: 'Yarn Store' }).waitFor();
    expect(await page.getByRole('grid').textContent()).not.toContain('Prato');
    await page.getByRole('button', { name: 'Company: Textile Corp' }).click();
    await page.getByRole('menuitem', { name: 'Garment Industries' }).click();
    await page.getByRole('gridcell', { name: 'Prato Headquarters' }).waitFor();
    expect(page.url()).toContain('/locations');
    const cells = await names(page);
    expect(cells.join()).not.toContain('Tiruppur');
    await page.reload();
    await page.getByRole('gridcell', { name: 'Prato Headquarters' }).waitFor();
    expect(browser.faults).toEqual([]);
  });

  it('should make, change and delete a location, and keep the headquarters', async () => {
    browser = await openBrowser();
    const page = await browser.page();
    await signIn(page, 'manager@textile.com');
    await page.getByRole('navigation', { name: 'Main navigation' }).getByRole('link', { name: 'Locations' }).click();
    await page.getByRole('gridcell', { name: 'Yarn Store' }).waitFor();
    // A manager edits locations and does not make or delete them.
    expect(await page.getByRole('link', { name: 'New location' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Account' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();

    await signIn(page, 'admin@textile.com');
    await page.getByRole('button', { name: 'Textile Corp' }).click();
    await page.getByRole('navigation', { name: 'Main navigation' }).getByRole('link', { name: 'Locations' }).click();
    await page.getByRole('link', { name: 'New location' }).click();
    await page.getByLabel('Name').fill('Yarn store');
    await page.getByRole('button', { name: 'Create location' }).click();
    await page.getByText('There is another one with this value').waitFor();
    await page.getByLabel('Name').fill('Sample room');
    await page.getByRole('button', { name: 'Create location' }).click();
    await page.getByRole('heading', { name: 'Sample room' }).waitFor();
    await page.getByRole('link', { name: 'Edit' }).click();
    await page.getByLabel('City').fill('Erode');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('gridcell', { name: 'Erode' }).waitFor();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog', { name: 'Delete Sample room' }).getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Location deleted').waitFor();
    expect(await page.getByRole('gridcell', { name: 'Sample room' }).count()).toBe(0);
    expect(browser.faults.filter((fault) => !fault.includes('409'))).toEqual([]);
  });

  it("should show a company's own fields, and take their values", async () => {
    const call = async (url: string, body: object, token?: string) => {
      const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
      return (await fetch(`${base}/api/v1${url}`, { method: 'POST', headers, body: JSON.stringify(body) })).json();
    };
    const login = { identifier: 'admin@textile.com', password: 'password123', tenantSlug: 'textile-corp' };
    const { accessToken } = (await call('/auth/login', login)) as { accessToken: string };
    const fields = [
      { label: 'Dock', type: 'CHOICE', choices: ['North', 'South'] },
      { label: 'Bays', type: 'INTEGER' },
    ];
    for (const field of fields)
      await call('/tenants/current/custom-fields', { table: 'locations', ...field }, accessToken);

    browser = await openBrowser();
    const page = await browser.page();
    await signIn(page, 'admin@textile.com');
    await page.getByRole('button', { name: 'Textile Corp' }).click();
    await page.getByRole('navigation', { name: 'Main navigation' }).getByRole('link', { name: 'Locations' }).click();
    await page.getByRole('link', { name: 'New location' }).click();
    await page.getByLabel('Name').fill('Loading hall');
    await page.getByLabel('Dock').selectOption('South');
    await page.getByLabel('Bays').fill('many');
    await page.getByRole('button', { name: 'Create location' }).click();
    await page.getByText('Must be a whole number').waitFor();
    await page.getByLabel('Bays').fill('1200');
    await page.getByRole('button', { name: 'Create location' }).click();
    await page.getByRole('heading', { name: 'Own fields' }).waitFor();
    await page.getByRole('definition').getByText('South', { exact: true }).waitFor();
    await page.getByRole('definition').getByText('1,200', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Edit' }).click();
    await page.getByLabel('Dock').selectOption('');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Own fields' }).waitFor();
    expect(await page.getByRole('definition').getByText('South', { exact: true }).count()).toBe(0);
    expect(browser.faults.filter((fault) => !fault.includes('400'))).toEqual([]);
  });

  it('should list all seven families and open a row of each', async () => {
    browser = await openBrowser();
    const page = await browser.page();
    await signIn(page, 'manager@textile.com');
    const navigation = page.getByRole('navigation', { name: 'Main navigation' });
    for (const list of [
      'Production orders',
      'Quality records',
      'Items',
      'Stock',
      'Customers',
      'Suppliers',
      'Transactions',
    ]) {
      await navigation.getByRole('link', { name: list, exact: true }).click();
      await page.getByRole('heading', { name: list, exact: true }).waitFor();
      await page.getByRole('grid').getByRole('row').nth(3).getByRole('gridcell').first().click();
      await page.getByRole('dialog').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
    }
    expect(browser.faults).toEqual([]);
  });

  it('should show what was done, what it was before, and save it as a file', async () => {
    const call = async (method: string, url: string, body: object, headers = {}) => {
      const sent = { 'content-type': 'application/json', ...headers };
      return (await fetch(`${base}/api/v1${url}`, { method, headers: sent, body: JSON.stringify(body) })).json();
    };
    const login = { identifier: 'admin@textile.com', password: 'password123', tenantSlug: 'textile-corp' };
    const { accessToken } = (await call('POST', '/auth/login', login)) as { accessToken: string };
    const authorization = `Bearer ${accessToken}`;
    const body = { name: 'Filatura Quota', kind: 'YARN', city: 'Prato' };
    const { id } = (await call('POST', '/suppliers', body, { authorization })) as { id: string };
    await call('PATCH', `/suppliers/${id}`, { city: 'Biella' }, { authorization, 'if-match': '"1"' });

    browser = await openBrowser();
    const page = await browser.page();
    await signIn(page, 'admin@textile.com');
    await page.getByRole('button', { name: 'Textile Corp' }).click();
    await page.getByRole('navigation', { name: 'Main navigation' }).getByRole('link', { name: 'Audit log' }).click();
    await page.getByText(/^(Not sealed yet|Sealed until)/).waitFor();
    await page.getByRole('gridcell', { name: 'Changed' }).first().click();
    const drawer = page.getByRole('dialog', { name: 'Entry of the audit log' });
    await drawer.getByRole('heading', { name: 'Changed: Filatura Quota' }).waitFor();
    const changes = drawer.getByRole('table', { name: 'What changed' }).getByRole('row');
    expect(await changes.allTextContents()).toEqual(['FieldBeforeAfter', 'CityPratoBiella']);
    await drawer.getByRole('button', { name: 'All about this record' }).click();
    // The heading, and the two entries.
    await expect.poll(() => page.getByRole('grid').getByRole('row').count(), { timeout: 10_000 }).toBe(3);
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as a file' }).click();
    await page.getByRole('menuitem', { name: 'CSV, for spreadsheets' }).click();
    const lines = readFileSync(await (await saved).path(), 'utf8')
      .trimEnd()
      .split('\r\n');
    expect([(await saved).suggestedFilename(), lines.length]).toEqual(['audit-textile-corp.csv', 3]);
    await page.getByRole('button', { name: 'Clear: One record' }).click();
    await page.getByRole('button', { name: 'Kind of record' }).click();
    await page.getByRole('checkbox', { name: 'Customer' }).click();
    await page.getByText('Nothing matches').waitFor();
    expect(browser.faults).toEqual([]);
  });

  it('should fit a phone, in the dark', async () => {
    browser = await openBrowser({ width: 390, height: 844, dark: true });
    const page = await browser.page();
    await signIn(page, 'manager@textile.com');
    await page.getByRole('button', { name: 'Open the menu' }).click();
    await page.getByRole('link', { name: 'Locations' }).first().click();
    await page.getByText('Yarn Store').waitFor();
    const wide = await page.evaluate('document.documentElement.scrollWidth > window.innerWidth');
    const dark = await page.locator('html').getAttribute('data-mantine-color-scheme');
    expect([wide, dark]).toEqual([false, 'dark']);
    expect(browser.faults).toEqual([]);
  });

  it('should show the pages of the API', async () => {
    browser = await openBrowser();
    const page = await browser.page();
    await page.goto(`${base}/docs`);
    await page.getByText('Locations', { exact: true }).click();
    await page.getByText('List locations').waitFor();
    expect(browser.faults).toEqual([]);
  });

  it('should let somebody who has forgotten the password choose another one by the link that is sent', async () => {
    browser = await openBrowser();
    const page = await browser.page();
    await page.goto(`${base}/sign-in`);
    await page.getByRole('link', { name: 'Forgot your password?' }).click();
    await page.getByRole('heading', { name: 'Choose a new password' }).waitFor();
    await page.getByLabel('E-mail or phone number').fill('manager@textile.com');
    await page.getByRole('button', { name: 'Send me a link' }).click();
    await page.getByText('a link is on its way').waitFor();
    const outbox = path.join(home, 'outbox');
    const linkIn = (file: string) =>
      /\S+\/reset-password#token=[\w-]+/.exec(readFileSync(path.join(outbox, file), 'utf8'))?.[0];
    const link = () => (existsSync(outbox) ? readdirSync(outbox) : []).map(linkIn).find((each) => each !== undefined);
    await expect.poll(link, { timeout: 60_000 }).toBeDefined();
    await page.goto(link() ?? '');
    await page.getByLabel('New password').fill('a mill on the river Bisenzio');
    await page.getByRole('button', { name: 'Set the password' }).click();
    await page.getByText('Your password is set').waitFor();
    await page.getByRole('link', { name: 'Go to sign in' }).click();
    await page.getByLabel('E-mail or phone number').fill('manager@textile.com');
    await page.getByLabel('Password', { exact: true }).fill('a mill on the river Bisenzio');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('navigation', { name: 'Main navigation' }).waitFor();
    expect(browser.faults).toEqual([]);
  });
});
