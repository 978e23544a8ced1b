import type { SupportLevel } from '@/contract/enums';
import { databaseManager } from '@/database/connection';
import { prepared } from '@/database/guard';
import { TENANT_STATE, type TenantState } from '../signIn/auth.repo';

export type SupportRow = TenantState & {
  secretHash: string;
  by: string;
  consentId: string;
  level: SupportLevel;
  until: string;
  /** Milliseconds until then, by the database's clock. */
  leftMs: number;
};

const FIND = prepared(`
  SELECT a.secret_hash AS "secretHash", a.operator AS "by", a.consent_id AS "consentId", c.level,
         least(a.expires_at, c.expires_at) AS until,
         (extract(epoch FROM least(a.expires_at, c.expires_at) - clock_timestamp()) * 1000)::float8 AS "leftMs",
         ${TENANT_STATE}
  FROM support_accesses a
  JOIN support_consents c ON c.tenant_id = a.tenant_id AND c.id = a.consent_id AND c.ended_at IS NULL
  JOIN tenants t ON t.id = a.tenant_id
  WHERE a.id = $1 AND a.closed_at IS NULL AND a.expires_at > now() AND c.expires_at > now()`);

/** An open access under a consent that lives, as of now. */
export async function findSupportAccess(accessId: string): Promise<SupportRow | undefined> {
  const { rows } = await databaseManager.controlPool.query<SupportRow>(FIND, [accessId]);
  return rows[0];
}

/** The company of an access, open or not; null where there is none such. */
export async function companyOfSupportAccess(id: string): Promise<string | null> {
  const row = await databaseManager.control
    .selectFrom('supportAccesses')
    .select('tenantId')
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.tenantId ?? null;
}

const TOUCH = prepared(`
  UPDATE support_accesses SET last_used_at = now()
  WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')`);

/** Writes down that an access was used, once a minute at most. */
export async function touchSupportAccess(accessId: string): Promise<void> {
  await databaseManager.controlPool.query(TOUCH, [accessId]);
}

const IS_OPEN = prepared(`
  SELECT EXISTS (
    SELECT FROM support_accesses a
    JOIN support_consents c ON c.tenant_id = a.tenant_id AND c.id = a.consent_id AND c.ended_at IS NULL
    WHERE a.tenant_id = $1 AND a.closed_at IS NULL AND a.expires_at > now() AND c.expires_at > now()) AS open`);

/** Whether support is in a company, or could be at any moment, as of now. */
export async function isSupportIn(tenantId: string): Promise<boolean> {
  const { rows } = await databaseManager.controlPool.query<{ open: boolean }>(IS_OPEN, [tenantId]);
  return rows[0]?.open === true;
}
