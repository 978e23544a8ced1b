import pg from 'pg';
import { log, logsStatements } from '@/observability/log';
import { holdingBack, type Send } from './heldBack';

/** A connection as the broker holds it. */
export type GuardedClient = pg.Client & {
  /** When a statement last began or ended on it, as performance.now() counts. */
  lastActiveAt: number;
  /** pg's own state: no statement is under way. */
  readonly readyForQuery: boolean;
  /** Whether the open connection alone keeps the process running. */
  ref(): void;
  unref(): void;
};

/** What the server says of a prepared statement whose columns have changed under it. */
export const STALE_PLAN = '0A000';

/** Texts that are parsed and planned once a connection, with the names they have there. */
const names = new Map<string, string>();

/** From now on this text is a prepared statement of every connection. For the few that run all the time. */
export function prepared(text: string): string {
  if (!names.has(text)) names.set(text, `hot_${names.size + 1}`);
  return text;
}

/**
 * Makes a connection fit to be lent. Every statement goes over the extended protocol, where a text that holds two
 * statements is refused whole (pg would send one without values as a script). The loss of the connection fails the
 * statement under way and nothing else: without a listener it would end the process. At LOG_LEVEL=debug what runs is logged.
 */
export function guard(client: pg.Client, role: string): GuardedClient {
  const guarded = client as GuardedClient;
  const plain = client.query.bind(client) as Send;
  const send = logsStatements() ? logged(plain, role) : plain;
  let stale = false;
  const noteStale = (error: { code?: string } | undefined) => {
    stale ||= error?.code === STALE_PLAN;
  };
  const query: Send = (config, values, callback) => {
    guarded.lastActiveAt = performance.now();
    const name = typeof config === 'string' && !stale && callback === undefined ? names.get(config) : undefined;
    if (name === undefined) return send(extended(config), values, noting(callback, noteStale));
    return (send({ name, text: config, values }) as Promise<unknown>).catch((error: { code?: string }) => {
      noteStale(error);
      if (error.code !== STALE_PLAN || client.getTransactionStatus() !== 'I') throw error;
      return send(extended(config), values);
    });
  };
  guarded.lastActiveAt = performance.now();
  guarded.query = holdingBack(client, query, (text) => (stale ? undefined : names.get(text))) as pg.Client['query'];
  guarded.on('error', () => undefined);
  guarded.on('drain', () => {
    guarded.lastActiveAt = performance.now();
  });
  return guarded;
}

type Callback = (error: { code?: string } | undefined, ...answer: unknown[]) => void;

/** What is called back with, if anything is, once `note` has seen the error there is. */
function noting(callback: unknown, note: (error: { code?: string } | undefined) => void): unknown {
  if (callback === undefined) return undefined;
  return ((error, ...answer) => {
    note(error);
    (callback as Callback)(error, ...answer);
  }) satisfies Callback;
}

/** Whether the next borrower may have it: nothing under way, no transaction open. */
export function isClean(client: GuardedClient): boolean {
  return client.readyForQuery && client.getTransactionStatus() === 'I';
}

/** Logs every statement when it has ended, without its values, which may be anybody's secrets. */
function logged(send: Send, role: string): Send {
  return (config, values, callback) => {
    const began = performance.now();
    const { text } = config as { text?: string };
    const note = () =>
      log().debug({ role, sql: text, ms: Math.round((performance.now() - began) * 10) / 10 }, 'statement');
    const then = (...answered: unknown[]) => {
      note();
      (callback as (...answered: unknown[]) => void)(...answered);
    };
    const answer = send(config, values, callback === undefined ? undefined : then);
    if (answer instanceof Promise) answer.then(note, note);
    return answer;
  };
}

function extended(config: unknown): unknown {
  if (typeof config === 'string') return { text: config, queryMode: 'extended' };
  if (config instanceof pg.Query) return Object.assign(config, { queryMode: 'extended' });
  if (isSubmittable(config)) return config;
  return { ...(config as pg.QueryConfig), queryMode: 'extended' };
}

/** A cursor or stream, which speaks the extended protocol by itself. */
function isSubmittable(config: unknown): boolean {
  return typeof (config as { submit?: unknown }).submit === 'function';
}
