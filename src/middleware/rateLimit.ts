import type { Context, MiddlewareHandler } from 'hono';
import { recordSecurityEvent } from '@/auth/securityEvents/securityEvents';
import { config } from '@/config';
import type { AppEnv } from '@/context';
import { addressKey } from '@/lib/address';
import { RateLimited } from '@/lib/refusal';
import { addressOf } from './address';
import { type Count, Limiter, WINDOW_S } from './limiter';

type Kind = 'address' | 'person' | 'company';
type Counted = { readonly kind: Kind; readonly limiter: Limiter; readonly key: string };

/** What requests do: those of people who are not signed in, reads, and what changes something. */
type Class = 'public' | 'read' | 'write';

const limiters = new Map<string, Limiter>();

/**
 * Refuses what is too much in a minute: of an address for what needs no sign-in, of a person and of a company for the
 * rest, reads and writes apart. Says in standard headers what is left. Runs after it is known who asks.
 */
export const limitRate: MiddlewareHandler<AppEnv> = async (c, next) => {
  await requirePace(c, whatCounts(c));
  return next();
};

/** The same of what comes with a key or token that is refused, by address. Throws RATE_LIMITED. */
export const limitRefused = (c: Context<AppEnv>): Promise<void> => requirePace(c, ofAddress(c, 'g:limit:refused'));

async function requirePace(c: Context<AppEnv>, counted: readonly Counted[]): Promise<void> {
  if (counted.length === 0) return;
  const counts = await Promise.all(counted.map(({ limiter, key }) => limiter.count(key)));
  const told = counted.map(({ kind }, index) => ({ kind, ...(counts[index] as Count) }));
  c.header('ratelimit-policy', told.map(({ kind, most }) => `"${kind}";q=${most};w=${WINDOW_S}`).join(', '));
  c.header('ratelimit', told.map(({ kind, left, resetS }) => `"${kind}";r=${left};t=${resetS}`).join(', '));
  const over = told.filter((each) => each.over !== 'no');
  if (over.length === 0) return;
  await Promise.all(over.filter((each) => each.over === 'first').map(({ kind }) => tell(c, kind)));
  throw new RateLimited('Too many requests. Try again later.', Math.max(...over.map(({ resetS }) => resetS)));
}

const ofAddress = (c: Context<AppEnv>, prefix: string) =>
  counting('address', 'public', addressKey(addressOf(c) ?? '') ?? 'nobody', prefix);

function whatCounts(c: Context<AppEnv>): Counted[] {
  const who = c.get('user')?.userId ?? c.get('key')?.keyId;
  const tenant = c.get('tenant');
  if (who === undefined) return ofAddress(c, 'g:limit:address');
  const kind: Class = c.req.method === 'GET' ? 'read' : 'write';
  return [
    ...counting('person', kind, who, `g:limit:person:${kind}`),
    ...(tenant ? counting('company', kind, `${tenant.id}:limit:${kind}`, 't') : []),
  ];
}

function counting(kind: Kind, what: Class, key: string, prefix: string): Counted[] {
  const most = mostOf(kind, what);
  if (most === 0) return [];
  const name = `${prefix} ${what}`;
  let limiter = limiters.get(name);
  if (limiter?.most !== most) {
    limiter = new Limiter(prefix, most);
    limiters.set(name, limiter);
  }
  return [{ kind, limiter, key }];
}

/** How many a minute; 0 for no limit. */
function mostOf(kind: Kind, what: Class): number {
  const { RATE_LIMIT_PUBLIC, RATE_LIMIT_READS, RATE_LIMIT_WRITES, RATE_LIMIT_COMPANY } = config();
  if (what === 'public') return RATE_LIMIT_PUBLIC;
  const person = what === 'read' ? RATE_LIMIT_READS : RATE_LIMIT_WRITES;
  return kind === 'company' ? person * RATE_LIMIT_COMPANY : person;
}

function tell(c: Context<AppEnv>, limit: Kind): Promise<void> {
  const about = { requestId: c.get('requestId'), ip: addressOf(c) };
  const [user, tenant] = [c.get('user'), c.get('tenant')];
  const who = { userId: user?.userId ?? null, tenantId: tenant?.id ?? null, sessionId: user?.sessionId ?? null };
  return recordSecurityEvent(about, { kind: 'RATE_LIMITED', ...who, detail: { limit } });
}
