import { beforeEach, describe, expect, it } from 'vitest';
import { type Company, makeCompany } from '../support/api';
import { type Browser, chromiumPath } from '../support/browser';
import { panel, signInAt, unexpected, withConsole } from '../support/console';
import { hire } from '../support/crew';

/** What is set for a company, in a real Chromium. */
describe.skipIf(!chromiumPath)('the settings of a company', () => {
  const site = withConsole();
  let company: Company;
  let browser: Browser;

  beforeEach(async () => {
    company = await makeCompany({ name: 'Maglificio Orsa' });
    browser = await site.open();
  });

  const openAs = async (role: 'ADMIN' | 'MANAGER') => {
    const person = await hire(company.id, 'Ada Neri', role);
    const page = await browser.page();
    await signInAt(page, site.served.base, person.email);
    return page;
  };
  const now = async (path: string) => (await company.owner.call('GET', path)).body;

  it('should say in which zone it is, by keyboard, with a clear word on one there is not', async () => {
    const page = await openAs('ADMIN');
    await page.getByRole('link', { name: 'Settings', exact: true }).click();
    const zone = panel(page, 'Time zone');
    await zone.getByText('Not said yet').waitFor();
    await zone.getByRole('button', { name: 'Change: Time zone' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Time zone' });
    await dialog.getByLabel('Name of the time zone').fill('Asia/Nowhere');
    await dialog.getByLabel('Name of the time zone').press('Enter');
    await dialog.getByText('There is no such time zone').first().waitFor();
    await dialog.getByLabel('Name of the time zone').fill('Pacific/Kiritimati');
    await dialog.getByLabel('Name of the time zone').press('Enter');
    await zone.getByText('Pacific/Kiritimati: today is').waitFor();
    expect(await now('/tenants/current/settings')).toMatchObject({ timeZone: 'Pacific/Kiritimati', version: 1 });
    expect(unexpected(browser.faults, 400)).toEqual([]);
  });

  it('should be where its founder is, or says that it is', async () => {
    // Browsers call it Asia/Calcutta still.
    browser = await site.open({ timezoneId: 'Asia/Kolkata' });
    const page = await openAs('ADMIN');
    await page.goto(`${site.served.base}/companies/new`);
    await page.getByLabel('Company name').fill('Maglificio Lince');
    const zone = page.getByLabel('Name of the time zone');
    expect(await zone.inputValue()).toBe('Asia/Kolkata');
    await zone.fill('Asia/Dhaka');
    await page.getByRole('button', { name: 'Create company' }).click();
    await page.getByText('Maglificio Lince').first().waitFor();
    await page.goto(`${site.served.base}/settings`);
    await panel(page, 'Time zone').getByText('Asia/Dhaka: today is').waitFor();
    expect(unexpected(browser.faults)).toEqual([]);
  });

  it('should close the stock through a day and open it again', async () => {
    const page = await openAs('ADMIN');
    await page.goto(`${site.served.base}/settings`);
    const closing = panel(page, 'Closed stock');
    const change = async (day: string) => {
      await closing.getByRole('button', { name: 'Change: Closed stock' }).click();
      const dialog = page.getByRole('dialog', { name: 'Closed stock' });
      await dialog.getByLabel('Closed through').fill(day);
      await dialog.getByRole('button', { name: 'Save' }).click();
    };
    await change('2026-01-31');
    await closing.getByText(/Closed through .*2026/).waitFor();
    expect(await now('/inventory/settings')).toMatchObject({ closedThrough: '2026-01-31' });
    await change('');
    await closing.getByText('No day is closed').waitFor();
    expect(await now('/inventory/settings')).toMatchObject({ closedThrough: null });
  });

  it('should be nothing for those who may not change them', async () => {
    const page = await openAs('MANAGER');
    await page.getByRole('link', { name: 'Home', exact: true }).waitFor();
    expect(await page.getByRole('link', { name: 'Settings', exact: true }).count()).toBe(0);
  });
});
