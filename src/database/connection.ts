import { availableParallelism } from 'node:os';
import { PrismaPg } from '@prisma/adapter-pg';
import { Kysely, PostgresDialect } from 'kysely';
import { LRUCache } from 'lru-cache';
import { config } from '@/config';
import { PrismaClient } from '@/generated/tenant/client';
import { type BrokerStats, ConnectionBroker } from './broker';
import { type Change, ChangeFeed } from './changes';
import { DatabaseBusyError } from './errors';
import { camelCase } from './naming';
import { CONTROL_ROLE, closeOperators } from './owner';
import { connectAs, RolePool } from './pool';
import type { ControlTables, TenantTables } from './tables';
import { releaseDatabase } from './target';
import { tenantSchema, UnknownTenantError } from './tenantName';

export type TenantPrisma = ReturnType<typeof prismaOver>;
export type TenantDb = Kysely<TenantTables>;
export type PoolStats = BrokerStats & {
  /** Companies that have a connection or wait for one. */
  readonly tenants: number;
  readonly control: { readonly open: number; readonly idle: number; readonly waiting: number };
};
export type ControlDb = Kysely<ControlTables>;

/** Wrong password or no such role: PostgreSQL tells the two apart to nobody. */
const REFUSED_LOGIN = new Set(['28P01', '28000']);

type TenantConnections = { readonly pool: RolePool; readonly db: TenantDb };

/** Prisma clients kept. Each holds its own copy of the model, about 1.7 MB, and takes 8 ms to make. */
const MOST_PRISMA_CLIENTS = 50;
const MOST_TENANTS_KNOWN = 5000;
/** Borrowers at work at once. */
const AT_ONCE = Math.max(8, 4 * availableParallelism());
/** Who takes longer than this may be waiting for a lock, and holds nobody up. */
const BRIEF_MS = 100;
/** How long a connection may be held without a statement before it counts as forgotten. */
const LEAK_MS = 30_000;
/** Of the budget: one connection of the control plane listens, one works. */
const RESERVED_FOR_CONTROL = 2;

/**
 * The one door to the database. Every connection it hands out is logged in as the role it is for: the control plane's, or
 * one tenant's, which reaches that tenant's schema and nothing else. All of them share one budget.
 */
class DatabaseManager {
  #broker: ConnectionBroker | undefined;
  #control: { pool: RolePool; db: ControlDb } | undefined;
  #feed: ChangeFeed | undefined;
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #tenants = new LRUCache<string, TenantConnections>({ max: MOST_TENANTS_KNOWN });
  readonly #prismas = new LRUCache<string, TenantPrisma>({
    max: MOST_PRISMA_CLIENTS,
    dispose: (prisma) => void prisma.$disconnect(),
  });

  /** The global tables. */
  get control(): ControlDb {
    return this.#controlConnections().db;
  }

  /** The connections under `control`. */
  get controlPool(): RolePool {
    return this.#controlConnections().pool;
  }

  /**
   * The Prisma client of a company; it outlives its connections, and is made anew when many others were used since.
   * Throws UnknownTenantError for what is not an id; for an id of no company its queries reject with the same.
   */
  getTenantPrisma(tenantId: string): TenantPrisma {
    const known = this.#prismas.get(tenantId);
    if (known) return known;
    const prisma = prismaOver(tenantId, this.#newPool(tenantId));
    this.#prismas.set(tenantId, prisma);
    return prisma;
  }

  /** The typed SQL builder of a company, over the same connections. Throws as getTenantPrisma does. */
  getTenantDb(tenantId: string): TenantDb {
    return this.#tenantConnections(tenantId).db;
  }

  /** The connections of a company, for statements as pg takes them. Throws as getTenantPrisma does. */
  getTenantPool(tenantId: string): RolePool {
    return this.#tenantConnections(tenantId).pool;
  }

  /**
   * Calls `listener` whenever the control plane's rows change, whoever changed them. Listening begins with the first call
   * and goes on until disconnect.
   */
  onChange(listener: (change: Change) => void): void {
    this.#listeners.add(listener);
    if (this.#feed) return;
    const report = (change: Change) => {
      for (const each of this.#listeners) each(change);
    };
    this.#feed = new ChangeFeed(() => this.controlPool.connectForGood(), report);
    void this.#feed.start();
  }

  /** Connections now, and what happened to them since the start: what /health shows. */
  stats(): PoolStats {
    const control = this.#connections().statsOf(CONTROL_ROLE);
    const tenants = this.#connections().roles - (control.open + control.waiting > 0 ? 1 : 0);
    return { ...this.#connections().stats(), tenants, control };
  }

  /** Closes every connection and gives the embedded server up. The next use connects anew. */
  async disconnect(): Promise<void> {
    const broker = this.#broker;
    const prismas = [...this.#prismas.values()];
    this.#feed?.stop();
    this.#feed = undefined;
    this.#listeners.clear();
    this.#broker = undefined;
    this.#control = undefined;
    this.#tenants.clear();
    this.#prismas.clear();
    await Promise.all(prismas.map((prisma) => prisma.$disconnect()));
    await broker?.end();
    await closeOperators();
    await releaseDatabase();
  }

  #connections(): ConnectionBroker {
    const { DB_MAX_CONNECTIONS, DB_CONNECTION_TIMEOUT, DB_IDLE_TIMEOUT } = config();
    this.#broker ??= new ConnectionBroker({
      budget: DB_MAX_CONNECTIONS,
      atOnce: AT_ONCE,
      briefMs: BRIEF_MS,
      waitMs: DB_CONNECTION_TIMEOUT,
      idleMs: DB_IDLE_TIMEOUT,
      leakMs: LEAK_MS,
      connect: (role, onEnd) => connectAs(role, role === CONTROL_ROLE ? 'public' : role, onEnd),
    });
    return this.#broker;
  }

  #controlConnections() {
    if (!this.#control) {
      const most = Math.max(RESERVED_FOR_CONTROL, Math.ceil(config().DB_MAX_CONNECTIONS / 4));
      const pool = new RolePool(CONTROL_ROLE, this.#connections(), { most, reserved: RESERVED_FOR_CONTROL });
      this.#control = { pool, db: kyselyOver<ControlTables>(pool) };
    }
    return this.#control;
  }

  #tenantConnections(tenantId: string): TenantConnections {
    const known = this.#tenants.get(tenantId);
    if (known) return known;
    const pool = this.#newPool(tenantId);
    const tenant = { pool, db: kyselyOver<TenantTables>(pool) };
    this.#tenants.set(tenantId, tenant);
    return tenant;
  }

  /** A view of the company's share; each Prisma client has one to itself, for it leaves listeners on it. */
  #newPool(tenantId: string): RolePool {
    const limits = { most: config().DB_TENANT_MAX_CONNECTIONS, reserved: 0 };
    return new RolePool(tenantSchema(tenantId), this.#connections(), limits, (error) => this.#explain(error, tenantId));
  }

  /** Why the server refuses a login: there is no such company, perhaps. */
  async #explain(error: unknown, tenantId: string): Promise<unknown> {
    if (!REFUSED_LOGIN.has((error as { code?: string }).code ?? '')) return error;
    const found = await this.control.selectFrom('tenants').select('id').where('id', '=', tenantId).executeTakeFirst();
    if (found) return error;
    this.#tenants.delete(tenantId);
    this.#prismas.delete(tenantId);
    return new UnknownTenantError(tenantId);
  }
}

/** Prisma wraps whatever has a code, so the refusals of the pool arrive as if they were the server's. */
function unwrapped(error: unknown, tenantId: string): unknown {
  const { code } = error as { code?: string };
  if (code === 'NOT_FOUND') return new UnknownTenantError(tenantId);
  return code === 'UNAVAILABLE' ? new DatabaseBusyError('No connection came free in time.') : error;
}

function prismaOver(tenantId: string, pool: RolePool) {
  return new PrismaClient({ adapter: new PrismaPg(pool, { schema: pool.role }) }).$extends({
    query: {
      $allOperations: ({ args, query }) =>
        query(args).catch((error: unknown) => {
          throw unwrapped(error, tenantId);
        }),
    },
  });
}

function kyselyOver<Tables>(pool: RolePool): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }), plugins: [camelCase] });
}

export const databaseManager = new DatabaseManager();
