import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Company, client, makeCompany } from '../support/api';
import { type Browser, chromiumPath } from '../support/browser';
import { knowKey } from '../support/canary';
import { panel, signInAt, unexpected, withConsole } from '../support/console';
import { hire } from '../support/crew';
import { asSuperuser } from '../support/database';
import { giveAccess, makeRole } from '../support/people';

/** Roles of a company's own, and its API keys, in a real Chromium. */
describe.skipIf(!chromiumPath)('the screens of roles and keys', () => {
  const site = withConsole();
  let company: Company;
  let browser: Browser;

  beforeEach(async () => {
    company = await makeCompany({ name: 'Tintoria Calice' });
  });

  const openAs = async (email: string, screen: string): Promise<Page> => {
    browser = await site.open();
    const page = await browser.page();
    await signInAt(page, site.served.base, email);
    await page
      .getByRole('navigation', { name: 'Main navigation' })
      .getByRole('link', { name: screen, exact: true })
      .click();
    await page.getByRole('heading', { name: screen, exact: true }).waitFor();
    return page;
  };
  const rolesOf = async () =>
    (await company.owner.call('GET', '/tenants/current/roles')).body.data as { name: string; permissions: string[] }[];

  it('should make a role of permissions in groups, change it, and delete it once nobody has it', async () => {
    const admin = await hire(company.id, 'Ada Neri', 'ADMIN');
    const clerk = await hire(company.id, 'Carlo Verdi', 'EMPLOYEE');
    const page = await openAs(admin.email, 'Roles');
    const roles = panel(page, 'Own roles');
    await roles.getByText('No roles of your own yet').waitFor();
    await roles.getByRole('button', { name: 'New role' }).click();
    const dialog = page.getByRole('dialog', { name: 'New role' });
    await dialog.getByLabel('Name').fill('Store keeper');
    await dialog.getByRole('button', { name: 'Make role' }).click();
    await dialog.getByText('Give at least one permission').waitFor();
    const goods = dialog.getByRole('group', { name: 'Goods' });
    await goods.getByRole('checkbox', { name: 'See items and stock' }).click();
    await goods.getByRole('checkbox', { name: 'Enter, change and archive items' }).press(' ');
    await dialog.getByRole('button', { name: 'Make role' }).click();
    await page.getByText('The role Store keeper is there').waitFor();
    expect(await rolesOf()).toMatchObject([
      { name: 'Store keeper', permissions: ['inventory:read', 'inventory:write'] },
    ]);

    await roles.getByRole('button', { name: 'Change Store keeper' }).click();
    const change = page.getByRole('dialog', { name: 'Change Store keeper' });
    await change.getByRole('checkbox', { name: 'Enter, change and archive items' }).click();
    await change.getByRole('checkbox', { name: 'See locations' }).click();
    await change.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The role Store keeper is changed').waitFor();
    const [role] = (await company.owner.call('GET', '/tenants/current/roles')).body.data;
    expect(role.permissions).toEqual(['locations:read', 'inventory:read']);

    await giveAccess(company.owner, clerk.id, { customRoleId: role.id });
    await roles.getByRole('button', { name: 'Delete Store keeper' }).click();
    const remove = page.getByRole('dialog', { name: 'Delete Store keeper' });
    await remove.getByRole('button', { name: 'Delete' }).click();
    await remove.getByRole('alert').getByText('1 of your people have this role').waitFor();
    await giveAccess(company.owner, clerk.id, { customRoleId: null });
    await remove.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('The role Store keeper is deleted').waitFor();
    expect(await rolesOf()).toEqual([]);
    expect(unexpected(browser.faults, 400, 409)).toEqual([]);
  });

  it('should say that somebody else has changed a role meanwhile, and give no more than one has', async () => {
    const admin = await hire(company.id, 'Ada Neri', 'ADMIN');
    const clerk = await hire(company.id, 'Carlo Verdi', 'EMPLOYEE');
    const { id, version } = await makeRole(company.owner, ['roles:manage', 'inventory:read', 'tenant:read']);
    await giveAccess(company.owner, clerk.id, { customRoleId: id });
    const page = await openAs(admin.email, 'Roles');
    await panel(page, 'Own roles')
      .getByRole('button', { name: /^Change/ })
      .click();
    const change = page.getByRole('dialog', { name: /^Change/ });
    const path = `/tenants/current/roles/${id}`;
    const others = await company.owner.call('PATCH', path, { name: 'Clerk' }, { 'if-match': `"${version}"` });
    expect(others.status).toBe(200);
    await change.getByLabel('Name').fill('Mine');
    await change.getByRole('button', { name: 'Save' }).click();
    await change.getByRole('alert').getByText('Changed in the meantime').waitFor();
    expect((await rolesOf()).map(({ name }) => name)).toEqual(['Clerk']);
    await browser.close();

    const theirs = await openAs(clerk.email, 'Roles');
    await panel(theirs, 'Own roles').getByRole('button', { name: 'New role' }).click();
    const dialog = theirs.getByRole('dialog', { name: 'New role' });
    await dialog.getByText('What you may not do yourself you cannot give to others.').waitFor();
    expect(await dialog.getByRole('checkbox', { name: 'See items and stock' }).isEnabled()).toBe(true);
    expect(await dialog.getByRole('checkbox', { name: 'See and enter costs' }).isEnabled()).toBe(false);
    // Keys are not theirs to make, and the screen says so.
    await theirs.goto(`${site.served.base}/api-keys`);
    await theirs.getByText('This screen is not part of your role').waitFor();
    expect(unexpected(browser.faults, 412)).toEqual([]);
  });

  it('should make a key that is shown once and lets a program in, until it is revoked', async () => {
    const admin = await hire(company.id, 'Ada Neri', 'ADMIN');
    await company.owner.call('POST', '/locations', { name: 'Vat hall', locationType: 'DYE_HOUSE' });
    const page = await openAs(admin.email, 'API keys');
    await browser.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const keys = panel(page, 'Keys');
    await keys.getByText('No keys yet').waitFor();
    await keys.getByRole('button', { name: 'New key' }).click();
    const dialog = page.getByRole('dialog', { name: 'New key' });
    await dialog.getByRole('button', { name: 'Make key' }).click();
    await dialog.getByText('Give at least one permission').waitFor();
    expect(await dialog.locator('input:focus').getAttribute('name')).toBe('name');
    await dialog.getByLabel('Name').fill('Scales');
    await dialog.getByLabel('Good for').selectOption('30 days');
    await dialog.getByRole('checkbox', { name: 'See locations' }).click();
    // What only people do is not there to be given to a program.
    expect(await dialog.getByRole('checkbox', { name: 'Make and revoke API keys' }).count()).toBe(0);
    await dialog.getByRole('checkbox', { name: 'All locations' }).click();
    await dialog.getByRole('checkbox', { name: 'Vat hall' }).click();
    await dialog.getByRole('button', { name: 'Make key' }).click();
    await page.getByText('Keep the key Scales: it is shown this once').waitFor();
    const key = await page.getByLabel('API key', { exact: true }).inputValue();
    knowKey(key, company.id);
    await page.getByRole('button', { name: 'Copy' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(key);
    const listed = await client(key).call('GET', '/locations');
    expect(listed.body.data.map(({ name }: { name: string }) => name)).toEqual(['Vat hall']);
    const row = keys.getByRole('row').filter({ hasText: 'Scales' });
    expect(await row.textContent()).toMatch(/See locationsVat hallAda NeriNever.*Living/);
    const days = `SELECT round(extract(epoch FROM expires_at - created_at) / 86400)::int AS days FROM api_keys`;
    expect(await asSuperuser(`${days} WHERE tenant_id = $1`, [company.id])).toEqual([{ days: 30 }]);

    await page.getByRole('button', { name: 'I have kept it' }).click();
    await page.reload();
    await row.waitFor();
    expect(await page.locator('body').textContent()).not.toContain(key);
    await row.getByRole('button', { name: 'Revoke Scales' }).click();
    await page.getByRole('dialog', { name: 'Revoke Scales' }).getByRole('button', { name: 'Revoke' }).click();
    await row.getByText('Revoked').waitFor();
    expect((await client(key).call('GET', '/locations')).status).toBe(401);
    expect(await row.getByRole('button').count()).toBe(0);
    expect(unexpected(browser.faults, 400)).toEqual([]);
  });

  it('should be no screens of managers, say what went wrong, and speak Italian', async () => {
    const manager = await hire(company.id, 'Mara Gallo', 'MANAGER');
    browser = await site.open();
    const page = await browser.page();
    await signInAt(page, site.served.base, manager.email);
    expect(await page.getByRole('link', { name: /^(Roles|API keys)$/ }).count()).toBe(0);
    for (const path of ['roles', 'api-keys']) {
      await page.goto(`${site.served.base}/${path}`);
      await page.getByText('This screen is not part of your role').waitFor();
    }
    await browser.close();

    const admin = await hire(company.id, 'Ada Neri', 'ADMIN');
    await makeRole(company.owner, ['inventory:read']);
    browser = await site.open();
    const theirs = await browser.page();
    await signInAt(theirs, site.served.base, admin.email);
    let broken = true;
    await theirs.route(/current\/(roles|api-keys)$/, (route) =>
      broken ? route.fulfill({ status: 500, contentType: 'application/json', body: '{}' }) : route.continue(),
    );
    for (const [path, part] of [
      ['roles', 'Own roles'],
      ['api-keys', 'Keys'],
    ] as const) {
      broken = true;
      await theirs.goto(`${site.served.base}/${path}`);
      await panel(theirs, part).getByRole('alert').waitFor();
      broken = false;
      await panel(theirs, part).getByRole('button', { name: 'Try again' }).click();
      await panel(theirs, part).getByRole('alert').waitFor({ state: 'hidden' });
    }
    await theirs.getByRole('button', { name: 'Account' }).click();
    await theirs.getByRole('menuitem', { name: 'Italiano' }).click();
    await theirs.keyboard.press('Escape');
    await theirs.getByRole('button', { name: 'Nuova chiave' }).click();
    await theirs.getByRole('dialog').getByRole('checkbox', { name: 'Vedere articoli e giacenze' }).waitFor();
    const shown = await theirs.locator('body').textContent();
    expect(shown).not.toMatch(/\b(roles|keys|access|permissions|common|people)\.\w+/);
    expect(unexpected(browser.faults, 500)).toEqual([]);
  });
});
