import type { AuditEvent, TenantContext } from '@/context';
import { masked } from '@/lib/masked';
import { insertAuditRow, insertAuditRows } from './auditRow.repo';
import { AUDIT_ACTOR_VERSION } from './versions';

/** What a row of the audit log needs to know: who changes something of which company, from where. */
export type Auditing = Pick<TenantContext, 'db' | 'tenant' | 'actor' | 'userId' | 'sessionId' | 'requestId' | 'ip'>;

/** Writes one row of the company's audit log, in the transaction of the change. Secrets in it are masked. */
export async function recordAudit(ctx: Auditing, event: AuditEvent): Promise<void> {
  const { action, entity, entityId, before, after } = event;
  const row = {
    actorUserId: ctx.userId,
    sessionId: ctx.sessionId,
    requestId: ctx.requestId,
    ipAddress: ctx.ip,
    action,
    entity,
    entityId,
    before: jsonOf(before),
    after: jsonOf(after),
  };
  // A company that waits for the migration has no such column yet; who it was is read from the user then.
  await insertAuditRow(ctx.db, row, ctx.tenant.schemaVersion >= AUDIT_ACTOR_VERSION ? ctx.actor : undefined);
}

/** Writes a row for each of many records of one kind, in one statement; `events` in their order. */
export async function recordAudits(
  ctx: Auditing,
  entity: string,
  events: readonly Omit<AuditEvent, 'entity'>[],
): Promise<void> {
  if (events.length === 0) return;
  const shared = {
    actorUserId: ctx.userId,
    sessionId: ctx.sessionId,
    requestId: ctx.requestId,
    ipAddress: ctx.ip,
    entity,
  };
  const rows = events.map(({ action, entityId, before, after }) => ({
    action,
    entityId,
    before: before ? masked(before) : null,
    after: after ? masked(after) : null,
  }));
  const actor = ctx.tenant.schemaVersion >= AUDIT_ACTOR_VERSION ? ctx.actor : undefined;
  await insertAuditRows(ctx.db, shared, rows, actor);
}

const jsonOf = (record: object | null | undefined) => (record ? JSON.stringify(masked(record)) : null);
