import type { Page } from 'playwright-core';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { databaseManager } from '@/database/connection';
import { addMember } from '@/tenants/people/members.service';
import type { Company } from '../support/api';
import { type Browser, chromiumPath } from '../support/browser';
import { eventually, panel, signInAt, unexpected, withConsole } from '../support/console';
import { hire } from '../support/crew';
import { asSuperuser } from '../support/database';
import { makeOwned, offer, withdraw } from '../support/ownership';
import { PASSWORD } from '../support/sessions';
import { rolesIn } from '../support/staff';
import { makePersonWithTotp } from '../support/totp';

/** Handing a company over in a real Chromium, from both sides. */
describe.skipIf(!chromiumPath)('the ownership of a company', () => {
  const site = withConsole();
  let company: Company;
  let ownerEmail: string;
  let browser: Browser;

  beforeAll(async () => {
    // Heard of at once, as in a process that has been at work.
    databaseManager.onChange(() => undefined);
  });
  beforeEach(async () => {
    company = await makeOwned();
    const named = `UPDATE users SET first_name = 'Olga', last_name = 'Ferri' WHERE id = $1 RETURNING email`;
    const [row] = await asSuperuser<{ email: string }>(named, [company.ownerId]);
    ownerEmail = row?.email ?? '';
    await asSuperuser(`UPDATE tenants SET name = 'Maglieria Bisenzio' WHERE id = $1`, [company.id]);
    browser = await site.open();
  });

  const signIn = async (email: string, path = '/people', inside = browser): Promise<Page> => {
    const page = await inside.page();
    await signInAt(page, `${site.served.base}${path}`, email);
    return page;
  };
  const lookAgain = (page: Page) => page.evaluate('window.dispatchEvent(new Event("visibilitychange"))');
  const ownership = (page: Page) => panel(page, 'Ownership');
  const offered = (page: Page) => page.getByRole('status').filter({ hasText: 'Olga Ferri offers you the company' });
  const newest = async () => {
    const sql = `SELECT coalesce(ended_how, 'OPEN') AS state, to_user AS "to", giver_becomes AS "giverBecomes" FROM ownership_offers`;
    return (await asSuperuser(`${sql} WHERE tenant_id = $1 ORDER BY created_at DESC LIMIT 1`, [company.id]))[0];
  };
  const rolesOf = async (...ids: string[]) => {
    const roles = await rolesIn(company.id);
    return ids.map((id) => roles[id]);
  };

  it('should be offered by the owner with their password, and withdrawn', async () => {
    const mara = await hire(company.id, 'Mara Conti', 'MANAGER');
    const page = await signIn(ownerEmail);
    await ownership(page).getByText('It has not been offered to anybody.').waitFor();
    await ownership(page).getByRole('button', { name: 'Hand the company over' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Hand the company over' });
    const send = dialog.getByRole('button', { name: 'Offer it' });
    await dialog.getByLabel('To whom').waitFor();
    expect(await send.isDisabled()).toBe(true);
    expect(await dialog.getByLabel('To whom').getByRole('option').allTextContents()).toEqual([
      'Choose a member',
      mara.name,
    ]);
    await dialog.getByLabel('To whom').selectOption(mara.name);
    await dialog.getByLabel('What you are afterwards').selectOption('Employee');
    expect(await dialog.getByLabel('Code').count()).toBe(0);
    await dialog.getByLabel('Present password').fill('not my password');
    await send.click();
    await dialog.getByText('This is not right.').waitFor();
    expect(await newest()).toBeUndefined();
    await dialog.getByLabel('Present password').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByText('The company is offered to Mara Conti').waitFor();
    expect(await newest()).toEqual({ state: 'OPEN', to: mara.id, giverBecomes: 'EMPLOYEE' });
    await ownership(page).getByText('Olga Ferri offered the company to Mara Conti').waitFor();
    await ownership(page).getByText('Once it is accepted, Olga Ferri is Employee.').waitFor();
    expect(await ownership(page).getByRole('button', { name: 'Hand the company over' }).count()).toBe(0);

    await ownership(page).getByRole('button', { name: 'Withdraw' }).click();
    await page.getByText('The offer to Mara Conti is withdrawn').waitFor();
    await ownership(page).getByText('Withdrawn', { exact: true }).waitFor();
    expect(await newest()).toMatchObject({ state: 'WITHDRAWN' });
    expect(await rolesOf(company.ownerId, mara.id)).toEqual(['OWNER', 'MANAGER']);
    expect(browser.faults).toEqual([]);
  });

  it('should be accepted above every screen by whom it is offered to, and both see what they are then', async () => {
    const mara = await hire(company.id, 'Mara Conti', 'EMPLOYEE');
    await offer(company.owner, mara.id, { giverBecomes: 'MANAGER' });
    const theirs = await site.open();
    const [giver, page] = [await signIn(ownerEmail), await signIn(mara.email, '/', theirs)];
    await ownership(giver).getByText('Open', { exact: true }).waitFor();
    await offered(page).getByText('Maglieria Bisenzio').waitFor();
    await page.getByRole('link', { name: 'Items' }).first().click();
    await page.getByRole('heading', { name: 'Items', level: 1 }).waitFor();
    expect(await page.getByRole('link', { name: 'API keys' }).count()).toBe(0);
    await offered(page).getByRole('button', { name: 'Accept' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Become the owner of Maglieria Bisenzio?' });
    await dialog.getByText('Olga Ferri is Manager').waitFor();
    await eventually(() => page.locator('input:focus').getAttribute('name')).toBe('password');
    await page.keyboard.type('not my password');
    await page.keyboard.press('Enter');
    await dialog.getByText('This is not right.').waitFor();
    expect(await rolesOf(company.ownerId, mara.id)).toEqual(['OWNER', 'EMPLOYEE']);
    await dialog.getByLabel('Present password').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByText('Maglieria Bisenzio is yours now').waitFor();
    expect(await rolesOf(company.ownerId, mara.id)).toEqual(['MANAGER', 'OWNER']);
    await offered(page).waitFor({ state: 'hidden' });
    await page.getByRole('link', { name: 'API keys' }).waitFor();

    await giver.getByRole('link', { name: 'API keys' }).waitFor();
    await lookAgain(giver);
    await giver.getByRole('link', { name: 'API keys' }).waitFor({ state: 'hidden' });
    await ownership(giver).waitFor({ state: 'hidden' });
    await eventually(() =>
      panel(giver, 'Members').getByRole('row').filter({ hasText: 'Mara' }).textContent(),
    ).toContain('Owner');
    expect([...browser.faults, ...theirs.faults]).toEqual([]);
  });

  it('should take a code as well from whoever has a second factor', async () => {
    const mara = await makePersonWithTotp();
    await addMember(company.id, mara.id, 'ADMIN', 'cli:anna');
    await offer(company.owner, mara.id);
    const page = await browser.page();
    const [first = '', second = ''] = mara.recoveryCodes;
    await page.goto(site.served.base);
    await page.getByLabel('E-mail or phone number').fill(mara.email);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByLabel('Code').fill(first);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await offered(page).getByRole('button', { name: 'Accept' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Present password').fill(PASSWORD);
    await dialog.getByLabel('Code').fill('aaaaa-aaaaa');
    await dialog.getByRole('button', { name: 'Become the owner' }).click();
    await dialog.getByText('This is not right.').waitFor();
    expect(await rolesOf(company.ownerId, mara.id)).toEqual(['OWNER', 'ADMIN']);
    await dialog.getByLabel('Code').fill(second);
    await dialog.getByRole('button', { name: 'Become the owner' }).click();
    await page.getByText('is yours now').waitFor();
    expect(await rolesOf(company.ownerId, mara.id)).toEqual(['ADMIN', 'OWNER']);
    expect(browser.faults).toEqual([]);
  });

  it('should be declined, say in words when it was withdrawn meanwhile, and speak Italian', async () => {
    const mara = await hire(company.id, 'Mara Conti', 'MANAGER');
    await offer(company.owner, mara.id);
    const page = await signIn(mara.email, '/');
    await offered(page).getByRole('button', { name: 'Accept' }).click();
    await page.getByRole('dialog').getByLabel('Present password').fill(PASSWORD);
    await withdraw(company.owner);
    await page.getByRole('dialog').getByRole('button', { name: 'Become the owner' }).click();
    await page.getByText('No such offer is open').waitFor();
    expect(await rolesOf(company.ownerId, mara.id)).toEqual(['OWNER', 'MANAGER']);
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await offered(page).waitFor({ state: 'hidden' });

    await offer(company.owner, mara.id);
    await lookAgain(page);
    await offered(page).getByRole('button', { name: 'Decline' }).click();
    await page.getByRole('dialog').getByText('Nothing changes.').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Decline' }).click();
    await page.getByText('You have declined the company').waitFor();
    await offered(page).waitFor({ state: 'hidden' });
    expect(await newest()).toMatchObject({ state: 'DECLINED' });

    await offer(company.owner, mara.id);
    await lookAgain(page);
    await offered(page).waitFor();
    await page.getByRole('button', { name: 'Account' }).click();
    await page.getByRole('menuitem', { name: 'Italiano' }).click();
    await page.keyboard.press('Escape');
    await page.getByText('Olga Ferri ti offre l’azienda Maglieria Bisenzio: ne saresti titolare.').waitFor();
    expect(unexpected(browser.faults, 409)).toEqual([]);
  });

  it('should drop the question when another tab goes to another company', async () => {
    const mara = await hire(company.id, 'Mara Conti', 'MANAGER');
    const other = await makeOwned();
    await addMember(other.id, mara.id, 'MANAGER', 'cli:anna');
    await asSuperuser(`UPDATE tenants SET name = 'Filatura Elsa' WHERE id = $1`, [other.id]);
    await offer(company.owner, mara.id);
    await offer(other.owner, mara.id);
    const page = await browser.page();
    await page.goto(site.served.base);
    await page.getByLabel('E-mail or phone number').fill(mara.email);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Maglieria Bisenzio' }).click();
    await offered(page).getByRole('button', { name: 'Accept' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Present password').fill(PASSWORD);
    const tab = await browser.page();
    await tab.goto(site.served.base);
    await tab.getByRole('button', { name: /^Company:/ }).click();
    await tab.getByRole('menuitem', { name: 'Filatura Elsa' }).click();
    await page.getByRole('status').filter({ hasText: 'offers you the company Filatura Elsa' }).waitFor();
    await dialog.waitFor({ state: 'hidden' });
    expect([await rolesOf(mara.id), (await rolesIn(other.id))[mara.id]]).toEqual([['MANAGER'], 'MANAGER']);
    expect(browser.faults).toEqual([]);
  });

  it('should wait, say what went wrong and try again, on a phone as well', async () => {
    const phone = await site.open({ width: 390, height: 800 });
    const page = await phone.page();
    let broken = true;
    for (const path of ['tenants/current/ownership', 'tenants/current'])
      await page.route(`**/api/v1/${path}`, (route) =>
        broken ? route.fulfill({ status: 500, contentType: 'application/json', body: '{}' }) : route.continue(),
      );
    await page.goto(`${site.served.base}/people`);
    await page.getByLabel('E-mail or phone number').fill(ownerEmail);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    for (const name of ['Ownership', 'Second factor'])
      await panel(page, name).getByRole('alert').getByText('Something went wrong on our side').waitFor();
    expect(await ownership(page).getByRole('button', { name: 'Hand the company over' }).count()).toBe(0);
    broken = false;
    for (const name of ['Ownership', 'Second factor'])
      await panel(page, name).getByRole('button', { name: 'Try again' }).click();
    await panel(page, 'Second factor').getByRole('switch').waitFor();
    await ownership(page).getByRole('button', { name: 'Hand the company over' }).click();
    await page.getByRole('dialog').getByText('There is nobody to hand it to: invite them first.').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
    expect(unexpected(phone.faults, 500)).toEqual([]);
  });
});
