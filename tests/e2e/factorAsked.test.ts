import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { databaseManager } from '@/database/connection';
import { addMember } from '@/tenants/people/members.service';
import { client, tokenFor } from '../support/api';
import { type Browser, chromiumPath } from '../support/browser';
import { panel, signInAt, unexpected, withConsole } from '../support/console';
import { hire } from '../support/crew';
import { asSuperuser, makeTenant } from '../support/database';
import { PASSWORD } from '../support/sessions';
import { codeOf, makePersonWithTotp } from '../support/totp';

const ASK = '/tenants/current/actions/require-second-factor';

/** A company that asks its people for a second factor, in a real Chromium. */
describe.skipIf(!chromiumPath)('a company that asks for a second factor', () => {
  const site = withConsole();
  let browser: Browser;

  beforeAll(async () => {
    // Heard of at once, as in a process that has been at work.
    databaseManager.onChange(() => undefined);
  });

  const makeMill = async (name: string) => {
    const owner = await makePersonWithTotp();
    const id = await makeTenant({ name, userId: owner.id });
    return { id, owner, caller: client(await tokenFor(owner.id, id)) };
  };
  const newPage = async (): Promise<Page> => {
    browser = await site.open();
    return browser.page();
  };
  const go = (page: Page, screen: string) =>
    page.getByRole('navigation', { name: 'Main navigation' }).getByRole('link', { name: screen, exact: true }).click();
  const asks = (page: Page) => page.getByRole('status').getByText('This company asks for a second factor');
  const isAsked = async (companyId: string) => {
    const sql = 'SELECT second_factor_required AS asked FROM tenants WHERE id = $1';
    return (await asSuperuser<{ asked: boolean }>(sql, [companyId]))[0]?.asked;
  };

  it('should say so in place of each screen, lead to the account, and back to work without a reload', async () => {
    const mill = await makeMill('Maglificio Chiana');
    const member = await hire(mill.id, 'Dina Rossi', 'MANAGER');
    const page = await newPage();
    await signInAt(page, site.served.base, member.email);
    await go(page, 'Suppliers');
    await page.getByText('No suppliers yet').waitFor();
    expect((await mill.caller.call('POST', ASK, { required: true })).status).toBe(200);
    await page.evaluate('window.stillHere = true');
    await go(page, 'Customers');
    await asks(page).waitFor();
    await page.getByText('To work in Maglificio Chiana you need one').waitFor();
    expect(await page.getByText('No customers yet').count()).toBe(0);
    expect(await page.title()).toBe('This company asks for a second factor · Lavoro');
    await go(page, 'Suppliers');
    await asks(page).waitFor();

    await page.getByRole('link', { name: 'Turn on a second factor' }).focus();
    await page.keyboard.press('Enter');
    const factor = panel(page, 'Second factor');
    await factor.getByRole('button', { name: 'Turn on' }).click();
    await factor.getByLabel('Present password').fill(PASSWORD);
    await factor.getByRole('button', { name: 'Go on' }).click();
    const secret = (await factor.locator('code').textContent()) ?? '';
    await factor.getByRole('textbox', { name: 'Code' }).fill(codeOf(secret));
    await factor.getByRole('button', { name: 'Turn on' }).click();
    await factor.getByRole('button', { name: 'I have kept them' }).click();
    await page.getByText('No suppliers yet').waitFor();
    expect(new URL(page.url()).pathname).toBe('/suppliers');
    expect(await page.evaluate('window.stillHere')).toBe(true);
    expect((await client(await tokenFor(member.id, mill.id)).call('GET', '/suppliers')).status).toBe(200);
    expect(unexpected(browser.faults, 403)).toEqual([]);
  });

  it('should leave the other companies within reach, and look again when it is told to', async () => {
    const [asking, other] = [await makeMill('Maglificio Sieve'), await makeMill('Filatura Elsa')];
    const member = await hire(asking.id, 'Dina Rossi', 'MANAGER');
    await addMember(other.id, member.id, 'MANAGER', 'cli:anna');
    await asking.caller.call('POST', ASK, { required: true });
    const page = await newPage();
    await page.goto(`${site.served.base}/suppliers`);
    await page.getByLabel('E-mail or phone number').fill(member.email);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Maglificio Sieve' }).click();
    await asks(page).waitFor();
    const switchTo = async (name: string) => {
      await page.getByRole('button', { name: /^Company:/ }).click();
      await page.getByRole('menuitem', { name }).click();
    };
    await switchTo('Filatura Elsa');
    await page.getByText('No suppliers yet').waitFor();
    await switchTo('Maglificio Sieve');
    await asks(page).waitFor();
    await page.getByRole('button', { name: 'Account' }).click();
    await page.getByRole('menuitem', { name: 'Italiano' }).click();
    await page.keyboard.press('Escape');
    await page.getByText('Questa azienda chiede un secondo fattore').waitFor();
    await asking.caller.call('POST', ASK, { required: false });
    await page.getByRole('button', { name: 'Riprova' }).click();
    await page.getByText('Ancora nessun fornitore').waitFor();
    expect(unexpected(browser.faults, 403)).toEqual([]);
  });

  it('should be asked for, and no longer, by a switch among the people', async () => {
    const mill = await makeMill('Tintoria Ema');
    const page = await newPage();
    await page.goto(`${site.served.base}/people`);
    await page.getByLabel('E-mail or phone number').fill(mill.owner.email);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByLabel('Code').fill(codeOf(mill.owner.secret));
    await page.getByRole('button', { name: 'Sign in' }).click();
    const toggle = panel(page, 'Second factor').getByRole('switch', { name: 'Ask everybody for a second factor' });
    await toggle.waitFor();
    expect(await toggle.isChecked()).toBe(false);
    await toggle.press('Space');
    await page.getByRole('dialog').getByRole('button', { name: 'Ask for it' }).click();
    await page.getByText('Everybody is asked for a second factor now').waitFor();
    expect([await toggle.isChecked(), await isAsked(mill.id)]).toEqual([true, true]);
    await toggle.press('Space');
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    expect([await toggle.isChecked(), await isAsked(mill.id)]).toEqual([true, true]);
    await toggle.press('Space');
    await page.getByRole('dialog').getByRole('button', { name: 'Ask no longer' }).click();
    await page.getByText('Nobody is asked for a second factor any more').waitFor();
    expect([await toggle.isChecked(), await isAsked(mill.id)]).toEqual([false, false]);
    expect(browser.faults).toEqual([]);
  });

  it('should say in words that whoever has none cannot ask for it, and show managers no switch', async () => {
    const mill = await makeMill('Tintoria Greve');
    const admin = await hire(mill.id, 'Ada Neri', 'ADMIN');
    const page = await newPage();
    await signInAt(page, site.served.base, admin.email);
    await go(page, 'People');
    await panel(page, 'Second factor').getByRole('switch').press('Space');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('You have none yourself, and would be shut out.').waitFor();
    await dialog.getByRole('button', { name: 'Ask for it' }).click();
    await dialog.getByRole('alert').getByText('Turn yours on first.').waitFor();
    expect(await isAsked(mill.id)).toBe(false);
    await dialog.getByRole('link', { name: 'Turn on a second factor' }).click();
    await page.getByRole('heading', { name: 'Your account' }).waitFor();
    expect(unexpected(browser.faults, 409)).toEqual([]);
    await browser.close();

    const manager = await hire(mill.id, 'Mara Conti', 'MANAGER');
    const theirs = await newPage();
    await signInAt(theirs, site.served.base, manager.email);
    await go(theirs, 'People');
    await panel(theirs, 'Members').getByRole('table').waitFor();
    expect(await panel(theirs, 'Second factor').count()).toBe(0);
    expect(browser.faults).toEqual([]);
  });
});
