import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { databaseManager } from '@/database/connection';
import { rolePassword } from '@/database/credentials';
import { migrationManager } from '@/database/migrations';
import { asOperator } from '@/database/owner';
import { tenantSchema } from '@/database/tenantName';
import { knowCompany } from './marks';
import { leaveUnwatched } from './statements';

export const secret = process.env.APP_SECRET ?? '';

/** A user who can sign in only where a test sets a password. */
export async function makeUser(fields: { email?: string; password?: string } = {}): Promise<string> {
  const id = uuidv7();
  const email = fields.email ?? `${id}@example.test`;
  await databaseManager.control
    .insertInto('users')
    .values({ id, firstName: 'Anna', lastName: 'Conti', email, password: fields.password ?? 'none' })
    .execute();
  return id;
}

let count = 0;

export async function makeTenant(
  fields: { userId?: string; name?: string; slug?: string; country?: string; timeZone?: string } = {},
): Promise<string> {
  count += 1;
  const id = await migrationManager.createTenant({
    name: fields.name ?? `Mill ${count}`,
    slug: fields.slug ?? `mill-${count}-${uuidv7().slice(-6)}`,
    country: fields.country ?? 'Italy',
    timeZone: fields.timeZone,
    userId: fields.userId ?? (await makeUser()),
  });
  knowCompany(id);
  return id;
}

/** SQL as the superuser of the test cluster. */
export async function asSuperuser<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> {
  return asOperator(async (client) => (await client.query<Row>(sql, values)).rows);
}

/** A plain connection logged in as a tenant's role, as `psql` would be; what is sent on it is not judged. */
export async function connectAs(tenantId: string): Promise<pg.Client> {
  const role = tenantSchema(tenantId);
  const url = new URL(process.env.DATABASE_URL ?? '');
  const client = new pg.Client({
    host: url.hostname,
    port: Number(url.port),
    database: url.pathname.slice(1),
    user: role,
    password: rolePassword(secret, role),
  });
  await client.connect();
  leaveUnwatched(client);
  return client;
}

/** The SQLSTATE a statement fails with, or undefined when it works. */
export async function sqlState(client: pg.Client, sql: string): Promise<string | undefined> {
  try {
    await client.query(sql);
    return undefined;
  } catch (error) {
    return (error as pg.DatabaseError).code;
  }
}

/** What tells of something that changes nothing is left out: that somebody took a file away, how far an import was. */
const TOLD: Readonly<Record<string, string>> = {
  audit_log: `WHERE action <> 'export'`,
  import_progress: 'WHERE false',
};

/** How many rows every table of a company holds, and a digest of all that is in them. */
export async function contentsOf(tenantId: string): Promise<unknown[]> {
  const schema = tenantSchema(tenantId);
  const tables = await asSuperuser<{ name: string }>(
    'SELECT tablename AS name FROM pg_tables WHERE schemaname = $1 ORDER BY 1',
    [schema],
  );
  const digests = tables.map(
    ({ name }) =>
      `SELECT '${name}' AS name, count(*)::int AS rows, md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS digest FROM ${schema}.${name} t ${TOLD[name] ?? ''}`,
  );
  return asSuperuser(`${digests.join(' UNION ALL ')} ORDER BY 1`);
}
