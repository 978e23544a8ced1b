import type { SignedIn } from '@contract';
import { hasCode } from '@web/http/problem';
import { send } from '@web/http/send';
import { getSession, type SignedInSession, setSession } from './store';
import { alone, hearOtherTabs, tellOtherTabs } from './tabs';
import { accessToken, dropToken, ensureFreshToken, keepToken } from './token';

/** Who caused a change of person or company: this tab, or another one that shares the cookie. */
export type Origin = 'here' | 'elsewhere';
export type Move = { origin: Origin; before: SignedInSession | null; after: SignedInSession | null };

let epoch = 0;
let refreshing: Promise<void> | null = null;
const moveWatchers = new Set<(move: Move) => void>();

/** Rises by one whenever the person or the company changes; data of different epochs must never meet. */
export const companyEpoch = () => epoch;

export function onMove(watcher: (move: Move) => void) {
  moveWatchers.add(watcher);
  return () => {
    moveWatchers.delete(watcher);
  };
}

const signedIn = () => {
  const session = getSession();
  return session.status === 'in' ? session : null;
};

function announce(move: Move) {
  epoch += 1;
  for (const watcher of moveWatchers) watcher(move);
}

function adopt(answer: SignedIn, origin: Origin) {
  keepToken(answer.accessToken, answer.expiresIn);
  const before = signedIn();
  const { user, tenants, tenant } = answer;
  const moved = before?.user.id !== user.id || before?.tenant?.id !== tenant?.id;
  const factorAsked = !moved && !user.totpEnabled && (before?.factorAsked ?? false);
  const after: SignedInSession = { status: 'in', user, tenants, tenant, factorAsked };
  if (moved) announce({ origin, before, after });
  setSession(after);
  if (moved && origin === 'here') tellOtherTabs({ userId: after.user.id, tenantId: after.tenant?.id ?? null });
}

function leave(origin: Origin) {
  const before = signedIn();
  dropToken();
  if (before) announce({ origin, before, after: null });
  setSession({ status: 'out', byChoice: origin === 'here' });
}

/** Renews the tokens by the cookie. Ends the session here when the cookie is no longer good. */
export function refreshSession(): Promise<void> {
  refreshing ??= alone(async () => {
    try {
      adopt(await send<SignedIn>('/auth/refresh', { method: 'POST', body: {} }), 'elsewhere');
    } catch (error) {
      if (hasCode(error, 'UNAUTHENTICATED')) leave('elsewhere');
      throw error;
    }
  }).finally(() => {
    refreshing = null;
  });
  return refreshing;
}

/** The first thing the page does: is there a session in the cookie? */
export async function startSession() {
  setSession({ status: 'starting' });
  try {
    await refreshSession();
  } catch (error) {
    setSession(
      hasCode(error, 'UNAUTHENTICATED') ? { status: 'out', byChoice: false } : { status: 'unreachable', error },
    );
  }
}

async function change(path: string, body: unknown) {
  if (accessToken() !== null) await ensureFreshToken(refreshSession);
  await alone(async () => adopt(await send<SignedIn>(path, { method: 'POST', body, token: accessToken() }), 'here'));
}

export const signIn = (identifier: string, password: string, totp?: string) =>
  change('/auth/login', { identifier, password, ...(totp && { totp }) });
/** Joins the company that invites: with the account that is signed in, or with a new one. */
export const acceptInvitation = (body: Record<string, string>) => change('/invitations/accept', body);
export const switchCompany = (tenantId: string) => change('/auth/switch-tenant', { tenantId });
export const register = (body: Record<string, string>) => change('/auth/register', body);

/** Signs out here and, through the cookie, in every tab. A server that cannot be reached does not keep anyone in. */
export async function signOut() {
  await alone(async () => {
    try {
      await send<void>('/auth/logout', { method: 'POST', body: {}, token: accessToken() });
    } finally {
      leave('here');
      tellOtherTabs({ userId: null, tenantId: null });
    }
  });
}

hearOtherTabs((word) => {
  const session = getSession();
  if (session.status === 'starting') return;
  const mine = signedIn();
  if (word.userId === null) return mine ? leave('elsewhere') : undefined;
  if (mine?.user.id === word.userId && (mine.tenant?.id ?? null) === word.tenantId) return;
  refreshSession().catch(() => undefined);
});
