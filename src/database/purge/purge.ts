import pg from 'pg';
import { config } from '@/config';
import { printable } from '@/lib/printable';
import { Refusal } from '@/lib/refusal';
import { log } from '@/observability/log';
import { DROP_LEFT_REHEARSAL } from '../fleet/rehearse';
import { asOperator, inTransaction, OWNER_ROLE } from '../owner';
import { tableIn, tableNames } from '../tenantContents';
import { recordTenantEvent } from '../tenantEvents';
import { tenantSchema } from '../tenantName';
import { runBackupCommand } from './backupCommand';
import { type BackedUp, writeBackupFile } from './backupFile';

/** Whoever holds a table of a company that is to go longer than this keeps it for now; the next run tries again. */
const LOCK_WAIT = '10s';

export type PurgeOutcome = {
  readonly tenantId: string;
  readonly slug: string;
  /** Where its last backup is; undefined when it was not purged. */
  readonly backup?: string;
  /** Why it was not purged. */
  readonly failure?: string;
};

type Due = { readonly id: string; readonly slug: string; readonly name: string };

/** SQL: the companies whose data may go: the days of grace are over, and a second person has agreed. */
const MAY_GO = `status = 'DELETING' AND deletion_agreed_by IS NOT NULL AND purge_after <= now()`;

/**
 * Purges the companies whose time has come, those that have failed last of all, those that wait longest first, at most `most` (TENANT_PURGE_MOST when left out).
 * One that cannot be purged stays whole, the reason is an event of it, and the others go on. Answers what became of each.
 */
export async function purgeDue({
  most,
  actor = 'job:purge',
}: {
  most?: number;
  actor?: string;
} = {}): Promise<PurgeOutcome[]> {
  const outcomes: PurgeOutcome[] = [];
  for (const company of await dueCompanies(most ?? config().TENANT_PURGE_MOST)) {
    const outcome = await purgeTenant(company.id, actor);
    if (outcome) outcomes.push(outcome);
  }
  return outcomes;
}

/** The companies that purgeDue would purge, in its order. */
export async function dueCompanies(most: number): Promise<Due[]> {
  return asOperator(async (client) => {
    const { rows } = await client.query<Due>(
      `SELECT id, slug, name FROM public.tenants t WHERE ${MAY_GO}
       ORDER BY (SELECT max(e.at) FROM public.tenant_events e WHERE e.tenant_id = t.id AND e.event = 'purge-failed') NULLS FIRST,
                purge_after, id LIMIT $1`,
      [most],
    );
    return rows;
  });
}

/**
 * Backs a company up for the last time and removes it: schema, role, memberships, sessions, former slugs, its row. The
 * removal is one transaction, which waits for the backup to be complete: killed anywhere, the company is whole or gone.
 * Undefined when its time has not come, or another process is at it.
 */
export async function purgeTenant(tenantId: string, actor: string): Promise<PurgeOutcome | undefined> {
  const schema = tenantSchema(tenantId);
  let due: Due | undefined;
  try {
    return await asOperator(async (client) => {
      const roleId = await roleIdOf(client, schema);
      const outcome = await inTransaction(client, async () => {
        due = await claim(client, tenantId);
        if (!due) return undefined;
        const backup = await backUp(client, { ...due, schema });
        await remove(client, tenantId, schema);
        const { slug, name } = due;
        await recordTenantEvent(client, { tenantId, event: 'purged', actor, detail: { name, slug, backup } });
        return { tenantId, slug, backup };
      });
      // Who logged in between the first farewell and the end of the role would find no table, which is not its to explain.
      if (outcome) await endConnections(client, roleId).catch(() => undefined);
      return outcome;
    });
  } catch (error) {
    if (!due) throw error;
    return failed(due, actor, error);
  }
}

/** The company's row, if it may go and nobody else is at it; nobody restores it until the transaction ends. */
async function claim(client: pg.Client, tenantId: string): Promise<Due | undefined> {
  await client.query(
    `SET LOCAL lock_timeout = '${LOCK_WAIT}'; SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0`,
  );
  const { rows } = await client.query<Due>(
    `SELECT id, slug, name FROM public.tenants WHERE id = $1 AND ${MAY_GO} FOR UPDATE SKIP LOCKED`,
    [tenantId],
  );
  return rows[0];
}

/** While it is read nobody writes it: what the backup holds is what goes. */
async function backUp(client: pg.Client, company: BackedUp): Promise<string> {
  await joinRole(client, company.schema);
  await endConnections(client, await roleIdOf(client, company.schema));
  await client.query(`SET LOCAL ROLE ${OWNER_ROLE}`);
  const tables = (await tableNames(client, company.schema)).map((table) => tableIn(company.schema, table));
  if (tables.length > 0) await client.query(`LOCK TABLE ${tables.join(', ')} IN SHARE MODE`);
  const command = config().TENANT_BACKUP_COMMAND;
  if (command === undefined) return writeBackupFile(client, company);
  await runBackupCommand(command, company);
  return 'TENANT_BACKUP_COMMAND';
}

async function remove(client: pg.Client, tenantId: string, schema: string): Promise<void> {
  await client.query(`${DROP_LEFT_REHEARSAL}; DROP SCHEMA ${pg.escapeIdentifier(schema)} CASCADE`);
  await client.query('DELETE FROM public.sessions WHERE tenant_id = $1', [tenantId]);
  await client.query('DELETE FROM public.user_tenants WHERE tenant_id = $1', [tenantId]);
  // Its former slugs and its drift go with it.
  await client.query('DELETE FROM public.tenants WHERE id = $1', [tenantId]);
  await client.query('RESET ROLE');
  await client.query(`DROP ROLE ${pg.escapeIdentifier(schema)}`);
}

/** Only a member of a role may end its connections; a superuser may anyway. The role is gone at the end of the transaction. */
async function joinRole(client: pg.Client, role: string): Promise<void> {
  const { rows } = await client.query<{ superuser: boolean }>(
    'SELECT rolsuper AS superuser FROM pg_roles WHERE rolname = current_user',
  );
  if (!rows[0]?.superuser) await client.query(`GRANT ${pg.escapeIdentifier(role)} TO CURRENT_USER`);
}

async function roleIdOf(client: pg.Client, role: string): Promise<string | undefined> {
  const { rows } = await client.query<{ oid: string }>('SELECT oid FROM pg_roles WHERE rolname = $1', [role]);
  return rows[0]?.oid;
}

/** By the role's number: a connection outlives its role's name. */
async function endConnections(client: pg.Client, roleId: string | undefined): Promise<void> {
  await client.query('SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usesysid = $1', [
    roleId ?? null,
  ]);
}

async function failed({ id, slug, name }: Due, actor: string, error: unknown): Promise<PurgeOutcome> {
  const failure = printable(error instanceof Error ? error.message : String(error), 1000);
  const cause = error instanceof Refusal ? { reason: failure } : { err: error };
  log().error({ tenantId: id, ...cause }, 'a company could not be purged');
  const entry = { tenantId: id, event: 'purge-failed', actor, detail: { name, slug, reason: failure } } as const;
  await asOperator((client) => recordTenantEvent(client, entry)).catch((lost: unknown) =>
    log().error({ err: lost, tenantId: id }, 'that a company could not be purged could not be recorded'),
  );
  return { tenantId: id, slug, failure };
}
