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
    const together = (last: pg.QueryConfig) =>
      atOnce(send, [...first, last], () => {
        held = [...first, ...held];
      });
    if (first.length === 0) return config === COMMIT ? whole(send(config, values)) : send(config, values, callback);
    const unsent = first[0]?.text === BEGIN;
    if (config === ROLLBACK) return unsent ? NOTHING : send(config, values, callback);
    if (config === COMMIT) return unsent && first.length === 1 ? NOTHING : whole(together(asked(COMMIT)));
    if (typeof config === 'string' && callback === undefined) return together(asked(config, values));
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

/**
 * The answer of the last of several in one message. What fails is why those behind it are not run. `unsent` is called where
 * nothing was sent: what was held back still is, BEGIN above all, or what is asked next would be of no transaction.
 */
function atOnce(send: Send, all: readonly pg.QueryConfig[], unsent: () => void): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const query = new InOneMessage(all);
    send(query, undefined, (error: Error | undefined, results: unknown) => {
      if (error) {
        query.forget();
        if (query.isUnsent) unsent();
        reject(error);
      } else resolve(Array.isArray(results) ? results.at(-1) : results);
    });
  });
}

type Wire = pg.Connection & {
  readonly stream: { readonly writable: boolean; write(message: Buffer): unknown };
  readonly submittedNamedStatements: Record<string, string | undefined>;
  parse(query: { name?: string; text: string }): void;
  close(what: { type: 'S'; name: string }): void;
  sync(): void;
};
type Part = pg.Query & { prepare(wire: Wire): void };

const extended = (config: pg.QueryConfig) => ({ ...config, queryMode: 'extended' }) as pg.QueryConfig;
const nothing = { value: () => undefined };

/** Several statements that are sent together, and answered as the last of them is: the others give no rows. */
class InOneMessage extends pg.Query {
  /** Of all of them, in their order. */
  readonly texts: readonly string[];
  readonly #all: readonly pg.QueryConfig[];
  #wire: Wire | undefined;
  /** One of them has a value that cannot be sent. */
  isUnsent = false;
  /** The names that are given to the server with this message for the first time. */
  readonly #named: string[] = [];

  constructor(all: readonly pg.QueryConfig[]) {
    const texts = all.map(({ text }) => text);
    super(extended({ text: texts.join('; ') }));
    this.texts = texts;
    this.#all = all;
  }

  /** Sends all or, where one has a value that cannot be sent, nothing: then it answers why. */
  override readonly submit = (connection: pg.Connection): unknown => {
    const wire = connection as Wire;
    this.#wire = wire;
    const message: Buffer[] = [];
    const written = Object.create(wire, {
      stream: { value: { writable: true, write: (part: Buffer) => message.push(part) } },
      parse: { value: (query: { name?: string; text: string }) => this.#parse(written, query) },
    });
    const last = Object.create(written, { sync: nothing });
    const others = Object.create(last, { describe: nothing });
    for (const [index, each] of this.#all.entries()) {
      const error = prepare(index === this.#all.length - 1 ? last : others, each);
      if (error) {
        this.isUnsent = true;
        return error;
      }
    }
    written.sync();
    if (wire.stream.writable) wire.stream.write(Buffer.concat(message));
    return null;
  };

  #parse(written: Wire, query: { name?: string; text: string }): void {
    if (query.name) this.#named.push(query.name);
    Object.getPrototypeOf(written).parse.call(written, query);
  }

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

/** Writes one statement to `wire`; answers why not, where a value of it cannot be sent. */
function prepare(wire: Wire, config: pg.QueryConfig): Error | undefined {
  let failed: Error | undefined;
  const part = new pg.Query(extended(config), undefined, (error: Error | undefined) => {
    failed = error;
  }) as Part;
  part.prepare(wire);
  return failed;
}
