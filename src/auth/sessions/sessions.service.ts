import type { RequestContext, UserContext } from '@/context';
import type { SignedIn } from '@/contract/auth';
import { type ControlDb, databaseManager } from '@/database/connection';
import { notFound, Refusal } from '@/lib/refusal';
import { forgetSession } from '../access/access';
import { requireOwner } from '../passwords/password.service';
import { recordSecurityEvent } from '../securityEvents/securityEvents';
import * as people from '../signIn/auth.repo';
import { signedIn } from '../signIn/signedIn';
import { isTokenOf, judgeToken, readRefreshToken, refreshTokenOf } from './refreshTokens';
import * as repo from './sessions.repo';

/** How often a session is looked at that others are changing at the same moment. */
const MOST_LOOKS = 5;

/**
 * A new access token for a refresh token, and the refresh token that follows it. Asked again within half a minute, by
 * whoever asked at the same moment or heard no answer, it gives the same one; later the whole family of sessions ends.
 * Throws UNAUTHENTICATED.
 */
export async function refresh(ctx: RequestContext, tokenInBody: string | undefined): Promise<SignedIn> {
  const token = tokenInBody ?? ctx.refreshCookie.read();
  if (!token) throw new Refusal('UNAUTHENTICATED', 'There is no session to go on with. Sign in.');
  const { session, refreshToken } = await follow(ctx, token);
  const user = await people.findUser(session.userId);
  if (!user) throw ended();
  const memberships = await people.findMemberships(user.id);
  const tenant = memberships.find(({ id }) => id === session.tenantId) ?? null;
  if (session.tenantId && !tenant) {
    await repo.leaveTenant(session.id);
    forgetSession(session.id);
  }
  return signedIn(ctx, user, memberships, {
    id: session.id,
    tenant,
    refreshToken,
    transport: tokenInBody ? 'body' : 'cookie',
  });
}

/** The session of a token, and the token that follows. The cookie stays: another tab may just have been given a newer one. */
async function follow(ctx: RequestContext, token: string) {
  const claimed = readRefreshToken(token);
  for (let looks = 0; claimed && looks < MOST_LOOKS; looks += 1) {
    const session = await repo.findSession(claimed.sessionId);
    if (!session || !isTokenOf(claimed, session)) break;
    const worth = judgeToken(claimed, session);
    if (worth === 'again') return { session, refreshToken: refreshTokenOf(session) };
    if (worth === 'next' && (await repo.advanceSession(session, ctx.ip)))
      return { session, refreshToken: refreshTokenOf({ ...session, generation: session.generation + 1 }) };
    if (worth === 'copied') await endFamily(ctx, session);
    if (worth !== 'next') break;
  }
  throw ended();
}

/** Somebody has a copy of a token: nobody goes on with any session that came of it. */
async function endFamily(ctx: RequestContext, { family, userId, tenantId, id }: repo.SessionState): Promise<void> {
  const sessions = forgotten(await repo.endSessionsOf(userId, { family }, 'REUSED'));
  if (sessions.length === 0) return;
  const detail = { sessions: sessions.length };
  await recordSecurityEvent(ctx, { kind: 'TOKEN_REUSED', userId, tenantId, sessionId: id, detail });
}

/** Ends the caller's session, by refresh token; ending one that is gone already is no error. */
export async function logout(ctx: RequestContext, tokenInBody: string | undefined): Promise<void> {
  const token = tokenInBody ?? ctx.refreshCookie.read();
  ctx.refreshCookie.clear();
  const claimed = token === undefined ? undefined : readRefreshToken(token);
  const session = claimed && (await repo.findSession(claimed.sessionId));
  if (!claimed || !session || !isTokenOf(claimed, session)) return;
  forgotten(await repo.endSessionsOf(session.userId, { id: session.id }, 'SIGNED_OUT'));
}

/** The caller's living sessions, the last seen first. */
export async function listSessions({ userId, sessionId }: UserContext) {
  const rows = await repo.sessionsOf(userId);
  return rows.map(({ deviceInfo, tenantId, tenantName, ...row }) => ({
    ...row,
    device: deviceInfo,
    tenant: tenantId && tenantName ? { id: tenantId, name: tenantName } : null,
    current: row.id === sessionId,
  }));
}

/** The caller shows by their password that it is them, which counts for a quarter of an hour. Throws as requireOwner does. */
export async function proveOneself(ctx: UserContext, password: string): Promise<void> {
  await requireOwner(ctx, { field: 'password', password, code: 'none' });
  await repo.noteProof(ctx.sessionId);
}

/**
 * Ends one of the caller's sessions. Throws NOT_FOUND; PROOF_REQUIRED for another one than theirs that asks;
 * UNAUTHENTICATED where that has just ended.
 */
export async function endOwnSession({ userId, sessionId }: UserContext, id: string): Promise<void> {
  if (id !== sessionId) await requireProof(sessionId);
  const sessions = forgotten(await repo.endSessionsOf(userId, { id }, 'REVOKED', sessionId));
  if (sessions.length === 0) throw notFound();
}

/** Ends all sessions of the caller but the one that asks; answers how many. Throws as endOwnSession does. */
export async function endOtherSessions({ userId, sessionId }: UserContext): Promise<number> {
  await requireProof(sessionId);
  return forgotten(await repo.endSessionsOf(userId, { but: sessionId }, 'REVOKED', sessionId)).length;
}

/** The sessions, which the next request of each is told of. */
function forgotten(sessions: readonly string[] | undefined): readonly string[] {
  if (!sessions) throw ended();
  for (const sessionId of sessions) forgetSession(sessionId);
  return sessions;
}

/** Who found an open browser cannot put its person out elsewhere. Throws PROOF_REQUIRED, UNAUTHENTICATED. */
export async function requireProof(sessionId: string, db: ControlDb = databaseManager.control): Promise<void> {
  if (await repo.isProved(db, sessionId)) return;
  if (!(await repo.isLiving(db, sessionId))) throw ended();
  throw new Refusal('PROOF_REQUIRED', 'Confirm with your password that it is you, then ask again.');
}

const ended = () => new Refusal('UNAUTHENTICATED', 'The session has ended. Sign in again.');
