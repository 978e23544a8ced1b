import { log } from '@/observability/log';
import { alertOfAttempts, insertSecurityEvent, type SecurityEvent } from './securityEvents.repo';

type Event = Omit<SecurityEvent, 'requestId' | 'ipAddress'>;

/**
 * Records what concerns the safety of an account or a company. Never throws: what is refused is refused, and what was done
 * was done, whether it can be recorded or not; then the log has it.
 */
export async function recordSecurityEvent(
  { requestId, ip }: { readonly requestId: string | null; readonly ip: string | null },
  event: Event,
): Promise<void> {
  const { kind, userId, tenantId } = event;
  await write({ ...event, requestId, ipAddress: ip }).catch((error: unknown) =>
    log().error({ err: error, requestId, userId, tenantId, kind }, 'a security event could not be recorded'),
  );
}

async function write(event: SecurityEvent): Promise<void> {
  await insertSecurityEvent(event);
  if (event.kind === 'CROSS_TENANT') await alertOfAttempts(event);
}
