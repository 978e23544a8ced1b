import type { Page } from 'playwright-core';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { client, makeCompany } from '../support/api';
import { type Browser, chromiumPath } from '../support/browser';
import { eventually, panel, signInAt, unexpected, withConsole } from '../support/console';
import { hire } from '../support/crew';
import { asSuperuser } from '../support/database';
import { letsIn, PASSWORD } from '../support/sessions';

const LONG_AGO = `UPDATE sessions SET proved_at = now() - interval '16 minutes' WHERE user_id = $1`;

/** Ending other sessions in a real Chromium, by somebody who signed in a while ago. */
describe.skipIf(!chromiumPath)('what takes a proof of who asks', () => {
  const site = withConsole();
  let company: string;
  let browser: Browser;
  let person: Awaited<ReturnType<typeof hire>>;
  let page: Page;

  beforeAll(async () => {
    company = (await makeCompany({ name: 'Tessitura Arno' })).id;
  });
  beforeEach(async () => {
    person = await hire(company, 'Carlo Verdi', 'EMPLOYEE');
  });

  const signedIn = async (device: string) => {
    const body = { identifier: person.email, password: PASSWORD, tokenTransport: 'body' };
    return (await client().call('POST', '/auth/login', body, { 'user-agent': device })).body;
  };
  const openLongAgo = async () => {
    browser = await site.open();
    page = await browser.page();
    await signInAt(page, site.served.base, person.email);
    await page.goto(`${site.served.base}/account`);
    await sessions().getByText('This one').waitFor();
    await asSuperuser(LONG_AGO, [person.id]);
  };
  const sessions = () => panel(page, 'Where you are signed in');
  const dialog = () => page.getByRole('dialog', { name: 'Confirm that it is you' });

  it('should ask for the password before one session ends, say at the field that it is wrong, and end it then', async () => {
    const scales = await signedIn('scales/2.1');
    await openLongAgo();
    await sessions().getByRole('button', { name: 'End scales/2.1' }).click();
    const field = dialog().getByLabel('Present password');
    await field.waitFor();
    await eventually(() => page.locator('input:focus').getAttribute('name')).toBe('password');
    expect(await letsIn(scales)).toBe(true);
    await page.keyboard.type('not my password');
    await page.keyboard.press('Enter');
    await dialog().getByText('This is not right.').waitFor();
    expect(await page.locator('input:focus').getAttribute('name')).toBe('password');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(await letsIn(scales)).toBe(true);
    await field.fill(PASSWORD);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    expect([await dialog().locator(':focus').getAttribute('aria-label'), await field.getAttribute('type')]).toEqual([
      'Show what is typed',
      'text',
    ]);
    await field.press('Enter');
    await page.getByText('It is signed out.').waitFor();
    await dialog().waitFor({ state: 'hidden' });
    await sessions().getByRole('cell', { name: 'scales/2.1', exact: true }).waitFor({ state: 'hidden' });
    expect(await letsIn(scales)).toBe(false);
    expect(unexpected(browser.faults, 403)).toEqual([]);
  });

  it('should ask before all others end, do nothing when it is cancelled, and not ask again for a quarter of an hour', async () => {
    const [phone, tablet] = [await signedIn('phone/1.0'), await signedIn('tablet/1.0')];
    await openLongAgo();
    const endOthers = async () => {
      await sessions().getByRole('button', { name: 'End all others' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'End them' }).click();
    };
    await endOthers();
    await dialog().waitFor();
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'hidden' });
    expect([await letsIn(phone), await letsIn(tablet)]).toEqual([true, true]);
    await endOthers();
    await eventually(() => page.locator('input:focus').getAttribute('name')).toBe('password');
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByText('2 other sessions ended').waitFor();
    expect([await letsIn(phone), await letsIn(tablet)]).toEqual([false, false]);

    const scales = await signedIn('scales/2.1');
    await page.reload();
    await sessions().getByRole('button', { name: 'End scales/2.1' }).click();
    await page.getByText('It is signed out.').waitFor();
    expect(await dialog().count()).toBe(0);
    expect(await letsIn(scales)).toBe(false);
    expect(unexpected(browser.faults, 403)).toEqual([]);
  });
});
