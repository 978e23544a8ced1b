import type pg from 'pg';
import { ConfigError, config } from '@/config';
import { examineServer, type RefusedLogin, refusedLogins, type Server, schemasBehind } from '@/database/examine';
import { fleetStatus } from '@/database/fleet/status';
import { openDoors } from '@/database/hardening';
import { asOperator, CONTROL_ROLE } from '@/database/owner';
import { proveIsolation } from '@/database/proof';
import { requireOperator } from '@/database/roles';
import { databaseTarget } from '@/database/target';
import { Refusal } from '@/lib/refusal';
import { disconnectRedis, redisState } from '@/redis/redis';

/** One thing that is wrong, and what mends it: a statement for the database or a command. */
export type Complaint = { readonly sentence: string; readonly mend: string | null };

/** What one look found. A `note` is worth knowing and no fault. */
export type Look = {
  readonly name: string;
  readonly status: 'ok' | 'note' | 'wrong';
  readonly says: string;
  readonly findings: readonly Complaint[];
};

const ok = (name: string, says: string): Look => ({ name, status: 'ok', says, findings: [] });
const note = (name: string, says: string): Look => ({ name, status: 'note', says, findings: [] });
const verdict = (name: string, well: string, findings: readonly Complaint[]): Look => {
  if (findings.length === 0) return ok(name, well);
  return { name, status: 'wrong', says: findings.length === 1 ? '1 finding' : `${findings.length} findings`, findings };
};
const fault = (sentence: string, mend: string | null = null): Complaint => ({ sentence, mend });

/** Looks at everything an installation needs. Reads only; an embedded server that is not up is started for it. */
export async function examine(): Promise<Look[]> {
  const broken = brokenSettings();
  if (broken.length > 0) return [verdict('settings', '', broken)];
  return [settingsLook(), ...(await databaseLooks()), await redisLook()];
}

function brokenSettings(): Complaint[] {
  try {
    config();
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.faults.map((sentence) => fault(sentence));
  }
}

function settingsLook(): Look {
  const { DB_MAX_CONNECTIONS: all, DB_TENANT_MAX_CONNECTIONS: one } = config();
  const tooMany = fault(`DB_TENANT_MAX_CONNECTIONS (${one}) is more than DB_MAX_CONNECTIONS (${all}).`);
  return verdict('settings', 'The environment and .env are in order.', one > all ? [tooMany] : []);
}

async function redisLook(): Promise<Look> {
  const state = await redisState();
  disconnectRedis();
  if (state === 'off') return ok('redis', 'REDIS_URL is not set: the database does its work.');
  const down = fault('Redis does not answer at REDIS_URL. Check the address, and that the service runs.');
  return verdict('redis', 'Redis answers.', state === 'down' ? [down] : []);
}

/** From the outside in: what cannot be looked at without the one before is left out. */
async function databaseLooks(): Promise<Look[]> {
  const looks: Look[] = [];
  try {
    await asOperator(async (client) => {
      const server = await examineServer(client);
      const { host, port, database } = await databaseTarget();
      looks.push(ok('database', `PostgreSQL ${server.version} at ${host}:${port}, database ${database}.`));
      looks.push(await rightsLook(client), connectionsLook(server));
      const behind = await schemasBehind(client);
      looks.push(await migrationsLook(behind));
      if (behind === undefined) return;
      looks.push(verdict('isolation', 'The wall between the companies stands.', await proveIsolation(client)));
      looks.push(await hardeningLook(client, server));
      looks.push(await loginsLook(client));
    });
  } catch (error) {
    looks.push(verdict('database', '', [fault(databaseComplaint(error))]));
  }
  return looks;
}

/** Not there, or not to be read by this login; anything else is a fault of ours. */
function databaseComplaint(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  const { code, message } = error as { code?: unknown; message: string };
  if (typeof code !== 'string') throw error;
  return `The login of DATABASE_URL cannot look on: ${message}.`;
}

async function rightsLook(client: pg.Client): Promise<Look> {
  try {
    await requireOperator(client);
    return ok('rights', 'The login of DATABASE_URL may make roles and schemas.');
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return verdict('rights', '', [fault(error.message)]);
  }
}

function connectionsLook({ connections }: Server): Look {
  const { DB_MAX_CONNECTIONS: wanted } = config();
  const tooMany = fault(
    `DB_MAX_CONNECTIONS is ${wanted}, and the server has ${connections} connections to give (max_connections less the reserved ones).`,
    `lower DB_MAX_CONNECTIONS, or in postgresql.conf: max_connections = ${wanted + 20}`,
  );
  return verdict(
    'connections',
    `${wanted} of the server's ${connections} may be used.`,
    wanted > connections ? [tooMany] : [],
  );
}

async function migrationsLook(behind: readonly string[] | undefined): Promise<Look> {
  if (behind === undefined)
    return verdict('migrations', '', [
      fault('The database is not initialised.', 'npm run ts-node src/database/init.ts'),
    ]);
  // Where the global tables are behind, they cannot say where the companies are.
  const rows = behind.includes('the global tables') ? [] : await fleetStatus();
  const inState = (state: string) => rows.filter((row) => row.state === state).map(({ slug }) => slug);
  const pending = rows.length === 0 ? behind : inState('behind');
  const aside = inState('set aside');
  return verdict('migrations', 'Every schema is up to date.', [
    ...(pending.length > 0
      ? [
          fault(
            `A migration is pending in ${pending.length} of the schemas: ${some(pending)}.`,
            'npm run db:migrate:deploy',
          ),
        ]
      : []),
    ...(aside.length > 0
      ? [
          fault(
            `Set aside, because a migration failed there (why: npx lavoro tenants status): ${some(aside)}.`,
            'npx lavoro tenants migrate --retry',
          ),
        ]
      : []),
  ]);
}

const some = (names: readonly string[]) => `${names.slice(0, 5).join(', ')}${names.length > 5 ? ', …' : ''}`;

/** Not a fault: managed servers have no superuser to give. */
async function hardeningLook(client: pg.Client, { superuser }: Server): Promise<Look> {
  const doors = await openDoors(client);
  if (doors.length === 0) return ok('hardening', 'What PostgreSQL gives everybody and no company needs is closed.');
  const open = doors.map(({ what, functions, views }) => `${what} (${functions.length + views.length})`).join(', ');
  const how = superuser
    ? 'the next start closes them'
    : 'the login of DATABASE_URL is no superuser; one closes them with DATABASE_URL=… npm run ts-node src/database/init.ts';
  return note('hardening', `Still open to companies' roles: ${open}; ${how}.`);
}

async function loginsLook(client: pg.Client): Promise<Look> {
  const { tried, refused } = await refusedLogins(client);
  return verdict('logins', `All ${tried} logins work.`, refused.map(loginComplaint));
}

function loginComplaint({ role, code, message, password }: RefusedLogin): Complaint {
  // Setting it anew could lock out the installation whose it is.
  if (role === CONTROL_ROLE && code === '28P01')
    return fault(
      'APP_SECRET is not the one with which the roles of this server were made: lavoro_control does not get in.',
    );
  switch (code) {
    case '28P01':
      return fault(`${role} does not get in: its password is not the one that APP_SECRET gives it.`, password);
    case '28000':
      return fault(`${role} may not log in.`, `ALTER ROLE ${role} LOGIN`);
    case '42501':
    case '42P01':
      return fault(`${role} gets in and may not read its own tables.`);
    default:
      return fault(`${role} does not get in: ${message}.`);
  }
}
