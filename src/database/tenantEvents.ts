import type pg from 'pg';

/** What can happen to a company, as `tenant_events` tells it. */
export type TenantEventName =
  | 'created'
  | 'renamed'
  | 'slug-changed'
  | 'second-factor-asked'
  | 'suspended'
  | 'resumed'
  | 'deletion-asked'
  | 'deletion-agreed'
  | 'deletion-withdrawn'
  | 'purge-failed'
  | 'purged'
  | 'cloned'
  | 'ring-changed'
  | 'member-added'
  | 'member-role-changed'
  | 'member-removed'
  | 'invitation-sent'
  | 'invitation-revoked'
  | 'invitation-declined'
  | 'ownership-offered'
  | 'ownership-withdrawn'
  | 'ownership-declined'
  | 'ownership-transferred'
  | 'support-consented'
  | 'support-revoked'
  | 'support-opened'
  | 'support-closed'
  | 'support-refused';

/** `actor` is `user:<id>`, `cli:<name>` or `job:<name>`; `detail` is for people and holds no secret. */
export type TenantEventEntry = {
  readonly tenantId: string;
  readonly event: TenantEventName;
  readonly actor: string;
  readonly detail: object;
};

/** Writes one event on the operator's connection, in the transaction of what has happened. */
export async function recordTenantEvent(client: pg.Client, entry: TenantEventEntry): Promise<void> {
  await client.query('INSERT INTO public.tenant_events (tenant_id, event, actor, detail) VALUES ($1, $2, $3, $4)', [
    entry.tenantId,
    entry.event,
    entry.actor,
    JSON.stringify(entry.detail),
  ]);
}
