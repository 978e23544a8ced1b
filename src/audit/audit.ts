import type { AuditEvent, TenantContext } from '@/context';

/** Writes one row of the company's audit log, in the transaction of the change. */
export async function recordAudit(ctx: TenantContext, event: AuditEvent): Promise<void> {
  await ctx.db
    .insertInto('auditLog')
    .values({
      actorUserId: ctx.userId,
      sessionId: ctx.sessionId,
      requestId: ctx.requestId,
      ipAddress: ctx.ip,
      action: event.action,
      entity: event.entity,
      entityId: event.entityId,
      before: event.before ? JSON.stringify(event.before) : null,
      after: event.after ? JSON.stringify(event.after) : null,
    })
    .execute();
}
