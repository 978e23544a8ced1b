import type { EventEmitter } from 'node:events';
import pg from 'pg';
import { CONTROL_ROLE } from '@/database/owner';

/**
 * Every statement that leaves a test file's process for PostgreSQL, by login role, and every error PostgreSQL answers one
 * with. At the end of the file the statements are judged (statementRules.ts).
 */
export type SentStatement = { readonly role: string; readonly text: string };
export type StatementError = SentStatement & {
  /** Those of the message it was in. */
  readonly texts: readonly string[];
  readonly code: string;
  readonly message: string;
};

const sent = new Map<string, SentStatement>();
const errors: StatementError[] = [];
const deliberate = new Set<string>();
const unwatched = new WeakSet<pg.Client>();
const records = new Set<SentStatement[]>();
const listenedTo = new WeakSet<pg.Client>();

type Query = (this: pg.Client, ...args: unknown[]) => unknown;

/** From now on every pg connection of this process is watched. */
export function watchStatements(): void {
  const prototype = pg.Client.prototype as unknown as { query: Query };
  const query = prototype.query;
  prototype.query = function watched(...args) {
    note(this, args[0]);
    const send = () => query.apply(this, args);
    const held = gate && this.user === CONTROL_ROLE && !args.some((each) => typeof each === 'function');
    return held ? gate?.(send as () => Promise<unknown>) : send();
  };
}

let gate: ((send: () => Promise<unknown>) => Promise<unknown>) | undefined;

/** Lets the statements of the control login through `through` from now on, which sends each when it likes; all at once again without. */
export function gateStatements(through: typeof gate): void {
  gate = through;
}

/** Leaves a connection out that a test runs hostile SQL on. */
export function leaveUnwatched(client: pg.Client): void {
  unwatched.add(client);
}

/** Allows, in this test file, one statement that a test sends on purpose through the application's own connections. */
export function sendsOnPurpose(text: string): string {
  deliberate.add(text);
  return text;
}

/** The distinct statements so far, without the deliberate ones. */
export function sentStatements(): SentStatement[] {
  return [...sent.values()].filter(({ text }) => !deliberate.has(text));
}

/** The errors of the server so far, without those of deliberate statements. */
export function statementErrors(): StatementError[] {
  return errors.filter(({ texts }) => !texts.some((each) => deliberate.has(each)));
}

/** Every message sent while `work` runs, in order; `; ` is between the statements of one. */
export async function statementsOf(work: () => Promise<unknown>): Promise<SentStatement[]> {
  const record: SentStatement[] = [];
  records.add(record);
  await work();
  records.delete(record);
  return record;
}

/** Those of one message: a statement, or several. */
function textsOf(query: unknown): readonly string[] {
  if (typeof query === 'string') return [query];
  const { text = '', texts = [text] } = (query ?? {}) as { text?: string; texts?: readonly string[] };
  return texts;
}

function note(client: pg.Client, query: unknown): void {
  if (unwatched.has(client)) return;
  const role = client.user ?? '';
  const texts = textsOf(query);
  for (const text of texts) sent.set(`${role} ${text}`, { role, text });
  const text = texts.join('; ');
  for (const record of records) record.push({ role, text });
  const watch = client as unknown as { connection: EventEmitter; lastTexts?: readonly string[] };
  watch.lastTexts = texts;
  if (listenedTo.has(client)) return;
  listenedTo.add(client);
  watch.connection.on('errorMessage', ({ code, message }: { code: string; message: string }) => {
    const { lastTexts = [] } = watch;
    errors.push({ role, text: lastTexts.join('; '), texts: lastTexts, code, message });
  });
}
