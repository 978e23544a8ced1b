import { randomInt } from 'node:crypto';
import type pg from 'pg';
import type { CustomField } from '@/contract/customFields';
import { Refusal } from '@/lib/refusal';
import { schemaLockSql } from '../fleet/step';
import { insertAuditRow } from '../operatorAudit';
import { actAsOwner, asOperator, inTransaction } from '../owner';
import { tenantSchema, UnknownTenantError } from '../tenantName';

/** Who makes a change, for the company's audit log. */
export type Actor = {
  readonly userId: string | null;
  readonly sessionId: string | null;
  readonly requestId: string;
  readonly ip: string | null;
  /** As the audit log names who it is: `user:<id>`, `cli:<name>`; where it is left out the user tells. */
  readonly actor?: string;
  /** Throws where they may not any more: asked once it is their turn, for which they may have waited. */
  readonly requireStill?: () => Promise<void>;
};

/** The migration that made the table of declarations. */
const FIRST_VERSION = '20261123190000_custom_fields';
/** How long a change may wait for a table that is in use: everybody who wants the table after it waits as well. */
const LOCK_TIMEOUT_MS = 500;
const MOST_TRIES = 5;
/** Milliseconds waited before the second try at least; doubled with each further one. */
const FIRST_PAUSE_MS = 100;
/** lock_not_available, and deadlock_detected: the change gave way to somebody who had what it wanted. */
const IN_USE_NOW = new Set(['55P03', '40P01']);

/**
 * Runs `work` as the owner, in the schema of the company, in one transaction which also raises the company's
 * `shape_version`: every process hears of it and reads the fields afresh. Never beside a migration of the company or
 * another such change. Throws UNAVAILABLE when the table was in use at every try.
 */
export async function changeShape<T>(
  tenantId: string,
  { requireStill }: Actor,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const schema = tenantSchema(tenantId);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await asOperator((client) =>
        inTransaction(client, async () => {
          await takeTurn(client, tenantId, schema);
          await requireStill?.();
          return once(client, tenantId, schema, work);
        }),
      );
    } catch (error) {
      if (!IN_USE_NOW.has((error as pg.DatabaseError).code ?? '')) throw error;
      if (attempt === MOST_TRIES)
        throw new Refusal('UNAVAILABLE', 'Others are working with these records right now: try again in a moment.');
    }
    // Without the connection, which others may be waiting for.
    await pause(FIRST_PAUSE_MS * 2 ** (attempt - 1) + randomInt(FIRST_PAUSE_MS));
  }
}

async function takeTurn(client: pg.Client, tenantId: string, schema: string): Promise<void> {
  await client.query(`SET LOCAL lock_timeout = '${LOCK_TIMEOUT_MS}ms'`);
  await client.query(`SELECT ${schemaLockSql(schema)}`);
  await requireRecent(client, tenantId);
}

async function once<T>(
  client: pg.Client,
  tenantId: string,
  schema: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  await actAsOwner(client, schema);
  const result = await work(client);
  await client.query('UPDATE public.tenants SET shape_version = shape_version + 1, updated_at = now() WHERE id = $1', [
    tenantId,
  ]);
  return result;
}

/** A company that is not up to date has nowhere to write a declaration down. */
async function requireRecent(client: pg.Client, tenantId: string): Promise<void> {
  const select = 'SELECT schema_version AS version FROM public.tenants WHERE id = $1';
  const [tenant] = (await client.query<{ version: string }>(select, [tenantId])).rows;
  if (!tenant) throw new UnknownTenantError(tenantId);
  if (tenant.version < FIRST_VERSION)
    throw new Refusal('UNAVAILABLE', "This company's tables are not up to date yet: try again after the migration.");
}

type Change = { readonly before: CustomField | null; readonly after: CustomField | null };

/** The row of the company's audit log for a change of a field. */
export async function auditChange(client: pg.Client, who: Actor, { before, after }: Change): Promise<void> {
  await insertAuditRow(client, {
    ...who,
    actor: who.actor ?? (who.userId === null ? null : `user:${who.userId}`),
    action: actionOf({ before, after }),
    entity: 'custom_field',
    entityId: (after ?? before)?.id ?? '',
    before,
    after,
  });
}

function actionOf({ before, after }: Change): 'create' | 'update' | 'delete' {
  if (before === null) return 'create';
  return after === null ? 'delete' : 'update';
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
