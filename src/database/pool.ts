import pg from 'pg';
import { appSecret, config } from '@/config';
import type { ConnectionBroker } from './broker';
import { rolePassword } from './credentials';
import { type GuardedClient, guard } from './guard';
import { SESSION_LIMITS } from './roles';
import type { Held, RoleLimits } from './share';
import { databaseTarget, forgetDatabase } from './target';

/** PostgreSQL's types `date` and `timestamptz`. */
const DATE_OID = 1082;
const TIMESTAMPTZ_OID = 1184;
const SPACE = 32;

/** Dates stay `YYYY-MM-DD` (a JavaScript Date would move them by the time zone); instants are ISO 8601 in UTC. */
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => {
    if (oid === DATE_OID) return (value: string) => value;
    if (oid === TIMESTAMPTZ_OID) return instant;
    return pg.types.getTypeParser(oid, format) as (value: string) => unknown;
  },
};

/** `2026-03-01 10:20:30.5+00` as `2026-03-01T10:20:30.500Z`; anything less plain goes the long way. */
function instant(value: string): string {
  const plain = value.length <= 26 && value.charCodeAt(10) === SPACE && value.endsWith('+00');
  if (!plain) return new Date(value).toISOString();
  return `${value.slice(0, 10)}T${value.slice(11, 19)}.${value.slice(20, -3).padEnd(3, '0')}Z`;
}

/**
 * Logs in as `role`, with `schema` as its search path. What a session may do is said in the packet that opens it, which
 * a default of the role's own (it may set those itself) does not override.
 */
export async function connectAs(role: string, schema: string, onEnd: () => void): Promise<GuardedClient> {
  const { host, port, database, ssl } = await databaseTarget();
  const settings = Object.entries({ search_path: schema, TimeZone: 'UTC', ...SESSION_LIMITS });
  const client = new pg.Client({
    host,
    port,
    database,
    ssl,
    user: role,
    password: rolePassword(appSecret(), role),
    application_name: `lavoro:${role}`,
    connectionTimeoutMillis: config().DB_CONNECTION_TIMEOUT,
    options: settings.map(([name, value]) => `-c ${name}=${value}`).join(' '),
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types: types as NonNullable<pg.ClientConfig['types']>,
  });
  const guarded = guard(client, role);
  guarded.once('end', onEnd);
  try {
    await client.connect();
    return guarded;
  } catch (error) {
    await client.end().catch(() => undefined);
    // When nothing listens there any more, the next attempt looks the server up anew (or starts it, if it is ours).
    if ((error as { code?: string }).code === 'ECONNREFUSED') forgetDatabase();
    throw error;
  }
}

type Connect = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  release: (broken?: unknown) => void,
) => void;
type Send = (config: unknown, values?: unknown) => Promise<pg.QueryResult>;
type Answered = (error: Error | undefined, result?: pg.QueryResult) => void;

/**
 * One role's view of the broker, in the shape of pg's pool, so that Prisma and Kysely can use it. It holds nothing
 * itself. `explain` may put another error in the place of what connecting failed with.
 */
export class RolePool extends pg.Pool {
  constructor(
    readonly role: string,
    private readonly broker: ConnectionBroker,
    private readonly limits: RoleLimits,
    private readonly explain: (error: unknown) => Promise<unknown> = async (error) => error,
  ) {
    super({ max: limits.most });
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Connect): void;
  override connect(callback?: Connect): Promise<pg.PoolClient> | undefined {
    const borrowed = this.#borrow(false);
    if (!callback) return borrowed;
    borrowed.then(
      (client) => callback(undefined, client, (broken) => client.release(broken === true)),
      (error: Error) => callback(error, undefined, () => undefined),
    );
    return undefined;
  }

  /** A connection that is not expected back. */
  connectForGood(): Promise<pg.PoolClient> {
    return this.#borrow(true);
  }

  // pg's own would close the connection after every statement that fails.
  override query = ((config: unknown, values?: unknown, callback?: unknown) => {
    const answered = [values, callback].find((each) => typeof each === 'function') as Answered | undefined;
    const answer = this.#send(config, typeof values === 'function' ? undefined : values);
    if (!answered) return answer;
    answer.then(
      (result) => answered(undefined, result),
      (error: Error) => answered(error),
    );
    return undefined;
  }) as pg.Pool['query'];

  async #send(config: unknown, values: unknown): Promise<pg.QueryResult> {
    const client = await this.#borrow(false);
    try {
      return await (client.query as unknown as Send)(config, values);
    } finally {
      client.release();
    }
  }

  async #borrow(forGood: boolean): Promise<pg.PoolClient> {
    const at = new Error('borrowed here');
    try {
      return lent(this.broker, await this.broker.borrow(this.role, this.limits, { at, forGood }));
    } catch (error) {
      throw await this.explain(error);
    }
  }
}

/** The connection with a `release` of its own for this loan, which works once. */
function lent(broker: ConnectionBroker, held: Held): pg.PoolClient {
  let released = false;
  return Object.assign(held.client as unknown as pg.PoolClient, {
    release: (broken?: Error | boolean) => {
      if (released) throw new Error('This connection was given back already.');
      released = true;
      broker.giveBack(held, broken === true);
    },
  });
}
