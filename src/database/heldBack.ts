import pg from 'pg';

/**
 * Statements whose answer nobody waits for. In a transaction they are held back until something else is sent on their
 * connection. COMMIT goes with them in one message: so many round trips less for every change, and so much less time in
 * which what it has locked is locked. When one fails neither the ones behind it nor COMMIT are run: after an error the
 * server skips the rest of a message.
 */
const texts = new Set<string>();

/** From now on this text is held back. It must give no rows, and whatever follows must not hang on it but by failing. */
export function heldBack(text: string): string {
  texts.add(text);
  return text;
}

export type Send = (config: unknown, values?: unknown, callback?: unknown) => unknown;

/** What is answered at once. */
const NOTHING = Promise.resolve({ command: '', rowCount: null, oid: 0, rows: [], fields: [] });

/** What begins and ends a transaction, as Kysely says it. */
const [BEGIN, COMMIT, ROLLBACK] = ['begin', 'commit', 'rollback'];

/**
 * `send` of a connection, with what is held back on it; `nameOf` gives the name of a text that is a prepared statement. BEGIN
 * is held back as well: it goes with the first statement that it is for, and not at all when there is none.
 */
export function holdingBack(client: pg.Client, send: Send, nameOf: (text: string) => string | undefined): Send {
  let held: pg.QueryConfig[] = [];
  const hasBegun = () => held.length > 0 || client.getTransactionStatus() === 'T';
  const asked = (text: string, values?: unknown): pg.QueryConfig => {
    const name = nameOf(text);
    return { text, values: values as unknown[], ...(name !== undefined && { name }) };
  };
  return (config, values, callback) => {
    if (config === BEGIN || (typeof config === 'string' && texts.has(config) && hasBegun())) {
      held.push(asked(config, values));
      return NOTHING;
    }
    const first = held;
    held = [];
    if (first.length === 0) return config === COMMIT ? whole(send(config, values)) : send(config, values, callback);
    const unsent = first[0]?.text === BEGIN;
    if (config === ROLLBACK) return unsent ? NOTHING : send(config, values, callback);
    if (config === COMMIT)
      return unsent && first.length === 1 ? NOTHING : whole(atOnce(send, [...first, asked(COMMIT)]));
    if (typeof config === 'string' && callback === undefined) return atOnce(send, [...first, asked(config, values)]);
    if (callback === undefined && !isQuery(config)) return oneByOne(send, [...first, { config, values }]);
    // Whoever asks for something after them is told.
    for (const each of first) Promise.resolve(send(each)).catch(() => undefined);
    return send(config, values, callback);
  };
}

/** One that pg is given to run itself, and that tells its outcome itself. */
const isQuery = (config: unknown) => typeof config === 'object' && config !== null && 'submit' in config;

type Asked = pg.QueryConfig | { readonly config: unknown; readonly values: unknown };

/** The answer of the last; what fails first is why the others are not asked. */
async function oneByOne(send: Send, all: readonly Asked[]): Promise<unknown> {
  let answer: unknown;
  for (const each of all) answer = await ('config' in each ? send(each.config, each.values) : send(each));
  return answer;
}

/** What COMMIT answers where a statement before it had failed, and nobody minded. */
const TAKEN_BACK = 'ROLLBACK';

/** Rejects where the server has taken the transaction back instead, which is no error to it. */
async function whole(committing: unknown): Promise<unknown> {
  const answer = await committing;
  if ((answer as pg.QueryResult).command === TAKEN_BACK)
    throw new Error('A statement of this transaction had failed: nothing of it was committed.');
  return answer;
}

/** The answer of the last of several in one message. What fails is why those behind it are not run. */
function atOnce(send: Send, all: readonly pg.QueryConfig[]): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const query = new InOneMessage(all);
    send(query, undefined, (error: Error | undefined, results: unknown) => {
      if (error) {
        query.forget();
        reject(error);
      } else resolve(Array.isArray(results) ? results.at(-1) : results);
    });
  });
}

type Wire = pg.Connection & {
  readonly stream: { readonly writable: boolean };
  readonly submittedNamedStatements: Record<string, string | undefined>;
  execute(config: object): void;
  parse(query: { name?: string; text: string }): void;
  close(what: { type: 'S'; name: string }): void;
};

const extended = (config: pg.QueryConfig) => ({ ...config, queryMode: 'extended' }) as pg.QueryConfig;

class InOneMessage extends pg.Query {
  /** Of all of them, in their order. */
  readonly texts: readonly string[];
  readonly #rest: readonly pg.QueryConfig[];
  #wire: Wire | undefined;
  /** The names that were given to the server with this message for the first time. */
  #named: string[] = [];

  constructor(all: readonly pg.QueryConfig[]) {
    const [first, ...rest] = all;
    super(extended(first ?? { text: '' }));
    this.texts = all.map(({ text }) => text);
    this.#rest = rest;
  }

  override readonly submit = (connection: pg.Connection): unknown => {
    const wire = connection as Wire;
    this.#wire = wire;
    const execute = (config: object) => {
      wire.execute(config);
      for (const each of this.#rest) this.#named.push(...addTo(wire, each));
    };
    return pg.Query.prototype.submit.call(this, Object.create(wire, { execute: { value: execute } }));
  };

  /** Takes its new names back: the server may have read their statements before it failed, or not. */
  forget(): void {
    const wire = this.#wire;
    if (!wire?.stream.writable) return;
    for (const name of this.#named) {
      delete wire.submittedNamedStatements[name];
      wire.close({ type: 'S', name });
    }
  }
}

/** Adds a statement to the message that is being made; answers its name, when it is new to the server. */
function addTo(wire: Wire, config: pg.QueryConfig): string[] {
  const named: string[] = [];
  const parse = (query: { name?: string; text: string }) => {
    if (query.name) named.push(query.name);
    wire.parse(query);
  };
  const quiet = Object.create(wire, { parse: { value: parse }, sync: { value: () => undefined } });
  const query = new pg.Query(extended(config)) as pg.Query & { prepare(connection: unknown): void };
  query.prepare(quiet);
  return named;
}
