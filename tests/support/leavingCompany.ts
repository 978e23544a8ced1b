import { tenantSchema } from '@/database/tenantName';
import { agreeToDeletion, askDeletion } from '@/tenants/companies/deletion.service';
import { asSuperuser } from './database';

export const slugOf = async (id: string): Promise<string> =>
  (await asSuperuser<{ slug: string }>('SELECT slug FROM tenants WHERE id = $1', [id]))[0]?.slug ?? '';

/** Deletions asked for until now do not count among those of the last 24 hours. */
export const forgetDeletions = () =>
  asSuperuser(`UPDATE tenant_events SET at = at - interval '25 hours' WHERE event = 'deletion-asked'`);

/** Asked for by one, agreed to by another, and the days of grace over. */
export async function letGo(id: string): Promise<void> {
  await forgetDeletions();
  const slug = await slugOf(id);
  await askDeletion(id, slug, 'cli:anna');
  await agreeToDeletion(id, slug, 'cli:bruno');
  await graceIsOver(id);
}

export const graceIsOver = (id: string) =>
  asSuperuser(`UPDATE tenants SET purge_after = now() - interval '1 second' WHERE id = $1`, [id]);

/** What there is of a company anywhere but in its history. */
export async function remainsOf(id: string): Promise<Record<string, unknown>> {
  const [row] = await asSuperuser<Record<string, unknown>>(
    `SELECT (SELECT status FROM tenants WHERE id = $1::uuid) AS status,
            (SELECT count(*)::int FROM user_tenants WHERE tenant_id = $1::uuid) AS members,
            (SELECT count(*)::int FROM sessions WHERE tenant_id = $1::uuid) AS sessions,
            (SELECT count(*)::int FROM former_slugs WHERE tenant_id = $1::uuid) AS slugs,
            (SELECT count(*)::int FROM pg_tables WHERE schemaname = $2) AS tables,
            EXISTS (SELECT FROM pg_namespace WHERE nspname = $2) AS schema,
            EXISTS (SELECT FROM pg_roles WHERE rolname = $2) AS role`,
    [id, tenantSchema(id)],
  );
  return { ...row, elsewhere: await rowsElsewhere(id) };
}

/** What is kept of a company that is gone: what happened to it, and the seals of its audit log. */
const HISTORIES = ['audit_seals', 'migration_ledger', 'security_events', 'tenant_events'];

/** The global tables that still have rows of a company, histories aside. */
async function rowsElsewhere(id: string): Promise<string[]> {
  const tables = await asSuperuser<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND column_name = 'tenant_id' AND NOT table_name = ANY($1)`,
    [HISTORIES],
  );
  const found: string[] = [];
  for (const { name } of tables)
    if ((await asSuperuser(`SELECT FROM public.${name} WHERE tenant_id = $1 LIMIT 1`, [id])).length > 0)
      found.push(name);
  return found;
}

export const NOTHING = {
  status: null,
  members: 0,
  sessions: 0,
  slugs: 0,
  tables: 0,
  schema: false,
  role: false,
  elsewhere: [],
};

export const eventsOf = (id: string) =>
  asSuperuser<{ event: string; actor: string; detail: Record<string, string> }>(
    'SELECT event, actor, detail FROM tenant_events WHERE tenant_id = $1 ORDER BY id',
    [id],
  );
export const lastEvent = async (id: string) => (await eventsOf(id)).at(-1);

/** The company's own audit log, oldest first. */
export const auditOf = (id: string) =>
  asSuperuser<{ action: string; actor: string; before: object; after: object }>(
    `SELECT action, actor_user_id AS actor, before, after FROM ${tenantSchema(id)}.audit_log ORDER BY id`,
  );
