import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { answerResetRequests } from '@/auth/passwords/passwordReset.service';
import { client, makeCompany } from '../support/api';
import { type Browser, chromiumPath } from '../support/browser';
import { signInAt, unexpected, withConsole } from '../support/console';
import { hire } from '../support/crew';
import { asSuperuser } from '../support/database';
import { tokenSentTo } from '../support/messages';
import { makePerson, PASSWORD } from '../support/sessions';

/** What the links in messages lead to, in a real Chromium. */
describe.skipIf(!chromiumPath)('the pages behind links', () => {
  const site = withConsole();
  let browser: Browser;

  const inviting = async (email: string) => {
    const company = await makeCompany({ name: 'Lanificio Sieve' });
    const { status } = await company.owner.call('POST', '/tenants/current/invitations', { email, role: 'MANAGER' });
    expect(status).toBe(201);
    return { company, link: `${site.served.base}/invitation#token=${await tokenSentTo(email)}` };
  };
  const rolesAt = (tenantId: string, email: string) =>
    asSuperuser(
      'SELECT role FROM user_tenants JOIN users ON users.id = user_id WHERE tenant_id = $1 AND users.email = $2',
      [tenantId, email],
    );

  it('should make an account and a member of whoever is invited and has none', async () => {
    const email = `${uuidv7()}@example.test`;
    const { company, link } = await inviting(email);
    browser = await site.open();
    const page = await browser.page();
    await page.goto(link);
    await page.getByText(`Lanificio Sieve invites you, as Manager, by ${email}.`).waitFor();
    await page.getByLabel('First name').fill('Bruna');
    await page.getByLabel('Last name').fill('Sarti');
    await page.getByLabel('New password').fill('short');
    await page.getByRole('button', { name: 'Make an account and join' }).click();
    await page.getByText('At least 15 characters').last().waitFor();
    await page.getByLabel('New password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Make an account and join' }).click();
    await page.getByRole('button', { name: 'Company: Lanificio Sieve' }).waitFor();
    expect(await rolesAt(company.id, email)).toEqual([{ role: 'MANAGER' }]);
    expect(unexpected(browser.faults, 400)).toEqual([]);
  });

  it('should take who is signed in into the company, and no longer anybody after that', async () => {
    const home = await makeCompany({ name: 'Ricamificio Elsa' });
    const person = await hire(home.id, 'Dario Conte', 'EMPLOYEE');
    const { company, link } = await inviting(person.email);
    browser = await site.open();
    const page = await browser.page();
    await signInAt(page, site.served.base, person.email);
    await page.goto(link);
    await page.getByRole('button', { name: 'Join as Dario Conte' }).click();
    await page.getByRole('button', { name: 'Company: Lanificio Sieve' }).waitFor();
    expect(await rolesAt(company.id, person.email)).toEqual([{ role: 'MANAGER' }]);
    await page.goto(link);
    await page.getByRole('alert').getByText('Not found').waitFor();
    await page.getByRole('link', { name: 'Go to Lavoro' }).click();
    await page.getByRole('navigation', { name: 'Main navigation' }).waitFor();
    expect(unexpected(browser.faults, 404)).toEqual([]);
  });

  it('should let an invitation be declined, for good', async () => {
    const email = `${uuidv7()}@example.test`;
    const { company, link } = await inviting(email);
    browser = await site.open();
    const page = await browser.page();
    await page.goto(link);
    await page.getByRole('button', { name: 'Decline' }).click();
    await page.getByRole('status').getByText('You have declined.').waitFor();
    const token = link.split('=')[1];
    expect((await client().call('POST', '/invitations/look', { token })).status).toBe(404);
    expect(await rolesAt(company.id, email)).toEqual([]);
    expect(browser.faults).toEqual([]);
  });

  it('should choose a new password once, and say of half a link that it is not whole', async () => {
    const person = await makePerson();
    browser = await site.open();
    const page = await browser.page();
    for (const path of ['reset-password', 'verify-email', 'invitation']) {
      await page.goto(`${site.served.base}/${path}`);
      await page.getByText('This link is not complete.').waitFor();
      expect(await page.getByRole('main').getByRole('button').count()).toBe(0);
    }
    await page.getByRole('link', { name: 'Go to sign in' }).click();
    await page.getByRole('link', { name: 'Forgot your password?' }).click();
    await page.getByRole('heading', { name: 'Choose a new password' }).waitFor();
    await page.getByLabel('E-mail or phone number').fill(person.email);
    await page.getByRole('button', { name: 'Send me a link' }).click();
    await page.getByText('a link is on its way').waitFor();
    await answerResetRequests();
    const link = `${site.served.base}/reset-password#token=${await tokenSentTo(person.email)}`;
    for (const wanted of ['Your password is set.', 'Some fields need attention']) {
      await page.goto('about:blank');
      await page.goto(link);
      await page.getByLabel('New password').fill('a mill on the river Sieve');
      await page.getByRole('button', { name: 'Set the password' }).click();
      await page.getByText(wanted).waitFor();
    }
    expect((await person.login('a mill on the river Sieve')).status).toBe(200);
    expect(unexpected(browser.faults, 400)).toEqual([]);
  });
});
