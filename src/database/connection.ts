import { PrismaPg } from '@prisma/adapter-pg';
import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely';
import { config } from '@/config';
import { PrismaClient } from '@/generated/tenant/client';
import { log, logsStatements } from '@/observability/log';
import { CONTROL_ROLE } from './owner';
import { RolePool } from './pool';
import type { ControlTables, TenantTables } from './tables';
import { releaseDatabase } from './target';
import { tenantSchema, UnknownTenantError } from './tenantName';

export type TenantPrisma = ReturnType<typeof prismaOver>;
export type TenantDb = Kysely<TenantTables>;
export type ControlDb = Kysely<ControlTables>;

type TenantConnections = { readonly pool: RolePool; readonly db: TenantDb; prisma?: TenantPrisma };

/**
 * The one door to the database. Every connection it hands out is logged in as the role it is for: the control plane's, or
 * one tenant's, which reaches that tenant's schema and nothing else.
 */
class DatabaseManager {
  #control: { pool: RolePool; db: ControlDb } | undefined;
  readonly #tenants = new Map<string, TenantConnections>();

  /** The global tables. */
  get control(): ControlDb {
    return this.#controlConnections().db;
  }

  /**
   * The Prisma client of a company; it outlives its connections and is the same object each time.
   * Throws UnknownTenantError for what is not an id; for an id of no company its queries reject with the same.
   */
  getTenantPrisma(tenantId: string): TenantPrisma {
    const tenant = this.#tenantConnections(tenantId);
    tenant.prisma ??= prismaOver(tenant.pool);
    return tenant.prisma;
  }

  /** The typed SQL builder of a company, over the same connections. Throws as getTenantPrisma does. */
  getTenantDb(tenantId: string): TenantDb {
    return this.#tenantConnections(tenantId).db;
  }

  /** Connections now: what /health shows. */
  stats(): { budget: number; open: number; idle: number; waiting: number; tenants: number } {
    const pools = [...this.#tenants.values()].map(({ pool }) => pool);
    const all = this.#control ? [this.#control.pool, ...pools] : pools;
    const sum = (count: (pool: RolePool) => number) => all.reduce((total, pool) => total + count(pool), 0);
    return {
      budget: config().DB_MAX_CONNECTIONS,
      open: sum((pool) => pool.totalCount),
      idle: sum((pool) => pool.idleCount),
      waiting: sum((pool) => pool.waitingCount),
      tenants: pools.filter((pool) => pool.totalCount > 0).length,
    };
  }

  /** Closes every connection and gives the embedded server up. The next use connects anew. */
  async disconnect(): Promise<void> {
    const tenants = [...this.#tenants.values()];
    const control = this.#control;
    this.#tenants.clear();
    this.#control = undefined;
    await Promise.all(tenants.map(({ prisma }) => prisma?.$disconnect()));
    await Promise.all([...tenants.map(({ pool }) => pool.end()), control?.pool.end()]);
    await releaseDatabase();
  }

  #controlConnections() {
    if (!this.#control) {
      const pool = new RolePool(CONTROL_ROLE, Math.max(2, Math.ceil(config().DB_MAX_CONNECTIONS / 4)));
      this.#control = { pool, db: kyselyOver<ControlTables>(pool) };
    }
    return this.#control;
  }

  #tenantConnections(tenantId: string): TenantConnections {
    const known = this.#tenants.get(tenantId);
    if (known) return known;
    const pool = new RolePool(tenantSchema(tenantId), config().DB_TENANT_MAX_CONNECTIONS, () =>
      this.#requireTenant(tenantId),
    );
    const tenant = { pool, db: kyselyOver<TenantTables>(pool) };
    this.#tenants.set(tenantId, tenant);
    return tenant;
  }

  async #requireTenant(tenantId: string): Promise<void> {
    const found = await this.control.selectFrom('tenants').select('id').where('id', '=', tenantId).executeTakeFirst();
    if (found) return;
    this.#tenants.delete(tenantId);
    throw new UnknownTenantError(tenantId);
  }
}

/** Asks the pool first, so that the refusal of an unknown tenant arrives as itself and not wrapped by Prisma. */
function prismaOver(pool: RolePool) {
  const client = new PrismaClient({
    adapter: new PrismaPg(pool, { schema: pool.role }),
    log: logsStatements() ? [{ emit: 'event', level: 'query' }] : [],
  });
  client.$on('query', ({ query, duration }) => logStatement(pool.role, query, duration));
  return client.$extends({
    query: {
      async $allOperations({ args, query }) {
        await pool.ready();
        return query(args);
      },
    },
  });
}

function kyselyOver<Tables>(pool: RolePool): Kysely<Tables> {
  return new Kysely<Tables>({
    dialect: new PostgresDialect({ pool }),
    ...(logsStatements() && {
      log: ({ query, queryDurationMillis }) => logStatement(pool.role, query.sql, queryDurationMillis),
    }),
    plugins: [new CamelCasePlugin({ underscoreBeforeDigits: true, maintainNestedObjectKeys: true })],
  });
}

/** A statement without its values, which may be anybody's secrets. */
function logStatement(role: string, sql: string, ms: number): void {
  log().debug({ role, sql, ms: Math.round(ms * 10) / 10 }, 'statement');
}

export const databaseManager = new DatabaseManager();
