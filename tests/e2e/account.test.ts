import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { addMember } from '@/tenants/people/members.service';
import { client, makeCompany, codeOf as problemOf } from '../support/api';
import { type Browser, chromiumPath } from '../support/browser';
import { eventually, panel, signInAt, unexpected, withConsole } from '../support/console';
import { asSuperuser } from '../support/database';
import { messagesTo, tokenSentTo } from '../support/messages';
import { letsIn, makePerson, PASSWORD } from '../support/sessions';
import { codeOf, makePersonWithTotp } from '../support/totp';

/** A person's own account in a real Chromium. */
describe.skipIf(!chromiumPath)('the account page', () => {
  const site = withConsole();
  let company: string;
  let browser: Browser;

  beforeAll(async () => {
    company = (await makeCompany({ name: 'Tessitura Arno' })).id;
  });

  const open = async (email: string): Promise<Page> => {
    browser = await site.open();
    const page = await browser.page();
    await signInAt(page, site.served.base, email);
    await page.getByRole('button', { name: 'Account' }).click();
    await page.getByRole('menuitem', { name: 'Your account' }).click();
    await page.getByRole('heading', { name: 'Your account' }).waitFor();
    return page;
  };
  const employee = async () => {
    const person = await makePerson();
    await addMember(company, person.id, 'EMPLOYEE', 'cli:anna');
    return person;
  };

  it('should change the password, say at the field what is wrong, and end the other sessions', async () => {
    const person = await employee();
    const elsewhere = (await person.login()).body;
    const page = await open(person.email);
    const form = panel(page, 'Password');
    const fill = async (current: string, chosen: string) => {
      await form.getByLabel('Present password').fill(current);
      await form.getByLabel('New password').fill(chosen);
      await form.getByRole('button', { name: 'Change password' }).click();
    };
    await fill('not my password', 'a mill on the river Bisenzio');
    await form.getByText('This is not right.').waitFor();
    expect(await form.locator('input:focus').getAttribute('name')).toBe('currentPassword');
    await fill(PASSWORD, 'short');
    await form.getByText('At least 8 characters').waitFor();
    await fill(PASSWORD, 'a mill on the river Bisenzio');
    await page.getByText('you are signed out everywhere else').waitFor();
    expect(await form.getByLabel('New password').inputValue()).toBe('');
    await eventually(() => panel(page, 'Where you are signed in').getByRole('row').count()).toBe(2);
    expect(await letsIn(elsewhere)).toBe(false);
    expect([(await person.login()).status, (await person.login('a mill on the river Bisenzio')).status]).toEqual([
      401, 200,
    ]);
    await page.reload();
    await page.getByRole('heading', { name: 'Your account' }).waitFor();
    expect(unexpected(browser.faults, 400)).toEqual([]);
  });

  it('should turn the second factor on, with the secret to scan or type, and show the recovery codes once', async () => {
    const person = await employee();
    const page = await open(person.email);
    await browser.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const factor = panel(page, 'Second factor');
    await factor.getByText('Off', { exact: true }).waitFor();
    await factor.getByRole('button', { name: 'Turn on' }).click();
    await factor.getByLabel('Present password').fill(PASSWORD);
    await factor.getByRole('button', { name: 'Go on' }).click();
    await factor.getByRole('img', { name: 'QR code for your authenticator app' }).waitFor();
    const secret = (await factor.locator('code').textContent()) ?? '';
    await factor.getByRole('textbox', { name: 'Code' }).fill('12345');
    await factor.getByRole('button', { name: 'Turn on' }).click();
    await factor.getByText('Must be six digits').waitFor();
    expect((await person.login()).status).toBe(200);
    await factor.getByRole('textbox', { name: 'Code' }).fill(codeOf(secret));
    await factor.getByRole('button', { name: 'Turn on' }).click();
    const codes = factor.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
    await codes.first().waitFor();
    const shown = await codes.allTextContents();
    expect(shown).toHaveLength(10);
    await factor.getByRole('button', { name: 'Copy' }).click();
    await factor.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(`${shown.join('\n')}\n`);
    const saved = page.waitForEvent('download');
    await factor.getByRole('button', { name: 'Save as a file' }).click();
    expect(
      readFileSync(await (await saved).path(), 'utf8')
        .trim()
        .split('\n'),
    ).toEqual(shown);
    await factor.getByRole('button', { name: 'I have kept them' }).click();
    await factor.getByText('On', { exact: true }).waitFor();
    expect(await codes.count()).toBe(0);
    expect(problemOf(await person.login())).toBe('TOTP_REQUIRED');
    const login = { identifier: person.email, password: PASSWORD, totp: shown[0] };
    expect((await client().call('POST', '/auth/login', login)).status).toBe(200);
    expect(unexpected(browser.faults, 400)).toEqual([]);
  });

  it('should make other recovery codes, and turn the second factor off, with password and code', async () => {
    const person = await makePersonWithTotp();
    await addMember(company, person.id, 'EMPLOYEE', 'cli:anna');
    const [first = '', second = '', third = ''] = person.recoveryCodes;
    browser = await site.open();
    const page = await browser.page();
    await page.goto(`${site.served.base}/account`);
    await page.getByLabel('E-mail or phone number').fill(person.email);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByLabel('Code').fill(first);
    await page.getByRole('button', { name: 'Sign in' }).click();
    const factor = panel(page, 'Second factor');
    const dialog = page.getByRole('dialog');
    await factor.getByRole('button', { name: 'New recovery codes' }).click();
    await dialog.getByLabel('Present password').fill(PASSWORD);
    await dialog.getByLabel('Code').fill('aaaaa-aaaaa');
    await dialog.getByRole('button', { name: 'Make new codes' }).click();
    await dialog.getByText('This is not right.').waitFor();
    await dialog.getByLabel('Code').fill(second);
    await dialog.getByRole('button', { name: 'Make new codes' }).click();
    const codes = factor.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
    await codes.first().waitFor();
    const [fresh = ''] = await codes.allTextContents();
    expect((await person.login(third)).status).toBe(401);
    await factor.getByRole('button', { name: 'I have kept them' }).click();
    await factor.getByRole('button', { name: 'Turn off' }).click();
    await dialog.getByLabel('Present password').fill(PASSWORD);
    await dialog.getByLabel('Code').fill(fresh);
    await dialog.getByRole('button', { name: 'Turn off' }).click();
    await factor.getByText('Off', { exact: true }).waitFor();
    expect((await person.login()).status).toBe(200);
    expect(unexpected(browser.faults)).toEqual([]);
  });

  it('should have another address once it is confirmed, and the one before until then', async () => {
    const person = await employee();
    const page = await open(person.email);
    const addresses = panel(page, 'Addresses');
    const email = `new-${person.email}`;
    await addresses.getByRole('button', { name: 'Change e-mail address' }).click();
    const dialog = page.getByRole('dialog', { name: 'New e-mail address' });
    await dialog.getByLabel('New e-mail address').fill(email);
    await dialog.getByLabel('Present password').fill('not my password');
    await dialog.getByRole('button', { name: 'Send me a link' }).click();
    await dialog.getByText('This is not right.').waitFor();
    await dialog.getByLabel('Present password').fill(PASSWORD);
    await dialog.getByRole('button', { name: 'Send me a link' }).click();
    await page.getByText('A link is on its way.').waitFor();
    await addresses.getByText(person.email, { exact: true }).waitFor();
    const other = await browser.page();
    await other.goto(`${site.served.base}/verify-email#token=${await tokenSentTo(email)}`);
    await other.getByRole('button', { name: 'Confirm' }).click();
    await other.getByText('Your address is confirmed.').waitFor();
    await page.evaluate(`window.dispatchEvent(new Event('focus'))`);
    await addresses.getByText(email, { exact: true }).waitFor();

    const phone = `+3935${String(Date.now()).slice(-8)}`;
    await addresses.getByRole('button', { name: 'Add a phone number' }).click();
    const asking = page.getByRole('dialog', { name: 'New phone number' });
    await asking.getByLabel('New phone number').fill(phone);
    await asking.getByLabel('Present password').fill(PASSWORD);
    await asking.getByRole('button', { name: 'Send me a code' }).click();
    await page.getByText('A code is on its way.').waitFor();
    const code = /\b\d{8}\b/.exec((await messagesTo(phone)).at(-1)?.text ?? '')?.[0] ?? '';
    await addresses.getByLabel('The eight digits that were sent').fill(code);
    await addresses.getByRole('button', { name: 'Confirm' }).click();
    await addresses.getByText(phone, { exact: true }).waitFor();
    const [row] = await asSuperuser('SELECT email, phone FROM users WHERE id = $1', [person.id]);
    expect(row).toEqual({ email, phone });
    expect(unexpected(browser.faults, 401)).toEqual([]);
  });

  it('should confirm the e-mail address by the link, and the phone by the code, that are sent', async () => {
    const person = await employee();
    const phone = '+390574123456';
    await asSuperuser('UPDATE users SET phone = $2 WHERE id = $1', [person.id, phone]);
    const page = await open(person.email);
    const addresses = panel(page, 'Addresses');
    await addresses.getByRole('button', { name: 'Send me a link' }).click();
    await page.getByText('A link is on its way').waitFor();
    const text = (await messagesTo(person.email)).at(-1)?.text ?? '';
    const other = await browser.page();
    await other.goto(`${site.served.base}/verify-email${/#token=[\w-]+/.exec(text)?.[0] ?? ''}`);
    await other.getByRole('button', { name: 'Confirm' }).click();
    await other.getByText('Your address is confirmed.').waitFor();
    await other.close();
    await page.evaluate('window.dispatchEvent(new Event("focus"))');
    await eventually(() => addresses.getByText('Confirmed', { exact: true }).count()).toBe(1);

    await addresses.getByRole('button', { name: 'Send me a code' }).click();
    await addresses.getByLabel('The eight digits that were sent').fill('1234');
    await addresses.getByRole('button', { name: 'Confirm' }).click();
    await addresses.getByText('Must be eight digits').waitFor();
    const code = /\d{8}/.exec((await messagesTo(phone)).at(-1)?.text ?? '')?.[0] ?? '';
    await addresses.getByLabel('The eight digits that were sent').fill(code);
    await addresses.getByRole('button', { name: 'Confirm' }).click();
    await eventually(() => addresses.getByText('Confirmed', { exact: true }).count()).toBe(2);
    const shown = 'SELECT email_verified_at IS NOT NULL AS email, phone_verified_at IS NOT NULL AS phone FROM users';
    expect(await asSuperuser(`${shown} WHERE id = $1`, [person.id])).toEqual([{ email: true, phone: true }]);
    expect(unexpected(browser.faults, 400)).toEqual([]);
  });

  it('should list where one is signed in, and end one session, and all others', async () => {
    const person = await employee();
    const signedIn = async (device: string) => {
      const body = { identifier: person.email, password: PASSWORD, tokenTransport: 'body' };
      return (await client().call('POST', '/auth/login', body, { 'user-agent': device })).body;
    };
    const phone = await signedIn('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1');
    const scales = await signedIn('scales/2.1');
    const tablet = await signedIn('tablet/1.0');
    const page = await open(person.email);
    const sessions = panel(page, 'Where you are signed in');
    await sessions.getByRole('cell', { name: 'Safari on iOS', exact: true }).waitFor();
    const own = sessions.getByRole('row').filter({ hasText: 'This one' });
    expect(await own.textContent()).toContain('Chrome on Linux');
    expect(await own.textContent()).toContain('127.0.0.1');
    expect(await own.getByRole('button').count()).toBe(0);
    await sessions.getByRole('button', { name: 'End scales/2.1' }).click();
    await sessions.getByRole('cell', { name: 'scales/2.1', exact: true }).waitFor({ state: 'hidden' });
    expect([await letsIn(scales), await letsIn(phone), await letsIn(tablet)]).toEqual([false, true, true]);
    await sessions.getByRole('button', { name: 'End all others' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'End them' }).click();
    await page.getByText('2 other sessions ended').waitFor();
    await eventually(() => sessions.getByRole('row').count()).toBe(2);
    expect([await letsIn(phone), await letsIn(tablet)]).toEqual([false, false]);
    const living = 'SELECT count(*)::int AS count FROM sessions WHERE user_id = $1 AND revoked_at IS NULL';
    expect(await asSuperuser(living, [person.id])).toEqual([{ count: 1 }]);
    expect(browser.faults).toEqual([]);
  });

  it('should be there for somebody of no company as well', async () => {
    const person = await makePerson();
    browser = await site.open();
    const page = await browser.page();
    await page.goto(site.served.base);
    await page.getByLabel('E-mail or phone number').fill(person.email);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Set up your company' }).waitFor();
    await page.getByRole('link', { name: 'Your account' }).click();
    const form = panel(page, 'Password');
    await form.getByLabel('Present password').fill(PASSWORD);
    await form.getByLabel('New password').fill('a mill on the river Bisenzio');
    await form.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('you are signed out everywhere else').waitFor();
    expect((await person.login('a mill on the river Bisenzio')).status).toBe(200);
    await page.getByRole('link', { name: 'Back' }).click();
    await page.getByRole('heading', { name: 'Set up your company' }).waitFor();
    expect(browser.faults).toEqual([]);
  });

  it('should say why the sessions could not be loaded, and speak Italian without a reload', async () => {
    const person = await employee();
    browser = await site.open();
    const page = await browser.page();
    await signInAt(page, site.served.base, person.email);
    let broken = true;
    await page.route('**/api/v1/auth/sessions', (route) =>
      broken ? route.fulfill({ status: 500, contentType: 'application/json', body: '{}' }) : route.continue(),
    );
    await page.getByRole('button', { name: 'Account' }).click();
    await page.getByRole('menuitem', { name: 'Your account' }).click();
    const sessions = panel(page, 'Where you are signed in');
    await sessions.getByRole('alert').getByText('Something went wrong on our side').waitFor();
    broken = false;
    await sessions.getByRole('button', { name: 'Try again' }).click();
    await sessions.getByText('This one').waitFor();
    await page.getByRole('button', { name: 'Account' }).click();
    await page.getByRole('menuitem', { name: 'Italiano' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: 'Il tuo account' }).waitFor();
    expect(await page.locator('#content').textContent()).not.toMatch(/\baccount\.\w+|Sign|Password change/);
    expect(unexpected(browser.faults, 500)).toEqual([]);
  });
});
