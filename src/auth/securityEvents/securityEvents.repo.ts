import { sql } from 'kysely';
import type { SecurityEventKind } from '@/contract/enums';
import { databaseManager } from '@/database/connection';

export type SecurityEvent = {
  readonly kind: SecurityEventKind;
  readonly userId?: string | null;
  readonly tenantId?: string | null;
  readonly sessionId?: string | null;
  readonly requestId: string | null;
  readonly ipAddress: string | null;
  readonly detail?: object;
};

/** Attempts to reach another company by one person, or one address, within an hour that are worth a look. */
const MANY_ATTEMPTS = 3;

/** Writes one alert an hour where somebody has tried to reach companies that are not theirs again and again. */
export async function alertOfAttempts({ userId = null, ipAddress, requestId }: SecurityEvent): Promise<void> {
  await sql`
    INSERT INTO security_events (kind, user_id, ip_address, request_id, detail)
    SELECT 'ALERT', ${userId}, ${ipAddress}, ${requestId}, jsonb_build_object('about', 'CROSS_TENANT', 'attempts', count(*))
    FROM security_events e
    WHERE e.kind = 'CROSS_TENANT' AND e.at > now() - interval '1 hour'
      AND e.user_id IS NOT DISTINCT FROM ${userId}::uuid AND (e.user_id IS NOT NULL OR e.ip_address IS NOT DISTINCT FROM ${ipAddress})
      AND NOT EXISTS (
        SELECT FROM security_events a
        WHERE a.kind = 'ALERT' AND a.at > now() - interval '1 hour' AND a.detail ->> 'about' = 'CROSS_TENANT'
          AND a.user_id IS NOT DISTINCT FROM ${userId}::uuid
          AND (a.user_id IS NOT NULL OR a.ip_address IS NOT DISTINCT FROM ${ipAddress}))
    HAVING count(*) >= ${MANY_ATTEMPTS}`.execute(databaseManager.control);
}

export async function insertSecurityEvent({ detail, ...event }: SecurityEvent): Promise<void> {
  await databaseManager.control
    .insertInto('securityEvents')
    .values({ ...event, ...(detail && { detail: JSON.stringify(detail) }) })
    .execute();
}
