import type pg from 'pg';
import { masked } from '@/lib/masked';

/** A row of a company's audit log that the operator's connection writes. */
export type OperatorAuditRow = {
  /** `user:<id>`, `cli:<name>`, …; null for nobody in particular. */
  readonly actor: string | null;
  readonly userId?: string | null;
  readonly sessionId?: string | null;
  readonly requestId?: string | null;
  readonly ip?: string | null;
  readonly action: string;
  readonly entity: string;
  readonly entityId: string;
  readonly before?: object | null;
  readonly after?: object | null;
};

/** Writes the row in the transaction of the change, in which `client` acts in the company's schema. Secrets are masked. */
export async function insertAuditRow(client: pg.Client, row: OperatorAuditRow): Promise<void> {
  const json = (value: object | null | undefined) => (value ? JSON.stringify(masked(value)) : null);
  const values: Record<string, string | null> = {
    actor_user_id: row.userId ?? null,
    session_id: row.sessionId ?? null,
    request_id: row.requestId ?? null,
    ip_address: row.ip ?? null,
    action: row.action,
    entity: row.entity,
    entity_id: row.entityId,
    before: json(row.before),
    after: json(row.after),
    ...((await saysActor(client)) && { actor: row.actor }),
  };
  const columns = Object.keys(values);
  const places = columns.map((_, index) => `$${index + 1}`);
  await client.query(
    `INSERT INTO audit_log (${columns.join(', ')}) VALUES (${places.join(', ')})`,
    Object.values(values),
  );
}

/** A company that waits for the migration has no such column yet. */
async function saysActor(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query(
    `SELECT FROM pg_attribute WHERE attrelid = 'audit_log'::regclass AND attname = 'actor' AND NOT attisdropped`,
  );
  return rows.length > 0;
}
