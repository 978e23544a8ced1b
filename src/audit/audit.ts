import type { AuditEvent, TenantContext } from '@/context';

/** What a row of the audit log needs to know: who changes something of which company, from where. */
export type Auditing = Pick<TenantContext, 'db' | 'tenant' | 'actor' | 'requestId' | 'ip'> & {
  readonly userId: string | null;
  readonly sessionId: string | null;
};

/** Writes one row of the company's audit log, in the transaction of the change. */
export async function recordAudit(ctx: Auditing, event: AuditEvent): Promise<void> {
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
