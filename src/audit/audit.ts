import type { AuditEvent, TenantContext } from '@/context';
import { masked } from '@/lib/masked';
import { AUDIT_ACTOR_VERSION } from './versions';

/** Writes one row of the company's audit log, in the transaction of the change. Secrets in it are masked. */
export async function recordAudit(ctx: TenantContext, event: AuditEvent): Promise<void> {
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
