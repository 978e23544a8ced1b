import pg from 'pg';
import { appSecret, config } from '@/config';
import { rolePassword } from './credentials';
import { databaseTarget, forgetDatabase } from './target';

type Connect = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  release: (error?: unknown) => void,
) => void;

/** PostgreSQL's types `date` and `timestamptz`. */
const DATE_OID = 1082;
const TIMESTAMPTZ_OID = 1184;

/** Dates stay `YYYY-MM-DD` (a JavaScript Date would move them by the time zone); instants are ISO 8601 in UTC. */
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => {
    if (oid === DATE_OID) return (value: string) => value;
    if (oid === TIMESTAMPTZ_OID) return (value: string) => new Date(value).toISOString();
    return pg.types.getTypeParser(oid, format) as (value: string) => unknown;
  },
};

/**
 * The connections of one login role. The server's address is looked up on first use, so a pool can be had before the
 * database runs; `admit` may refuse (a tenant that does not exist) before any connection is attempted.
 */
export class RolePool extends pg.Pool {
  #ready: Promise<void> | undefined;

  constructor(
    readonly role: string,
    max: number,
    private readonly admit: () => Promise<void> = async () => undefined,
  ) {
    super({
      user: role,
      password: rolePassword(appSecret(), role),
      max,
      idleTimeoutMillis: config().DB_IDLE_TIMEOUT,
      connectionTimeoutMillis: config().DB_CONNECTION_TIMEOUT,
      application_name: `lavoro:${role}`,
      allowExitOnIdle: true,
      types: types as NonNullable<pg.PoolConfig['types']>,
    });
    // A connection that the server closes while idle is replaced at the next use; one that is in use fails its statement.
    // Without a listener on each, either would end the process.
    this.on('error', () => undefined);
    this.on('connect', (client) => client.on('error', () => undefined));
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Connect): void;
  override connect(callback?: Connect): Promise<pg.PoolClient> | undefined {
    if (!callback) {
      return this.ready()
        .then(() => super.connect())
        .catch((error: unknown) => this.#lost(error));
    }
    const done: Connect = (error, client, release) => {
      if (error) this.#noteLoss(error);
      callback(error, client, release);
    };
    this.ready().then(
      () => super.connect(done),
      (error: Error) => callback(error, undefined, () => undefined),
    );
    return undefined;
  }

  #lost(error: unknown): never {
    this.#noteLoss(error);
    throw error;
  }

  /** When nothing listens at the address any more, the next connection looks the server up anew (or starts it, if it is ours). */
  #noteLoss(error: unknown): void {
    if ((error as { code?: string }).code !== 'ECONNREFUSED') return;
    this.#ready = undefined;
    forgetDatabase();
  }

  /** Settles once the role is admitted and the server known; rejects with the refusal. */
  ready(): Promise<void> {
    this.#ready ??= this.#open().catch((error: unknown) => {
      this.#ready = undefined;
      throw error;
    });
    return this.#ready;
  }

  async #open(): Promise<void> {
    await this.admit();
    const { host, port, database, ssl } = await databaseTarget();
    Object.assign(this.options, { host, port, database, ssl });
  }
}
