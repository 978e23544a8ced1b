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

export async function insertSecurityEvent({ detail, ...event }: SecurityEvent): Promise<void> {
  await databaseManager.control
    .insertInto('securityEvents')
    .values({ ...event, ...(detail && { detail: JSON.stringify(detail) }) })
    .execute();
}
