import type { AuditEvent, TenantContext } from '@/context';
import { masked } from '@/lib/masked';
import { AUDIT_ACTOR_VERSION } from './versions';

/** What a row of the audit log needs to know: who changes something of which company, from where. */
export type Auditing = Pick<TenantContext, 'db' | 'tenant' | 'actor' | 'userId' | 'sessionId' | 'requestId' | 'ip'>;

/** Writes one row of the company's audit log, in the transaction of the change. Secrets in it are masked. */
export async function recordAudit(ctx: Auditing, event: AuditEvent): Promise<void> {
  await ctx.db
    .insertInto('auditLog')
    .values({
      // A company that waits for the migration has no such column yet; who it was is read from the user then.
      ...(ctx.tenant.schemaVersion >= AUDIT_ACTOR_VERSION && { actor: ctx.actor }),
      actorUserId: ctx.userId,
      sessionId: ctx.sessionId,
      requestId: ctx.requestId,
      ipAddress: ctx.ip,
      action: event.action,
      entity: event.entity,
      entityId: event.entityId,
      before: event.before ? JSON.stringify(masked(event.before)) : null,
      after: event.after ? JSON.stringify(masked(event.after)) : null,
    })
    .execute();
}
