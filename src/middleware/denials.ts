import type { Context } from 'hono';
import { recordSecurityEvent } from '@/auth/securityEvents/securityEvents';
import type { AppEnv, KeyCaller } from '@/context';
import { ForeignCompanyError } from '@/lib/foreignCompanyError';
import { Refusal } from '@/lib/refusal';
import { addressOf } from './address';

/**
 * Writes one security event where somebody who was let in is refused what they may not do; for any other error none. Never
 * throws, and costs a refused request one row at most.
 */
export async function recordDenial(c: Context<AppEnv>, error: unknown): Promise<void> {
  if (!(error instanceof Refusal) || error.code !== 'FORBIDDEN') return;
  const [user, key] = [c.get('user'), c.get('key')];
  await recordSecurityEvent(
    { requestId: c.get('requestId'), ip: addressOf(c) },
    {
      kind: error instanceof ForeignCompanyError ? 'CROSS_TENANT' : 'ACCESS_DENIED',
      userId: user?.userId ?? null,
      sessionId: user?.sessionId ?? null,
      tenantId: c.get('tenant')?.id ?? null,
      detail: { method: c.req.method, route: c.get('route') ?? null, reason: error.message, ...whichKey(key) },
    },
  );
}

function whichKey(key: KeyCaller | undefined): object | undefined {
  if (!key) return undefined;
  if (!key.support) return { keyId: key.keyId };
  const { by, consentId } = key.support;
  return { support: by, accessId: key.keyId, consentId };
}
