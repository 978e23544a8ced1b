import type { Actor, SupportCaller } from '@/context';
import { supportPermissions } from '@/contract/permissions';
import { type Claimed, RefusedCredential } from '../securityEvents/refusedCredential';
import { type TenantAccess, tenantInfo } from './access';
import { AccessMemory } from './accessMemory';
import { isSecretOf, readKey, SUPPORT_MARK } from './apiKeys';
import { notingUse } from './notedUse';
import { MAX_AGE_MS } from './sharedAccess';
import { companyOfSupportAccess, findSupportAccess, touchSupportAccess } from './supportAccess.repo';

/** What a support token may reach now: one company, while it consents. */
export type SupportAccess = {
  readonly accessId: string;
  readonly secretHash: string;
  readonly support: SupportCaller;
  readonly tenant: TenantAccess;
};

/** It is nobody's: what is remembered of it is forgotten by its company, and by its own id. */
type Remembered = SupportAccess & { readonly userId: string; readonly tenantId: string };

const accesses = new AccessMemory<Remembered>();
const noteUse = notingUse('a support access', touchSupportAccess);

/** Who it is, as histories name them: `support:anna (<id of the consent>)`. */
export const supportActor = ({ by, consentId }: Pick<SupportCaller, 'by' | 'consentId'>): Actor =>
  `support:${by} (${consentId})`;

/**
 * The access of a support token. Throws RefusedCredential, in the same words whatever is wrong: for one that is malformed
 * without touching the database; for one that is unknown, closed, expired, or whose consent has ended, after.
 */
export async function supportAccess(token: string): Promise<SupportAccess> {
  const claimed = readKey(token, SUPPORT_MARK);
  if (!claimed) throw notGood();
  const { keyId: accessId, secret } = claimed;
  const access = await accesses.recall(accessId, () => read(accessId));
  if (!access || !isSecretOf(secret, access.secretHash)) {
    const detail = { how: 'token', accessId };
    throw notGood({ kind: 'SUPPORT_REFUSED', id: accessId, detail, company: () => companyOfSupportAccess(accessId) });
  }
  noteUse(accessId);
  return access;
}

async function read(accessId: string): Promise<{ value: Remembered; leftMs: number } | undefined> {
  const row = await findSupportAccess(accessId);
  if (!row) return undefined;
  const { tenantId, secretHash, by, consentId, level, until, leftMs } = row;
  const may = { role: null, permissions: new Set(supportPermissions(level)), scope: null, factorMissing: false };
  const support = { by, consentId, level, until };
  const value = { accessId, userId: accessId, tenantId, secretHash, support, tenant: { ...tenantInfo(row), ...may } };
  return { value, leftMs: Math.max(1, Math.min(MAX_AGE_MS, Math.floor(leftMs))) };
}

const notGood = (claimed?: Claimed) =>
  new RefusedCredential('This support access is not valid, has ended or the company consents no more.', claimed);
