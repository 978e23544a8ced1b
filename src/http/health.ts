import { sql } from 'kysely';
import { unanchoredCompanies } from '@/audit/anchoring';
import { VERSION } from '@/config';
import type { Health } from '@/contract/health';
import { databaseManager } from '@/database/connection';
import { latestVersion } from '@/database/migrationFiles';
import { redisState } from '@/redis/redis';

type Check = Health['checks']['database'];

/** The state of everything a request needs, as /health answers it. */
export async function health(): Promise<Health> {
  const [database, redis] = await Promise.all([databaseCheck(), redisCheck()]);
  const migrations: Check = database.status === 'ok' ? await migrationsCheck() : { status: 'down' };
  const audit = auditCheck();
  const impaired = migrations.status !== 'ok' || redis.status === 'down' || audit.status !== 'ok';
  const working = impaired ? 'degraded' : 'ok';
  return {
    status: database.status === 'down' ? 'down' : working,
    version: VERSION,
    uptime: Math.round(process.uptime()),
    checks: { database, redis, migrations, audit },
    pools: databaseManager.stats(),
  };
}

async function databaseCheck(): Promise<Check> {
  try {
    await sql`SELECT 1`.execute(databaseManager.control);
    return { status: 'ok' };
  } catch {
    return { status: 'down', detail: 'The database does not answer.' };
  }
}

async function redisCheck(): Promise<Check> {
  const status = await redisState();
  return status === 'off' ? { status, detail: 'REDIS_URL is not set; sessions are kept in the database.' } : { status };
}

/** Whether this process could write down every seal it knows of outside the database. */
function auditCheck(): Check {
  const waiting = unanchoredCompanies();
  if (waiting === 0) return { status: 'ok' };
  return {
    status: 'degraded',
    detail: `Companies: ${waiting} whose audit log is sealed, but not anchored in AUDIT_ANCHOR_DIR.`,
  };
}

/** Whether every company's schema is at the newest migration, and none is set aside or was changed by hand. */
async function migrationsCheck(): Promise<Check> {
  try {
    const { behind, aside, drifted } = await databaseManager.control
      .selectFrom('tenants')
      .leftJoin('driftReports', 'driftReports.tenantId', 'tenants.id')
      .select([
        sql<number>`count(*) FILTER (WHERE schema_version < ${latestVersion('tenant')} AND quarantined_at IS NULL)::int`.as(
          'behind',
        ),
        sql<number>`count(quarantined_at)::int`.as('aside'),
        sql<number>`count(*) FILTER (WHERE differences <> '[]')::int`.as('drifted'),
      ])
      .executeTakeFirstOrThrow();
    const troubles = [
      [behind, 'waiting for a migration'],
      [aside, 'set aside because one failed'],
      [drifted, 'changed by hand (lavoro tenants drift)'],
    ].filter(([count]) => count !== 0);
    if (troubles.length === 0) return { status: 'ok' };
    return {
      status: 'degraded',
      detail: `Companies: ${troubles.map(([count, what]) => `${count} ${what}`).join(', ')}.`,
    };
  } catch {
    return { status: 'degraded', detail: 'The database is not initialised.' };
  }
}
