import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { got, listed, type Made, made } from '../integration/support';
import { type Company, makeCompany } from '../support/api';
import { chromiumPath } from '../support/browser';
import { eventually, signInAt, unexpected, withConsole } from '../support/console';
import { hire } from '../support/crew';

/** Suppliers and customers in a real Chromium. */
describe.skipIf(!chromiumPath)('suppliers and customers in the console', () => {
  const site = withConsole();
  let company: Company;
  let alba: Made;
  let admin: { email: string };
  let manager: { email: string };

  beforeAll(async () => {
    company = await makeCompany({ name: 'Maglificio Bisenzio', country: 'Italy' });
    admin = await hire(company.id, 'Ada Neri', 'ADMIN');
    manager = await hire(company.id, 'Ugo Sarti', 'MANAGER');
    alba = await made(company.owner, '/suppliers', {
      name: 'Filatura Alba S.p.A.',
      kind: 'YARN',
      country: 'Italy',
      taxId: 'IT00743110157',
      terms: 'Ex works',
    });
  });

  const openAs = async (person: { email: string }, path: string) => {
    const browser = await site.open();
    const page = await browser.page();
    await signInAt(page, site.served.base, person.email);
    await page.goto(`${site.served.base}${path}`);
    return { browser, page };
  };
  const drawer = (page: Page) => page.getByRole('dialog', { name: 'Supplier', exact: true });

  it('should warn while somebody types one that looks like another, and take it when they insist', async () => {
    const { browser, page } = await openAs(manager, '/suppliers');
    await page.getByRole('link', { name: 'New supplier' }).click();
    await page.getByLabel('Name').fill('FILATURA ALBA Srl');
    await page.getByText('There is one like this').waitFor();
    await page.getByRole('link', { name: `${alba.code} · Filatura Alba S.p.A.` }).waitFor();
    await page.getByRole('button', { name: 'Enter supplier' }).click();
    await page.getByText('This looks like one there is').waitFor();
    expect(await listed(company.owner, '/suppliers')).toHaveLength(1);
    await page.getByLabel('Tags').fill('wool, recycled');
    await page.getByLabel('Lead time in days').fill('21');
    await page.getByLabel('It is another one: save it all the same').check();
    await page.getByRole('button', { name: 'Enter supplier' }).click();
    await drawer(page).getByRole('heading', { name: 'FILATURA ALBA Srl' }).waitFor();
    const [, second] = await listed(company.owner, '/suppliers?sort=createdAt');
    expect(second).toMatchObject({ name: 'FILATURA ALBA Srl', tags: ['wool', 'recycled'], leadTimeDays: 21 });
    expect(unexpected(browser.faults, 409)).toEqual([]);
  });

  it('should show faults of a tax number at its field', async () => {
    const { browser, page } = await openAs(manager, `/suppliers/${alba.id}/edit`);
    await page.getByLabel('Tax number').fill('IT00743110158');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('This is no VAT number: its check digits are wrong').first().waitFor();
    await page.getByLabel('Tax number').fill('00743110157');
    await page.getByRole('button', { name: 'Save' }).click();
    await drawer(page).getByRole('heading', { name: 'Filatura Alba S.p.A.' }).waitFor();
    expect((await got(company.owner, '/suppliers', alba.id)).taxId).toBe('00743110157');
    expect(unexpected(browser.faults, 422)).toEqual([]);
  });

  it('should add, change and take away contacts and certificates, and show versions of the terms', async () => {
    const { browser, page } = await openAs(manager, `/suppliers/${alba.id}`);
    const contacts = () => drawer(page).getByRole('table', { name: 'Further contacts' }).getByRole('row');
    await drawer(page).getByRole('button', { name: 'Contact', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Contact' });
    await dialog.getByLabel('E-mail').fill('nobody');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('Must be an e-mail address').first().waitFor();
    await dialog.getByLabel('Name').fill('Rosa Conti');
    await dialog.getByLabel('E-mail').fill('rosa@alba.test');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await contacts().filter({ hasText: 'Rosa Conti' }).waitFor();
    await drawer(page).getByRole('button', { name: 'Certificate', exact: true }).click();
    const certificate = page.getByRole('dialog', { name: 'Certificate' });
    await certificate.getByLabel('Standard').selectOption({ label: 'GRS' });
    await certificate.getByLabel('Number').fill('CU 1');
    await certificate.getByLabel('Valid until').fill('2001-12-31');
    await certificate.getByRole('button', { name: 'Save' }).click();
    await drawer(page).getByRole('table', { name: 'Certificates' }).getByText('Expired').waitFor();
    await contacts().filter({ hasText: 'Rosa' }).getByRole('button', { name: 'Delete' }).click();
    await drawer(page).getByText('Nobody beside the main contact.').waitFor();
    await drawer(page).getByRole('table', { name: 'Versions of the terms' }).getByText('Ex works').waitFor();
    const stored = await got(company.owner, '/suppliers', alba.id);
    expect([stored.contacts, stored.certificates[0].standard]).toEqual([[], 'GRS']);
    expect(unexpected(browser.faults, 400)).toEqual([]);
  });

  it('should show a bank account in full to those who may see it alone', async () => {
    const first = await openAs(admin, `/suppliers/${alba.id}`);
    await drawer(first.page).getByRole('button', { name: 'Bank account', exact: true }).click();
    const dialog = first.page.getByRole('dialog', { name: 'Bank account' });
    await dialog.getByLabel('Holder').fill('Filatura Alba');
    await dialog.getByLabel('IBAN', { exact: true }).fill('IT60 X054 2811 1010 0000 0123 456');
    await dialog.getByRole('button', { name: 'Save' }).click();
    const accounts = (page: Page) => drawer(page).getByRole('table', { name: 'Bank accounts' });
    await accounts(first.page).getByText('IT60X0542811101000000123456').waitFor();
    const second = await openAs(manager, `/suppliers/${alba.id}`);
    await accounts(second.page).getByText('•••• 3456').waitFor();
    expect(await drawer(second.page).getByRole('button', { name: 'Bank account', exact: true }).count()).toBe(0);
    expect([first.browser.faults, second.browser.faults]).toEqual([[], []]);
  });

  it('should merge one into the other, and lead there', async () => {
    const [, second] = await listed(company.owner, '/suppliers?sort=createdAt');
    const { browser, page } = await openAs(manager, `/suppliers/${second?.id}`);
    await drawer(page).getByRole('button', { name: 'Merge into …' }).click();
    const dialog = page.getByRole('dialog', { name: 'Merge FILATURA ALBA Srl into another one' });
    await dialog.getByLabel('Merge into …').first().fill('alba s.p');
    await dialog.getByRole('radio', { name: `${alba.code} · Filatura Alba S.p.A.` }).check();
    await dialog.getByRole('button', { name: 'Merge', exact: true }).click();
    await drawer(page).getByRole('heading', { name: 'Filatura Alba S.p.A.' }).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/suppliers/${alba.id}`);
    expect((await got(company.owner, '/suppliers', second?.id ?? '')).mergedInto).toBe(alba.id);
    await page.goto(`${site.served.base}/suppliers/${second?.id}`);
    await drawer(page).getByRole('link', { name: 'Open the one it was merged into' }).click();
    await drawer(page).getByRole('heading', { name: 'Filatura Alba S.p.A.' }).waitFor();
    expect(browser.faults).toEqual([]);
  });

  it('should enter a customer on hold, archive and restore it', async () => {
    const { browser, page } = await openAs(manager, '/customers/new');
    await page.getByLabel('Name').fill('Maison Verre');
    await page.getByLabel('On hold', { exact: true }).selectOption({ label: 'Yes' });
    await page.getByLabel('Why on hold').fill('Two unpaid');
    await page.getByRole('button', { name: 'Enter customer' }).click();
    const customer = page.getByRole('dialog', { name: 'Customer', exact: true });
    await customer.getByText('Two unpaid').waitFor();
    await customer.getByRole('button', { name: 'Archive' }).click();
    await customer.getByRole('button', { name: 'Restore' }).click();
    await eventually(async () => (await listed(company.owner, '/customers')).length).toBe(1);
    expect(browser.faults).toEqual([]);
  });
});
