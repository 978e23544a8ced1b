import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addMember } from '@/tenants/people/members.service';
import { makeCompany } from '../support/api';
import { type Browser, chromiumPath } from '../support/browser';
import { signInAt, withConsole } from '../support/console';
import { asSuperuser } from '../support/database';
import { kindsOf } from '../support/events';
import { makePerson, PASSWORD } from '../support/sessions';

type SessionRow = { id: string; generation: number; revoked_at: string | null; refresh_token: string };

/** What a session is to a real Chromium: shared by its tabs, and out of the reach of other pages. */
describe.skipIf(!chromiumPath)('a session in a browser', () => {
  const site = withConsole();
  let company: string;
  let browser: Browser;

  beforeAll(async () => {
    company = (await makeCompany({ name: 'Maglificio Ombrone' })).id;
  });

  const signedIn = async () => {
    const person = await makePerson();
    await addMember(company, person.id, 'EMPLOYEE', 'cli:anna');
    browser = await site.open();
    const page = await browser.page();
    await signInAt(page, site.served.base, person.email);
    return { person, page };
  };
  const sessionsOf = (userId: string) =>
    asSuperuser<SessionRow>(
      'SELECT id, generation, revoked_at, refresh_token FROM sessions WHERE user_id = $1 ORDER BY id',
      [userId],
    );
  const isIn = (page: Page) => page.getByRole('navigation', { name: 'Main navigation' }).waitFor();

  it('G6: should stay one session, with both tabs signed in, when two tabs go on with it at the same time', async () => {
    const { person, page } = await signedIn();
    const other = await browser.page();
    await other.goto(site.served.base);
    const tabs = [page, other];
    await Promise.all(tabs.map(isIn));
    const before = await sessionsOf(person.id);

    for (let round = 0; round < 5; round += 1) await Promise.all(tabs.map((tab) => tab.reload()));
    await Promise.all(tabs.map(isIn));
    // Woken from sleep, without the lock by which tabs of one browser usually wait for each other.
    const wake = `Promise.all(Array.from({ length: 10 }, () =>
      fetch('/api/v1/auth/refresh', { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } })
        .then((answer) => answer.status)))`;
    const statuses = await Promise.all(tabs.map((tab) => tab.evaluate(wake)));
    expect(statuses.flat()).toEqual(Array(20).fill(200));
    await Promise.all(tabs.map((tab) => tab.reload()));
    await Promise.all(tabs.map(isIn));

    const after = await sessionsOf(person.id);
    expect(after.map(({ id, revoked_at }) => [id, revoked_at])).toEqual([[before[0]?.id, null]]);
    expect(after[0]?.generation).toBeGreaterThan(before[0]?.generation ?? 0);
    expect(await kindsOf(person.id)).toEqual([]);
    expect(browser.faults).toEqual([]);
  });

  describe('and a page of another origin', () => {
    let foreign: Server;
    let port: number;
    let html = '';
    beforeAll(async () => {
      foreign = createServer((_request, response) => response.setHeader('content-type', 'text/html').end(html));
      await new Promise<void>((resolve) => foreign.listen(0, resolve));
      port = (foreign.address() as AddressInfo).port;
    });
    afterAll(() => foreign.close());

    // The first is of the same site, so that even a SameSite=Strict cookie goes along; the second is of another.
    it.each([
      ['127.0.0.1', true],
      ['localhost', false],
    ])('G16: should be changed by nothing that a page at %s sends', async (host, cookieGoesAlong) => {
      const { person, page } = await signedIn();
      const thief = await makePerson();
      html = attackingPage(`${site.served.base}/api/v1`, { identifier: thief.email, password: PASSWORD });
      const before = await sessionsOf(person.id);
      site.served.seen.length = 0;
      const attacker = await browser.page();
      await attacker.goto(`http://${host}:${port}/`);
      await attacker.waitForFunction('window.finished === true', undefined, { timeout: 60_000 });

      const tried = site.served.seen.filter(({ method }) => method !== 'OPTIONS');
      expect(tried.filter(({ status }) => status < 400)).toEqual([]);
      for (const path of ['/auth/logout', '/auth/refresh', '/auth/login']) {
        const posts = tried.filter((each) => each.method === 'POST' && each.path === `/api/v1${path}`);
        expect(posts.length).toBeGreaterThanOrEqual(6);
        expect(posts.every(({ status }) => status === 403)).toBe(true);
        expect(posts.some(({ cookie }) => cookie?.includes('lavoro_refresh'))).toBe(cookieGoesAlong);
      }
      expect(tried.some(({ method, path }) => method === 'GET' && path === '/api/v1/auth/logout')).toBe(true);

      expect(await sessionsOf(person.id)).toEqual(before);
      expect(await sessionsOf(thief.id)).toEqual([]);
      await page.reload();
      await isIn(page);
      await page.getByRole('button', { name: 'Account' }).click();
      await page.getByText(person.email).waitFor();
    });
  });
});

/** A page that tries forms, an image, and fetches with credentials, and says when it has finished. */
function attackingPage(api: string, login: object): string {
  const paths = ['/auth/logout', '/auth/refresh', '/auth/login'];
  const encodings = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'];
  const forms = paths.flatMap((path) =>
    encodings.map((encoding) => ({ path, encoding, body: path === '/auth/login' ? JSON.stringify(login) : '{}' })),
  );
  const frames = forms.map((_form, index) => `<iframe name="frame${index}"></iframe>`);
  const written = forms.map(
    ({ path, encoding, body }, index) =>
      `<form method="post" action="${api}${path}" enctype="${encoding}" target="frame${index}">
        <input type="hidden" name="${body.replaceAll('"', '&quot;')}" value=""></form>`,
  );
  return `<!doctype html><title>Win a loom</title>${frames.join('')}${written.join('')}
    <img src="${api}/auth/logout" alt="">
    <script>
      const settled = [...document.forms].map((form) => new Promise((resolve) => {
        document.querySelector('[name=' + form.target + ']').addEventListener('load', resolve, { once: true });
        form.submit();
        setTimeout(resolve, 5000);
      }));
      const types = ['text/plain', 'application/json', 'application/x-www-form-urlencoded'];
      for (const path of ${JSON.stringify(paths)})
        for (const mode of ['cors', 'no-cors'])
          for (const type of types)
            settled.push(fetch('${api}' + path, {
              method: 'POST', mode, credentials: 'include', headers: { 'content-type': type },
              body: path === '/auth/login' ? ${JSON.stringify(JSON.stringify(login))} : '{}',
            }).catch(() => undefined));
      settled.push(fetch('${api}/auth/sessions', { method: 'DELETE', credentials: 'include' }).catch(() => undefined));
      Promise.all(settled).then(() => { window.finished = true; });
    </script>`;
}
