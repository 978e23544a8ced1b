import { databaseManager } from '@/database/connection';
import { prepared } from '@/database/guard';
import { TENANT_STATE, type TenantState } from '../signIn/auth.repo';

export type KeyRow = TenantState & {
  userId: string;
  secretHash: string;
  permissions: string[];
  locationIds: string[] | null;
};

const FIND_KEY = prepared(`
  SELECT k.created_by AS "userId", k.secret_hash AS "secretHash", k.permissions, k.location_ids AS "locationIds",
         ${TENANT_STATE}
  FROM api_keys k
  JOIN tenants t ON t.id = k.tenant_id
  JOIN user_tenants m ON m.tenant_id = k.tenant_id AND m.user_id = k.created_by AND m.is_active
  JOIN users u ON u.id = k.created_by AND u.is_active
  WHERE k.id = $1 AND k.revoked_at IS NULL AND k.expires_at > now()`);

/** A living key whose maker still belongs to the company, as of now. */
export async function findKey(keyId: string): Promise<KeyRow | undefined> {
  const { rows } = await databaseManager.controlPool.query<KeyRow>(FIND_KEY, [keyId]);
  return rows[0];
}

/** The company of a key, living or not; null where there is none such. */
export async function companyOfKey(id: string): Promise<string | null> {
  const row = await databaseManager.control
    .selectFrom('apiKeys')
    .select('tenantId')
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.tenantId ?? null;
}

const TOUCH = prepared(`
  UPDATE api_keys SET last_used_at = now()
  WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')`);

/** Writes down that a key was used, once a minute at most. */
export async function touchKey(keyId: string): Promise<void> {
  await databaseManager.controlPool.query(TOUCH, [keyId]);
}
