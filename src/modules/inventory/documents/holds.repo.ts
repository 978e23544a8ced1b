import { sql } from 'kysely';
import type { TenantContext } from '@/context';

/** Why a customer is on hold, and who has said so when, as far as the audit log tells. */
export type HoldRow = { readonly reason: string | null; readonly actor: string | null; readonly since: string | null };

/** The hold of a customer; undefined where there is none. */
export async function findHold({ db }: Pick<TenantContext, 'db'>, customerId: string): Promise<HoldRow | undefined> {
  const { rows } = await sql<HoldRow>`
    SELECT c.hold_reason AS reason, a.actor, a.at AS since FROM customers c LEFT JOIN LATERAL (
      SELECT actor, at FROM audit_log WHERE entity = 'customer' AND entity_id = c.id::text
        AND after ->> 'onHold' = 'true' AND coalesce(before ->> 'onHold', 'false') = 'false' ORDER BY id DESC LIMIT 1) a ON true
    WHERE c.id = ${customerId}::uuid AND c.on_hold`.execute(db);
  return rows[0];
}
