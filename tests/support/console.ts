import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { createApp } from '@/app';
import { type Browser, openBrowser } from './browser';
import { PASSWORD } from './sessions';

/** One request as it came in, with what it was answered. */
export type Seen = {
  readonly method: string;
  readonly path: string;
  readonly origin: string | null;
  readonly cookie: string | null;
  readonly status: number;
};

export type Served = { readonly base: string; readonly seen: Seen[]; close(): Promise<void> };

/** The application of this process with its console, for a real browser. */
async function serveConsole(): Promise<Served> {
  const app = createApp();
  const seen: Seen[] = [];
  const server = createAdaptorServer({
    fetch: async (request, env) => {
      const { method, url, headers } = request;
      const response = await app.fetch(request, env);
      const [origin, cookie] = [headers.get('origin'), headers.get('cookie')];
      seen.push({ method, path: new URL(url).pathname, origin, cookie, status: response.status });
      return response;
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    base: `http://127.0.0.1:${port}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}

/** For the tests of a block: one console, and as many browsers as a test opens, which end with it. */
export function withConsole() {
  const browsers: Browser[] = [];
  let served: Served;
  beforeAll(async () => {
    served = await serveConsole();
  });
  afterEach(async () => {
    for (const each of browsers.splice(0)) await each.close();
  });
  afterAll(() => served.close());
  return {
    get served() {
      return served;
    },
    async open(...options: Parameters<typeof openBrowser>): Promise<Browser> {
      const browser = await openBrowser(...options);
      browsers.push(browser);
      return browser;
    },
  };
}

/** Signs in by the page, as somebody of one company, and waits for the console. */
export async function signInAt(page: Page, base: string, identifier: string, password = PASSWORD): Promise<void> {
  await page.goto(base);
  await page.getByLabel('E-mail or phone number').fill(identifier);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Main navigation' }).waitFor();
}

/** What a browser complained of, but for the refusals a test has asked for. */
export const unexpected = (faults: readonly string[], ...refusals: number[]) =>
  faults.filter((fault) => !refusals.some((status) => fault.includes(`status of ${status}`)));

/** The part of a page under a heading of its own. */
export const panel = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

/** What is true before long: a page may take its time where much else runs. */
export const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 20_000 });
