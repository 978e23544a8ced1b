import { sql, type Transaction } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { config } from '@/config';
import type { SessionEnding } from '@/contract/enums';
import { type ControlDb, databaseManager } from '@/database/connection';
import type { ControlTables } from '@/database/tables';
import { withControlTransaction } from '@/database/transaction';
import { type ChainState, hashRefreshToken, newTokenSeed, refreshTokenOf } from './refreshTokens';

type Db = Transaction<ControlTables>;

/** Seconds in which the token before the one that is good now is answered with that one once more. */
export const REPEAT_SECONDS = 30;

const days = (count: number) => sql<string>`now() + make_interval(days => ${count})`;
const momentAgo = sql`now() - make_interval(secs => ${REPEAT_SECONDS})`;
const unused = () => days(config().SESSION_IDLE_DAYS);
const living = sql<boolean>`sessions.revoked_at IS NULL AND sessions.expires_at > now() AND sessions.ends_at > now()`;
/** An older release, which knows only expires_at, sees it as ended too. */
const ended = (why: SessionEnding) => ({
  revokedAt: sql<string>`now()`,
  revokedWhy: why,
  expiresAt: sql<string>`least(expires_at, now())`,
});

export type NewSession = {
  readonly userId: string;
  readonly tenantId: string | null;
  readonly deviceInfo: string | null;
  readonly ipAddress: string | null;
  /** The password's hash that was found right: another one meanwhile lets nobody in. */
  readonly passwordHash?: string;
};

export type OpenedSession = { readonly id: string; readonly refreshToken: string };

/** Begins a session of an active user; undefined where the user, or the password, is not what it was. */
export async function openSession(session: NewSession): Promise<OpenedSession | undefined> {
  return withControlTransaction(async (db) => {
    if (!(await holdUser(db, session))) return undefined;
    const opened = await insertSession(db, session, { family: uuidv7(), endsAt: days(config().SESSION_MOST_DAYS) });
    await endSurplus(db, session.userId);
    return opened;
  });
}

/** Ends a living session and begins another of the same family in its place; undefined where it has ended meanwhile. */
export async function replaceSession(oldId: string, session: NewSession): Promise<OpenedSession | undefined> {
  return withControlTransaction(async (db) => {
    if (!(await holdUser(db, session))) return undefined;
    const old = await db
      .updateTable('sessions')
      .set(ended('SWITCHED'))
      .where('id', '=', oldId)
      .where(living)
      .returning(['family', 'endsAt', 'provedAt'])
      .executeTakeFirst();
    return old && insertSession(db, session, old);
  });
}

/** Keeps who changes the password or disables the account waiting until the session is there to be ended. */
async function holdUser(db: Db, { userId, passwordHash }: NewSession): Promise<boolean> {
  const held = await db
    .selectFrom('users')
    .select('id')
    .where('id', '=', userId)
    .where('isActive', '=', true)
    .$if(passwordHash !== undefined, (query) => query.where('password', '=', passwordHash ?? ''))
    .forShare()
    .executeTakeFirst();
  return held !== undefined;
}

type Chain = {
  readonly family: string;
  readonly endsAt: ReturnType<typeof days> | string;
  /** Now, when left out. */
  readonly provedAt?: string;
};

async function insertSession(db: Db, session: NewSession, came: Chain): Promise<OpenedSession> {
  const { userId, tenantId, deviceInfo, ipAddress } = session;
  const chain = { id: uuidv7(), tokenSeed: newTokenSeed(), generation: 0 };
  const refreshToken = refreshTokenOf(chain);
  const values = { userId, tenantId, deviceInfo, ipAddress, ...came, expiresAt: unused() };
  await db
    .insertInto('sessions')
    .values({ ...chain, ...values, refreshToken: hashRefreshToken(refreshToken) })
    .execute();
  return { id: chain.id, refreshToken };
}

/** Of more sessions than somebody may have, those go that were not seen for longest. */
async function endSurplus(db: Db, userId: string): Promise<void> {
  await db
    .updateTable('sessions')
    .set(ended('TOO_MANY'))
    .where('id', 'in', (query) =>
      query
        .selectFrom('sessions')
        .select('id')
        .where('userId', '=', userId)
        .where(living)
        .orderBy('lastSeenAt', 'desc')
        .orderBy('id', 'desc')
        .offset(config().SESSIONS_PER_USER),
    )
    .execute();
}

export type SessionState = ChainState & {
  readonly userId: string;
  readonly tenantId: string | null;
  readonly family: string;
};

/** A session whose user is active, ended or not, as of now by the database's clock. */
export async function findSession(sessionId: string): Promise<SessionState | undefined> {
  return databaseManager.control
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.userId')
    .select(['sessions.id', 'userId', 'tenantId', 'family', 'tokenSeed', 'generation'])
    .select(living.as('alive'))
    .select(sql<boolean>`coalesce(revoked_why = 'SWITCHED', false)`.as('switched'))
    .select(sql<boolean>`coalesce(revoked_at, rotated_at) > ${momentAgo}`.as('lately'))
    .where('sessions.id', '=', sessionId)
    .where('users.isActive', '=', true)
    .executeTakeFirst();
}

/** Makes the next token the good one, if `session` is still as it was and lives: of several callers one succeeds. */
export async function advanceSession({ id, tokenSeed, generation }: SessionState, ip: string | null): Promise<boolean> {
  const next = { id, tokenSeed, generation: generation + 1 };
  const { numUpdatedRows } = await databaseManager.control
    .updateTable('sessions')
    .set({
      generation: next.generation,
      refreshToken: hashRefreshToken(refreshTokenOf(next)),
      rotatedAt: sql<string>`now()`,
      lastSeenAt: sql<string>`now()`,
      ipAddress: ip,
      expiresAt: sql<string>`least(${unused()}, ends_at)`,
    })
    .where('id', '=', id)
    .where('generation', '=', generation)
    .where(living)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('users')
          .whereRef('users.id', '=', 'sessions.userId')
          .where('users.isActive', '=', true)
          .select('id'),
      ),
    )
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Which sessions of a person are meant: all, those of a family, one, or all but one. */
export type Which = { readonly family?: string; readonly id?: string; readonly but?: string };

/**
 * Ends living sessions of a person for good; answers their ids. Nobody begins a session for that person meanwhile, so none
 * is left that came of one of them. Undefined, and nothing ended, where `askedBy` is no living session any more.
 */
export async function endSessionsOf(
  userId: string,
  which: Which,
  why: SessionEnding,
  askedBy?: string,
): Promise<string[] | undefined> {
  return withControlTransaction(async (db) => {
    await db.selectFrom('users').select('id').where('id', '=', userId).forNoKeyUpdate().execute();
    if (askedBy !== undefined && !(await isLiving(db, askedBy))) return undefined;
    const { but, ...named } = which;
    return endLiving(db, { userId, ...named }, why, but);
  });
}

/** Ends the living sessions of a person whose row is held, or in a company, but that of one id; answers their ids. */
export function endSessions(
  db: ControlDb,
  of: { readonly userId: string; readonly tenantId?: string } | { readonly tenantId: string },
  why: SessionEnding,
  but?: string,
): Promise<string[]> {
  return endLiving(db, of, why, but);
}

async function endLiving(
  db: ControlDb,
  of: { userId?: string; tenantId?: string; family?: string; id?: string },
  why: SessionEnding,
  but?: string,
): Promise<string[]> {
  const rows = await db
    .updateTable('sessions')
    .set(ended(why))
    .where(living)
    .where((all) => all.and(of))
    .$if(but !== undefined, (query) => query.where('id', '!=', but ?? ''))
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** Whether a session has not ended, as of now. */
export async function isLiving(db: ControlDb, sessionId: string): Promise<boolean> {
  const row = await db.selectFrom('sessions').select('id').where('id', '=', sessionId).where(living).executeTakeFirst();
  return row !== undefined;
}

/** How long it counts that somebody has shown by the password that it is them. */
export const PROVED_MINUTES = 15;

/** Whether the person of a living session has lately shown that it is them. */
export async function isProved(db: ControlDb, sessionId: string): Promise<boolean> {
  const row = await db
    .selectFrom('sessions')
    .select('id')
    .where('id', '=', sessionId)
    .where('provedAt', '>', sql<string>`now() - make_interval(mins => ${PROVED_MINUTES})`)
    .where(living)
    .executeTakeFirst();
  return row !== undefined;
}

/** Notes that the person of a session has just shown it. */
export async function noteProof(sessionId: string): Promise<void> {
  const provedAt = sql<string>`now()`;
  await databaseManager.control.updateTable('sessions').set({ provedAt }).where('id', '=', sessionId).execute();
}

/** Lets a session go on without a company, when it has lost the one it had. */
export async function leaveTenant(sessionId: string): Promise<void> {
  await databaseManager.control.updateTable('sessions').set({ tenantId: null }).where('id', '=', sessionId).execute();
}

/** The living sessions of a person, with their companies, the last seen first. */
export async function sessionsOf(userId: string) {
  return databaseManager.control
    .selectFrom('sessions')
    .leftJoin('tenants', 'tenants.id', 'sessions.tenantId')
    .select(['sessions.id', 'deviceInfo', 'ipAddress', 'sessions.createdAt', 'lastSeenAt', 'expiresAt'])
    .select(['tenants.id as tenantId', 'tenants.name as tenantName'])
    .where('userId', '=', userId)
    .where(living)
    .orderBy('lastSeenAt', 'desc')
    .orderBy('sessions.id')
    .execute();
}

/** Days for which a session that has ended is still told of. */
const KEPT_DAYS = 30;

/** Forgets sessions that ended long ago; answers how many. */
export async function forgetEndedSessions(): Promise<number> {
  const { numDeletedRows } = await databaseManager.control
    .deleteFrom('sessions')
    .where(sql<boolean>`coalesce(revoked_at, least(expires_at, ends_at)) < now() - make_interval(days => ${KEPT_DAYS})`)
    .executeTakeFirst();
  return Number(numDeletedRows);
}
