import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rolePassword } from '@/database/credentials';
import { CONTROL_ROLE } from '@/database/owner';
import { tenantSchema } from '@/database/tenantName';
import { chainOf, logOf, writeRows } from '../support/auditChain';
import { connectAs, contentsOf, makeTenant, secret, sqlState } from '../support/database';
import { sealCompany } from '../support/sealing';
import { leaveUnwatched } from '../support/statements';

const DENIED = '42501';

/** What would change, empty or unbind a table, or let somebody do so. */
const FORBIDDEN = (table: string, column: string): string[] => [
  `UPDATE ${table} SET ${column} = ${column}`,
  `DELETE FROM ${table}`,
  `DELETE FROM ${table} WHERE false`,
  `TRUNCATE ${table}`,
  `SELECT 1 FROM ${table} FOR UPDATE`,
  `SELECT 1 FROM ${table} FOR NO KEY UPDATE`,
  `ALTER TABLE ${table} DISABLE TRIGGER ALL`,
  `ALTER TABLE ${table} DISABLE ROW LEVEL SECURITY`,
  `ALTER TABLE ${table} ALTER COLUMN ${column} DROP NOT NULL`,
  `ALTER TABLE ${table} OWNER TO CURRENT_USER`,
  `CREATE TRIGGER quiet BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()`,
  `CREATE RULE quiet AS ON INSERT TO ${table} DO INSTEAD NOTHING`,
  `DROP TABLE ${table}`,
  `GRANT UPDATE ON ${table} TO CURRENT_USER`,
  'SET session_replication_role = replica',
];

describe('audit logs and their seals', () => {
  let id: string;
  let company: pg.Client;
  let control: pg.Client;
  beforeAll(async () => {
    id = await makeTenant();
    await writeRows(id, 3);
    await sealCompany(id);
    company = await connectAs(id);
    const url = new URL(process.env.DATABASE_URL ?? '');
    url.username = CONTROL_ROLE;
    url.password = rolePassword(secret, CONTROL_ROLE);
    control = new pg.Client(url.href);
    await control.connect();
    leaveUnwatched(control);
  });
  afterAll(() => Promise.all([company.end(), control.end()]));

  it.each([
    ...FORBIDDEN('audit_log', 'action'),
    `INSERT INTO audit_log (id, action, entity, entity_id) SELECT id, 'x', 'x', 'x' FROM audit_log
     ON CONFLICT (id) DO UPDATE SET action = 'x'`,
    'SELECT 1 FROM public.audit_seals',
    `INSERT INTO public.audit_seals (tenant_id, seq) VALUES (gen_random_uuid(), 1)`,
  ])('O3: should not be for a company’s own role to: %s', async (sql) => {
    const before = await contentsOf(id);
    expect(await refused(company, sql)).toBe(true);
    expect(await contentsOf(id)).toEqual(before);
  });

  it.each([
    ...FORBIDDEN('public.audit_seals', 'hash'),
    `INSERT INTO public.audit_seals SELECT * FROM public.audit_seals ON CONFLICT (tenant_id, seq) DO UPDATE SET hash = 'x'`,
  ])('O3: should not be for the control login to: %s', async (sql) => {
    const before = await chainOf(id);
    expect(before).toHaveLength(1);
    expect(await refused(control, sql)).toBe(true);
    expect(await chainOf(id)).toEqual(before);
  });

  it('O3: should be out of the control login’s reach where rows are, and of companies’ where seals are', async () => {
    expect(await sqlState(control, `SELECT 1 FROM ${logOf(id)}`)).toBe(DENIED);
    expect(await sqlState(company, 'SELECT 1 FROM public.audit_seals')).toBe(DENIED);
    expect(tenantSchema(id)).toMatch(/^tenant_/);
  });
});

/** Whether a statement was denied; a GRANT by who owns nothing is a warning, and gives nothing. */
async function refused(client: pg.Client, sql: string): Promise<boolean> {
  if (!sql.startsWith('GRANT')) return (await sqlState(client, sql)) === DENIED;
  await sqlState(client, sql);
  const table = /ON (\S+)/.exec(sql)?.[1];
  const { rows } = await client.query<{ may: boolean }>(`SELECT has_table_privilege('${table}', 'UPDATE') AS may`);
  return rows[0]?.may === false;
}
