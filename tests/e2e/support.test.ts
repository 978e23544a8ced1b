import type { Page } from 'playwright-core';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { databaseManager } from '@/database/connection';
import { type Company, makeCompany } from '../support/api';
import { type Browser, chromiumPath } from '../support/browser';
import { panel, signInAt, unexpected, withConsole } from '../support/console';
import { hire } from '../support/crew';
import { asSuperuser } from '../support/database';
import { consented, openedIn, SUPPORT, WHY } from '../support/supportAccess';

const ACTIVE = 'Support can work in this company now.';

/** Letting the operator's support in, and seeing that it is, in a real Chromium. */
describe.skipIf(!chromiumPath)('the support screen', () => {
  const site = withConsole();
  let company: Company;
  let browser: Browser;

  beforeAll(async () => {
    // Heard of at once, as in a process that has been at work.
    databaseManager.onChange(() => undefined);
  });
  beforeEach(async () => {
    company = await makeCompany({ name: 'Maglieria Bisenzio' });
    await asSuperuser(`UPDATE users SET first_name = 'Olga', last_name = 'Ferri' WHERE id = $1`, [company.ownerId]);
    browser = await site.open();
  });

  const signIn = async (name: string, role: 'ADMIN' | 'EMPLOYEE' | 'MANAGER') => {
    const person = await hire(company.id, name, role);
    const page = await browser.page();
    await signInAt(page, site.served.base, person.email);
    return page;
  };
  const go = (page: Page, screen: string) =>
    page.getByRole('navigation', { name: 'Main navigation' }).getByRole('link', { name: screen, exact: true }).click();
  const lookAgain = (page: Page) => page.evaluate('window.dispatchEvent(new Event("visibilitychange"))');
  const banner = (page: Page) => page.getByRole('status').filter({ hasText: ACTIVE });
  const list = (page: Page) => panel(page, 'Consents');
  const held = () =>
    asSuperuser(
      `SELECT level, reason, round(extract(epoch FROM expires_at - created_at) / 3600)::int AS hours, ended_at IS NULL AS living
       FROM support_consents WHERE tenant_id = $1 ORDER BY created_at`,
      [company.id],
    );

  it('should let support in by keyboard, show who came in and why, and end it at once', async () => {
    const page = await signIn('Ada Neri', 'ADMIN');
    await go(page, 'Support');
    await list(page).getByText('Support was not let in').waitFor();
    await list(page).getByRole('button', { name: 'Let support in' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Let support in' });
    await dialog.locator('input[type=radio]:focus').waitFor();
    await page.keyboard.press('ArrowDown');
    expect(await dialog.getByRole('radio', { name: 'change what an administrator may' }).isChecked()).toBe(true);
    await dialog.getByLabel('For how long').selectOption('8 hours');
    await dialog.getByLabel('What it is about').press('Tab');
    await dialog.getByRole('button', { name: 'Let support in' }).click();
    await dialog.locator('textarea[name=reason]:focus').waitFor();
    expect(await held()).toEqual([]);
    await page.keyboard.type(WHY);
    await dialog.getByRole('button', { name: 'Let support in' }).press('Enter');
    await page.getByText('Support may come in until').waitFor();
    expect(await held()).toEqual([{ level: 'READ_WRITE', reason: WHY, hours: 8, living: true }]);
    const row = list(page).getByRole('row').filter({ hasText: WHY });
    await row.getByText('Nobody', { exact: true }).waitFor();
    expect(await row.textContent()).toMatch(/Look, and change.*Ada Neri.*Open/);
    expect(await banner(page).count()).toBe(0);

    const { caller } = await openedIn(company.id);
    expect((await caller.call('GET', '/suppliers')).status).toBe(200);
    await lookAgain(page);
    await banner(page).waitFor();
    await page.reload();
    const came = list(page).getByRole('list', { name: 'Who came in' });
    await came.getByText('anna', { exact: true }).waitFor();
    expect(await came.textContent()).toMatch(/anna: To count it.*in since .*last seen/);

    await list(page)
      .getByRole('button', { name: `End now: ${WHY}` })
      .click();
    await page.getByRole('dialog').getByRole('button', { name: 'End now' }).click();
    await page.getByText('The consent has ended, and support is out').waitFor();
    await banner(page).waitFor({ state: 'hidden' });
    await row.getByText('Ended', { exact: true }).waitFor();
    expect(await row.getByRole('button').count()).toBe(0);
    expect((await held())[0]).toMatchObject({ living: false });
    expect((await caller.call('GET', '/suppliers')).status).toBe(401);
    expect(unexpected(browser.faults, 400)).toEqual([]);
  });

  it('should tell everybody of the company on every screen while support can work there', async () => {
    await consented(company.owner);
    await openedIn(company.id);
    const page = await signIn('Carlo Verdi', 'EMPLOYEE');
    await banner(page).waitFor();
    for (const screen of ['Items', 'Stock']) {
      await go(page, screen);
      await page.getByRole('heading', { name: screen, exact: true, level: 1 }).waitFor();
      expect(await banner(page).count()).toBe(1);
    }
    await page.goto(`${site.served.base}/account`);
    await banner(page).waitFor();
    // Who cannot end it is not led to where it is ended.
    expect(await banner(page).getByRole('link').count()).toBe(0);
    await page.goto(`${site.served.base}/support`);
    await page.getByText('This screen is not part of your role').waitFor();
    expect(browser.faults).toEqual([]);
  });

  it('should lead those who can end it to where it is, and take what was replaced for over', async () => {
    await consented(company.owner);
    await openedIn(company.id);
    const page = await signIn('Ada Neri', 'ADMIN');
    await banner(page).getByRole('link', { name: 'See who it is, and end it' }).click();
    await list(page).getByText('Olga Ferri').waitFor();
    await list(page).getByRole('button', { name: 'Let support in' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('The consent there is ends with this one').waitFor();
    await dialog.getByLabel('What it is about').fill('An invoice is missing');
    await dialog.getByRole('button', { name: 'Let support in' }).click();
    await list(page).getByText('Replaced', { exact: true }).waitFor();
    await banner(page).waitFor({ state: 'hidden' });
    expect(await held()).toEqual([
      { level: 'READ', reason: WHY, hours: 4, living: false },
      { level: 'READ', reason: 'An invoice is missing', hours: 4, living: true },
    ]);
    expect(browser.faults).toEqual([]);
  });

  it('should say what the server refuses, and speak Italian without a reload', async () => {
    const page = await signIn('Ada Neri', 'ADMIN');
    const consent = await consented(company.owner);
    await go(page, 'Support');
    await list(page)
      .getByRole('button', { name: `End now: ${WHY}` })
      .click();
    await company.owner.call('DELETE', `${SUPPORT}/${consent.id}`);
    await page.getByRole('dialog').getByRole('button', { name: 'End now' }).click();
    await page.getByRole('dialog').getByRole('alert').getByText('This consent has ended already.').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await list(page).getByText('Ended', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Account' }).click();
    await page.getByRole('menuitem', { name: 'Italiano' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: 'Assistenza', level: 1 }).waitFor();
    expect(await page.locator('#content').textContent()).not.toMatch(/\bsupport\.\w+|Consent|Ended/);
    expect(unexpected(browser.faults, 409)).toEqual([]);
  });
});
