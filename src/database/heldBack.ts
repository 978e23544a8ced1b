import pg from 'pg';

/**
 * Statements whose answer nobody waits for. In a transaction such a one is held back until something else is sent on its
 * connection. COMMIT goes with it in one message, one round trip less for every change, for the audit row is what a
 * change writes last. When the held one fails COMMIT is not run: after an error the server skips the rest of a message.
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

/** `send` of a connection, with what is held back on it; `nameOf` gives the name of a text that is a prepared statement. */
export function holdingBack(client: pg.Client, send: Send, nameOf: (text: string) => string | undefined): Send {
  let held: pg.QueryConfig | undefined;
  return (config, values, callback) => {
    if (typeof config === 'string' && texts.has(config) && client.getTransactionStatus() === 'T' && !held) {
      const name = nameOf(config);
      held = { text: config, values: values as unknown[], ...(name !== undefined && { name }) };
      return NOTHING;
    }
    if (!held) return config === 'commit' ? whole(send(config, values)) : send(config, values, callback);
    const first = held;
    held = undefined;
    if (config === 'rollback') return send(config, values, callback);
    if (config === 'commit') return whole(committed(send, first));
    const before = Promise.resolve(send(first));
    // Whoever asks for something after it is told.
    before.catch(() => undefined);
    const answer = send(config, values, callback);
    if (!(answer instanceof Promise)) return answer;
    // What failed first is why the other one failed.
    return answer.catch((error) => before.then(() => Promise.reject(error)));
  };
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

function committed(send: Send, last: pg.QueryConfig): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const query = new WithCommit(last);
    send(query, undefined, (error: Error | undefined, results: unknown) => {
      if (error) reject(error);
      else resolve(Array.isArray(results) ? results.at(-1) : results);
    });
  });
}

type Wire = pg.Connection & { execute(config: object): void; parse(query: object): void; bind(config: object): void };

/** A statement and COMMIT in one message. */
class WithCommit extends pg.Query {
  constructor(config: pg.QueryConfig) {
    super({ ...config, queryMode: 'extended' } as pg.QueryConfig);
  }

  override readonly submit = (connection: pg.Connection): unknown => {
    const wire = connection as Wire;
    const execute = (config: object) => {
      wire.execute(config);
      wire.parse({ text: 'COMMIT' });
      wire.bind({});
      wire.execute({});
    };
    return pg.Query.prototype.submit.call(this, Object.create(wire, { execute: { value: execute } }));
  };
}
