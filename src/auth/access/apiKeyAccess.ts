import { ALL_PERMISSIONS, COMPANY_WIDE, ONLY_FOR_PEOPLE, type Permission } from '@/contract/permissions';
import { type Claimed, RefusedCredential } from '../securityEvents/refusedCredential';
import { type TenantAccess, tenantInfo } from './access';
import { AccessMemory } from './accessMemory';
import { isSecretOf, readKey } from './apiKeys';
import { companyOfKey, findKey, touchKey } from './apiKeys.repo';
import { notingUse } from './notedUse';
import { MAX_AGE_MS } from './sharedAccess';

/** What a key may reach now; `userId` is who made it. */
export type KeyAccess = {
  readonly keyId: string;
  readonly userId: string;
  readonly tenantId: string;
  readonly secretHash: string;
  readonly tenant: TenantAccess;
};

const keys = new AccessMemory<KeyAccess>();
const noteUse = notingUse('a key', touchKey);

/**
 * The access of an API key. Throws RefusedCredential, in the same words whatever is wrong: for a key that is malformed or has
 * the wrong checksum without touching the database, for one that is unknown, revoked, expired or has another secret after.
 */
export async function keyAccess(key: string): Promise<KeyAccess> {
  const claimed = readKey(key);
  if (!claimed) throw notGood();
  const { keyId, secret } = claimed;
  const access = await keys.recall(keyId, async () => {
    const value = await read(keyId);
    return value && { value, leftMs: MAX_AGE_MS };
  });
  if (!access || !isSecretOf(secret, access.secretHash))
    throw notGood({ kind: 'KEY_REFUSED', id: keyId, detail: { keyId }, company: () => companyOfKey(keyId) });
  noteUse(keyId);
  return access;
}

/** What a key may do of what it was given. */
export function keyPermissions(given: readonly string[], locationIds: readonly string[] | null): Permission[] {
  const barred = locationIds === null ? ONLY_FOR_PEOPLE : [...ONLY_FOR_PEOPLE, ...COMPANY_WIDE];
  return ALL_PERMISSIONS.filter((permission) => given.includes(permission) && !barred.includes(permission));
}

async function read(keyId: string): Promise<KeyAccess | undefined> {
  const row = await findKey(keyId);
  if (!row) return undefined;
  const { userId, tenantId, secretHash, permissions, locationIds: scope } = row;
  const may = { role: null, permissions: new Set(keyPermissions(permissions, scope)), scope, factorMissing: false };
  return { keyId, userId, tenantId, secretHash, tenant: { ...tenantInfo(row), ...may } };
}

const notGood = (claimed?: Claimed) =>
  new RefusedCredential('This API key is not valid, has ended or was revoked.', claimed);
