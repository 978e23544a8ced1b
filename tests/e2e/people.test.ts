import type { Page } from 'playwright-core';
import { v7 as uuidv7 } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Company, client, makeCompany } from '../support/api';
import { type Browser, chromiumPath } from '../support/browser';
import { eventually, panel, signInAt, unexpected, withConsole } from '../support/console';
import { hire } from '../support/crew';
import { asSuperuser } from '../support/database';
import { messagesTo, tokenSentTo } from '../support/messages';
import { makeRole } from '../support/people';
import { letsIn, PASSWORD } from '../support/sessions';
import { rolesIn } from '../support/staff';

/** The people of a company in a real Chromium. */
describe.skipIf(!chromiumPath)('the people screen', () => {
  const site = withConsole();
  let company: Company;
  let browser: Browser;

  beforeEach(async () => {
    company = await makeCompany({ name: 'Maglieria Bisenzio' });
    await asSuperuser(`UPDATE users SET first_name = 'Olga', last_name = 'Ferri' WHERE id = $1`, [company.ownerId]);
  });

  const openAs = async (email: string): Promise<Page> => {
    browser = await site.open();
    const page = await browser.page();
    await signInAt(page, site.served.base, email);
    await page.getByRole('navigation', { name: 'Main navigation' }).getByRole('link', { name: 'People' }).click();
    await panel(page, 'Members').getByRole('table').waitFor();
    return page;
  };
  const drawer = (page: Page) => page.getByRole('dialog', { name: 'Member', exact: true });
  const rowOf = (page: Page, name: string) => panel(page, 'Members').getByRole('row').filter({ hasText: name });
  const membershipOf = async (userId: string) => {
    const sql = 'SELECT role, custom_role_id, location_ids FROM user_tenants WHERE user_id = $1 AND tenant_id = $2';
    return (await asSuperuser(sql, [userId, company.id]))[0];
  };

  it('should change the role of somebody, and their own role and locations, and show it', async () => {
    const admin = await hire(company.id, 'Ada Neri', 'ADMIN');
    const clerk = await hire(company.id, 'Carlo Verdi', 'EMPLOYEE');
    const { id: customRoleId } = await makeRole(company.owner, ['inventory:read', 'locations:read']);
    const place = await company.owner.call('POST', '/locations', {
      name: 'Dye house Prato',
      locationType: 'DYE_HOUSE',
    });
    const page = await openAs(admin.email);
    await page.getByRole('link', { name: clerk.name }).click();
    await drawer(page).getByRole('button', { name: 'Change role' }).click();
    const dialog = page.getByRole('dialog', { name: `Role of ${clerk.name}` });
    await dialog.waitFor();
    // Nobody gives more than they have.
    expect(await dialog.getByLabel('Role').getByRole('option').allTextContents()).toEqual([
      'Administrator',
      'Manager',
      'Employee',
    ]);
    await dialog.getByLabel('Role').selectOption('Manager');
    await dialog.getByRole('button', { name: 'Give this role' }).click();
    await page.getByText(`${clerk.name} is Manager now`).waitFor();
    expect((await rolesIn(company.id))[clerk.id]).toBe('MANAGER');

    await drawer(page).getByRole('button', { name: 'Change access' }).click();
    const access = page.getByRole('dialog', { name: `Access of ${clerk.name}` });
    await access.getByLabel('Own role').selectOption({ index: 1 });
    await access.getByRole('checkbox', { name: 'All locations' }).click();
    expect(await access.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    await access.getByRole('checkbox', { name: 'Dye house Prato' }).click();
    await access.getByRole('button', { name: 'Save' }).click();
    await page.getByText(`The access of ${clerk.name} is changed`).waitFor();
    expect(await membershipOf(clerk.id)).toEqual({
      role: 'MANAGER',
      custom_role_id: customRoleId,
      location_ids: [place.body.id],
    });
    await page.keyboard.press('Escape');
    await drawer(page).waitFor({ state: 'hidden' });
    expect(await rowOf(page, clerk.name).textContent()).toMatch(/Manager · Role \d+Dye house Prato/);
    expect(browser.faults).toEqual([]);
  });

  it('should say in words what the server refuses', async () => {
    const owner = await hire(company.id, 'Olivia Serra', 'OWNER');
    await asSuperuser('UPDATE users SET is_active = false WHERE id = $1', [company.ownerId]);
    const page = await openAs(owner.email);
    await page.getByRole('link', { name: owner.name }).click();
    await drawer(page).getByRole('button', { name: 'Change role' }).click();
    await page.getByRole('dialog', { name: 'Role of' }).getByLabel('Role').selectOption('Employee');
    await page.getByRole('button', { name: 'Give this role' }).click();
    await page.getByRole('dialog', { name: 'Role of' }).getByRole('alert').getByText(/owner/).waitFor();
    expect((await rolesIn(company.id))[owner.id]).toBe('OWNER');
    expect(unexpected(browser.faults, 422)).toEqual([]);
  });

  it('should change and remove several at once, and say for each what became of it', async () => {
    const admin = await hire(company.id, 'Ada Neri', 'ADMIN');
    const [carlo, dina] = [
      await hire(company.id, 'Carlo Verdi', 'EMPLOYEE'),
      await hire(company.id, 'Dina Rossi', 'EMPLOYEE'),
    ];
    const page = await openAs(admin.email);
    const tick = (name: string) => page.getByRole('checkbox', { name: `Select ${name}` }).click();
    // Nobody ticks themselves.
    expect(await page.getByRole('checkbox', { name: `Select ${admin.name}` }).count()).toBe(0);
    await page.getByRole('checkbox', { name: 'Select all' }).click();
    await page.getByRole('button', { name: 'Change the role of 3 people' }).click();
    await page.getByRole('dialog').getByLabel('Role').selectOption('Manager');
    await page.getByRole('button', { name: 'Give this role' }).click();
    const outcome = page.getByRole('dialog', { name: 'Done for 2 of 3' });
    await outcome.waitFor();
    const each = await outcome.getByRole('listitem').allTextContents();
    expect(each.map((text) => text.replace(/(?<=Done|done).*/, ''))).toEqual([
      'Olga FerriNot done',
      'Dina RossiDone',
      'Carlo VerdiDone',
    ]);
    expect(each[0]).toContain('Only an owner changes or removes one.');
    const roles = await rolesIn(company.id);
    expect([roles[company.ownerId], roles[carlo.id], roles[dina.id]]).toEqual(['OWNER', 'MANAGER', 'MANAGER']);
    await outcome.getByRole('button', { name: 'Close' }).last().click();

    await tick('Olga Ferri');
    await page.getByRole('button', { name: 'Remove 1 person' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByRole('dialog', { name: 'Done for 0 of 1' }).getByText('Only an owner').waitFor();
    await page.keyboard.press('Escape');

    const session = (await carlo.login()).body;
    await tick(carlo.name);
    await tick(dina.name);
    await page.getByRole('button', { name: 'Remove 2 people' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByRole('dialog', { name: 'Done for 2 of 2' }).getByText('Carlo Verdi').waitFor();
    await page.keyboard.press('Escape');
    await rowOf(page, carlo.name).waitFor({ state: 'hidden' });
    expect(Object.keys(await rolesIn(company.id)).sort()).toEqual([company.ownerId, admin.id].sort());
    expect(await letsIn(session)).toBe(false);
    expect(unexpected(browser.faults, 422)).toEqual([]);
  });

  it('should remove somebody, give the focus back, and let one leave', async () => {
    const admin = await hire(company.id, 'Ada Neri', 'ADMIN');
    const clerk = await hire(company.id, 'Carlo Verdi', 'EMPLOYEE');
    const page = await openAs(admin.email);
    await page.getByRole('link', { name: clerk.name }).focus();
    await page.keyboard.press('Enter');
    const remove = drawer(page).getByRole('button', { name: 'Remove' });
    await remove.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: `Remove ${clerk.name}?` }).waitFor();
    await page.keyboard.press('Escape');
    await eventually(() => drawer(page).locator('button:focus').textContent()).toBe('Remove');
    await page.keyboard.press('Enter');
    await page
      .getByRole('dialog', { name: `Remove ${clerk.name}?` })
      .getByRole('button', { name: 'Remove' })
      .click();
    await page.getByText(`${clerk.name} no longer belongs to the company`).waitFor();
    expect((await rolesIn(company.id))[clerk.id]).toBeUndefined();

    // Who has signed in a while ago shows first that it is they.
    await asSuperuser(`UPDATE sessions SET proved_at = now() - interval '16 minutes' WHERE user_id = $1`, [admin.id]);
    await page.getByRole('link', { name: admin.name }).click();
    await drawer(page).getByRole('button', { name: 'Leave the company' }).click();
    await page
      .getByRole('dialog', { name: 'Leave Maglieria Bisenzio?' })
      .getByRole('button', { name: 'Leave' })
      .click();
    const proof = page.getByRole('dialog', { name: 'Confirm that it is you' });
    await proof.getByLabel('Present password').fill(PASSWORD);
    expect((await rolesIn(company.id))[admin.id]).toBe('ADMIN');
    await proof.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    expect((await rolesIn(company.id))[admin.id]).toBeUndefined();
    expect(unexpected(browser.faults, 403)).toEqual([]);
  });

  it('should invite, send again and revoke, and say at the field what is wrong', async () => {
    const admin = await hire(company.id, 'Ada Neri', 'ADMIN');
    const place = await company.owner.call('POST', '/locations', {
      name: 'Yarn store Prato',
      locationType: 'WAREHOUSE',
    });
    const page = await openAs(admin.email);
    const invitations = panel(page, 'Invitations');
    await invitations.getByText('Nobody is invited').waitFor();
    await invitations.getByRole('button', { name: 'Invite somebody' }).click();
    const dialog = page.getByRole('dialog', { name: 'Invite somebody' });
    await dialog.getByLabel('E-mail').fill(admin.email);
    await dialog.getByRole('button', { name: 'Send invitation' }).click();
    await dialog.getByText('This person belongs to the company already.').waitFor();
    const guest = `${uuidv7()}@example.test`;
    await dialog.getByLabel('E-mail').fill(guest);
    await dialog.getByLabel('Role').selectOption('Manager');
    await dialog.getByRole('checkbox', { name: 'All locations' }).click();
    await dialog.getByRole('checkbox', { name: 'Yarn store Prato' }).click();
    await dialog.getByRole('button', { name: 'Send invitation' }).click();
    await page.getByText(`An invitation is on its way to ${guest}`).waitFor();
    const row = invitations.getByRole('row').filter({ hasText: guest });
    expect(await row.textContent()).toContain('ManagerYarn store PratoOpenAda Neri');
    const kept = 'SELECT role, location_ids, revoked_at IS NULL AS open FROM invitations WHERE email = $1';
    expect(await asSuperuser(kept, [guest])).toEqual([{ role: 'MANAGER', location_ids: [place.body.id], open: true }]);

    const look = async (token: string) => (await client().call('POST', '/invitations/look', { token })).status;
    const first = await tokenSentTo(guest);
    await row.getByRole('button', { name: 'Send again' }).click();
    await eventually(async () => (await messagesTo(guest)).length).toBe(2);
    const second = await tokenSentTo(guest);
    expect([await look(first), await look(second)]).toEqual([404, 200]);
    await row.getByRole('button', { name: 'Revoke' }).click();
    await row.getByText('Revoked').waitFor();
    expect(await look(second)).toBe(404);
    expect(await row.getByRole('button').count()).toBe(0);
    expect(unexpected(browser.faults, 409)).toEqual([]);
  });

  it('should show managers the people and nothing to do, and be no screen of employees', async () => {
    const manager = await hire(company.id, 'Mara Gallo', 'MANAGER');
    const clerk = await hire(company.id, 'Carlo Verdi', 'EMPLOYEE');
    const page = await openAs(manager.email);
    expect(await page.getByRole('checkbox').count()).toBe(0);
    expect(await page.getByRole('heading', { name: 'Invitations' }).count()).toBe(0);
    await page.getByRole('link', { name: clerk.name }).click();
    await drawer(page).getByRole('heading', { name: clerk.name }).waitFor();
    expect(
      await drawer(page)
        .getByRole('button', { name: /Change|Remove/ })
        .count(),
    ).toBe(0);
    await browser.close();

    browser = await site.open();
    const other = await browser.page();
    await signInAt(other, site.served.base, clerk.email);
    expect(await other.getByRole('link', { name: 'People' }).count()).toBe(0);
    await other.goto(`${site.served.base}/people`);
    await other.getByText('This screen is not part of your role').waitFor();
    expect(browser.faults).toEqual([]);
  });

  it('should fit a phone: a card for each of the people, with what can be done', async () => {
    const admin = await hire(company.id, 'Ada Neri', 'ADMIN');
    const clerk = await hire(company.id, 'Carlo Verdi', 'EMPLOYEE');
    browser = await site.open({ width: 390, height: 844 });
    const page = await browser.page();
    await page.goto(`${site.served.base}/people`);
    await page.getByLabel('E-mail or phone number').fill(admin.email);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    const card = page.getByRole('list', { name: 'Members' }).getByRole('listitem').filter({ hasText: clerk.name });
    await card.getByRole('checkbox', { name: `Select ${clerk.name}` }).click();
    await page.getByRole('button', { name: 'Change the role of 1 person' }).click();
    await page.getByRole('dialog').getByLabel('Role').selectOption('Manager');
    await page.getByRole('button', { name: 'Give this role' }).click();
    await page.getByRole('dialog', { name: 'Done for 1 of 1' }).waitFor();
    await page.keyboard.press('Escape');
    await card.getByText('Manager').waitFor();
    expect((await rolesIn(company.id))[clerk.id]).toBe('MANAGER');
    expect(await page.evaluate('document.documentElement.scrollWidth > window.innerWidth')).toBe(false);
    expect(browser.faults).toEqual([]);
  });

  it('should wait, say what went wrong, try again, and speak Italian', async () => {
    const admin = await hire(company.id, 'Ada Neri', 'ADMIN');
    browser = await site.open();
    const page = await browser.page();
    await signInAt(page, site.served.base, admin.email);
    let broken = true;
    await page.route('**/api/v1/tenants/current/members', (route) =>
      broken ? route.fulfill({ status: 500, contentType: 'application/json', body: '{}' }) : route.continue(),
    );
    await page.goto(`${site.served.base}/people`);
    await panel(page, 'Members').getByRole('alert').waitFor();
    broken = false;
    await panel(page, 'Members').getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('link', { name: admin.name }).waitFor();
    await page.getByRole('button', { name: 'Account' }).click();
    await page.getByRole('menuitem', { name: 'Italiano' }).click();
    await page.keyboard.press('Escape');
    await panel(page, 'Membri').getByRole('cell', { name: 'Titolare' }).waitFor();
    expect(await page.locator('#content').textContent()).not.toMatch(/\b(people|access|common|enums)\.\w+/);
    expect(unexpected(browser.faults, 500)).toEqual([]);
  });
});
