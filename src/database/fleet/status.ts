import { digestOf, readMigrations } from '../migrationFiles';
import { asOperator, inTransaction } from '../owner';
import { recordTenantEvent } from '../tenantEvents';
import { membersNamed } from './members';

/** Where a company's schema stands. */
export type TenantStatusRow = {
  readonly slug: string;
  readonly status: string;
  readonly ring: number;
  readonly version: string;
  readonly state: 'current' | 'behind' | 'newer' | 'set aside';
  readonly reason: string | null;
  /** What its last attempt was and came to, and when. */
  readonly last: string | null;
  /** Differences found when drift was looked for last; null when it never was. */
  readonly drift: number | null;
};

/** Every company, in the order in which migrations reach them. */
export async function fleetStatus(): Promise<TenantStatusRow[]> {
  const migrations = readMigrations('tenant');
  return asOperator(async (client) => {
    const { rows } = await client.query<TenantStatusRow>(
      `SELECT t.slug, t.status, t.ring, t.schema_version AS version,
              CASE WHEN t.quarantined_at IS NOT NULL THEN 'set aside' WHEN t.schema_version > $1 THEN 'newer'
                   WHEN t.migrations_digest = $2 THEN 'current' ELSE 'behind' END AS state,
              t.quarantine_reason AS reason, l.last, jsonb_array_length(d.differences) AS drift
       FROM public.tenants t LEFT JOIN public.drift_reports d ON d.tenant_id = t.id
       LEFT JOIN LATERAL (
         SELECT concat_ws(' ', migration, lower(direction), lower(status), to_char(started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI"Z"'))
                  AS last
         FROM public.migration_ledger WHERE tenant_id = t.id ORDER BY id DESC LIMIT 1) l ON true
       ORDER BY t.ring, t.created_at, t.id`,
      [migrations.at(-1)?.name, digestOf(migrations)],
    );
    return rows;
  });
}

/** Puts a company, by slug or id, into a ring, 0 … 9; ring 0 are the canaries. Throws NOT_FOUND. */
export async function setRing(tenant: string, ring: number, actor: string): Promise<void> {
  await asOperator((client) =>
    inTransaction(client, async () => {
      const [member] = await membersNamed(client, [tenant]);
      if (!member || member.ring === ring) return;
      const { tenantId } = member;
      await client.query('UPDATE public.tenants SET ring = $2, updated_at = now() WHERE id = $1', [tenantId, ring]);
      const detail = { before: member.ring, after: ring };
      await recordTenantEvent(client, { tenantId, event: 'ring-changed', actor, detail });
    }),
  );
}
