import { type BrowserContext, chromium, type Page, type Browser as Process, type Request } from 'playwright-core';
import { afterAll } from 'vitest';

/** The browser that the test run found or installed; without one the browser tests are skipped, which the run says. */
export const chromiumPath = process.env.CHROMIUM;

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Where a machine has much to do, a test looks for a message seconds after it was shown: those that go by themselves stay four
 * times as long. And a dialog takes the focus in a task of its own, which may come between a test's choosing of a field and its
 * typing: it takes it at once.
 */
const PATIENT = `
  const usual = window.setTimeout;
  window.setTimeout = (work, ms, ...values) => {
    if (ms === undefined) return queueMicrotask(work);
    return usual(work, ms >= 4000 && ms <= 10000 ? ms * 4 : ms, ...values);
  };`;

export type Browser = {
  readonly context: BrowserContext;
  readonly faults: string[];
  page(): Promise<Page>;
  close(): Promise<void>;
};

let running: Promise<Process> | undefined;

afterAll(async () => {
  await (await running)?.close();
});

/** A browser with an empty profile, on one process for the whole test file; whatever a page complains of is kept in `faults`. */
export async function openBrowser(
  options: { width?: number; height?: number; dark?: boolean; timezoneId?: string } = {},
): Promise<Browser> {
  running ??= chromium.launch({ executablePath: chromiumPath ?? '', headless: true, args: ARGUMENTS });
  const context = await (await running).newContext({
    viewport: { width: options.width ?? 1280, height: options.height ?? 800 },
    colorScheme: options.dark ? 'dark' : 'light',
    locale: 'en-GB',
    ...(options.timezoneId !== undefined && { timezoneId: options.timezoneId }),
  });
  await context.addInitScript(PATIENT);
  const faults: string[] = [];
  const watch = (page: Page) => {
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('401 (Unauthorized)')) faults.push(message.text());
    });
  };
  context.on('page', watch);
  return {
    context,
    faults,
    page: () => context.newPage(),
    close: () => context.close(),
  };
}

/** Resolves once the page is drawn as it is now, and nothing of it moves or changes its colour any more. */
export const SETTLED = `new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))).then(() =>
  Promise.allSettled(
    document.getAnimations()
      .filter((each) => each.effect?.getComputedTiming().endTime !== Infinity)
      .map((each) => each.finished)))`;

/** Resolves once the page waits for no answer any more, not for one either that what it drew then has asked for. */
export function answersOf(page: Page): () => Promise<void> {
  const pending = new Set<Request>();
  page.on('request', (request) => pending.add(request));
  page.on('requestfinished', (request) => pending.delete(request));
  page.on('requestfailed', (request) => pending.delete(request));
  return async () => {
    for (let quiet = 0; quiet < 2; ) {
      await page.evaluate(SETTLED);
      quiet = pending.size === 0 ? quiet + 1 : 0;
    }
  };
}
