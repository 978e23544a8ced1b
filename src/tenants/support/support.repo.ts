import { type Kysely, sql, type Transaction } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { CONSENT_ENDINGS, SupportLevel } from '@/contract/enums';
import { ACCESS_MINUTES, type Consent, type SupportAccess } from '@/contract/support';
import { databaseManager } from '@/database/connection';
import type { ControlTables } from '@/database/tables';

type Db = Transaction<ControlTables>;
type Ending = (typeof CONSENT_ENDINGS)[number];

/** Days for which a consent that has ended is still shown. */
const SHOWN_DAYS = 90;

/** By the clock, not by the beginning of a transaction that may have waited for a lock. */
const clock = sql<string>`clock_timestamp()`;
const live = sql<boolean>`c.ended_at IS NULL AND c.expires_at > ${clock}`;
const consentEnd = sql<string | null>`coalesce(c.ended_at, CASE WHEN c.expires_at <= ${clock} THEN c.expires_at END)`;
/** The first of what ends an access: it is closed, its consent ends, its time is over. */
const accessEnd = sql<
  string | null
>`least(a.closed_at, c.ended_at, CASE WHEN a.expires_at <= ${clock} THEN a.expires_at END)`;

/** The consents of a company and who has used them, the newest first; those that ended long ago are left out. */
export async function listConsents(tenantId: string): Promise<Consent[]> {
  const rows = await selectConsents(databaseManager.control)
    .where('c.tenantId', '=', tenantId)
    .where(sql<boolean>`coalesce(${consentEnd}, now()) > now() - make_interval(days => ${SHOWN_DAYS})`)
    .execute();
  const accesses = await accessesOf(databaseManager.control, tenantId);
  return rows.map((row) => answerOf(row, accesses));
}

export async function findConsent(db: Db, tenantId: string, id: string): Promise<Consent | undefined> {
  const row = await selectConsents(db).where('c.tenantId', '=', tenantId).where('c.id', '=', id).executeTakeFirst();
  return row && answerOf(row, await accessesOf(db, tenantId));
}

/** The consent under which support may come in now. */
export async function liveConsent(db: Db, tenantId: string): Promise<{ id: string; level: SupportLevel } | undefined> {
  return db
    .selectFrom('supportConsents as c')
    .select(['c.id', 'c.level'])
    .where('c.tenantId', '=', tenantId)
    .where(live)
    .$castTo<{ id: string; level: SupportLevel }>()
    .executeTakeFirst();
}

type NewConsent = Pick<Consent, 'level' | 'reason'> & {
  readonly tenantId: string;
  readonly grantedBy: string;
  readonly hours: number;
};

/** Makes a consent, in the place of the one there is. */
export async function insertConsent(db: Db, { hours, ...consent }: NewConsent): Promise<string> {
  const how = sql<Ending>`CASE WHEN expires_at > ${clock} THEN 'REPLACED' ELSE 'EXPIRED' END`;
  await db
    .updateTable('supportConsents')
    .set({ endedAt: sql<string>`least(expires_at, ${clock})`, endedHow: how })
    .where('tenantId', '=', consent.tenantId)
    .where('endedAt', 'is', null)
    .execute();
  const id = uuidv7();
  const expiresAt = sql<string>`now() + make_interval(hours => ${hours})`;
  await db
    .insertInto('supportConsents')
    .values({ id, ...consent, expiresAt })
    .execute();
  return id;
}

/** Ends a consent that lives, and every access under it; false where it has ended. */
export async function revokeConsent(db: Db, id: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('supportConsents as c')
    .set({ endedAt: clock, endedHow: 'REVOKED' })
    .where('c.id', '=', id)
    .where(live)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export type NewAccess = {
  readonly id: string;
  readonly tenantId: string;
  readonly consentId: string;
  readonly operator: string;
  readonly reason: string;
  readonly secretHash: string;
};

/** Opens an access until its time is over or that of the consent; answers when. */
export async function insertAccess(db: Db, access: NewAccess): Promise<string> {
  const expiresAt = sql<string>`(SELECT least(now() + make_interval(mins => ${ACCESS_MINUTES}), expires_at)
    FROM support_consents WHERE id = ${access.consentId})`;
  const row = await db
    .insertInto('supportAccesses')
    .values({ ...access, expiresAt })
    .returning('expiresAt')
    .executeTakeFirstOrThrow();
  return row.expiresAt;
}

/** Where the owners of a company are told what concerns it. */
export async function addressesOfOwners(
  db: Db,
  tenantId: string,
): Promise<{ email: string | null; phone: string | null }[]> {
  return db
    .selectFrom('userTenants')
    .innerJoin('users', 'users.id', 'userTenants.userId')
    .select(['email', 'phone'])
    .where('tenantId', '=', tenantId)
    .where('role', '=', 'OWNER')
    .where('userTenants.isActive', '=', true)
    .where('users.isActive', '=', true)
    .execute();
}

/** Closes an open access; false where it has ended. */
export async function closeAccess(db: Db, id: string, closedBy: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('supportAccesses')
    .set({ closedAt: clock, closedBy })
    .where('id', '=', id)
    .where('closedAt', 'is', null)
    .where('expiresAt', '>', clock)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Of which company an access is, and whose. */
export async function findAccess(
  id: string,
): Promise<{ tenantId: string; consentId: string; operator: string } | undefined> {
  return databaseManager.control
    .selectFrom('supportAccesses')
    .select(['tenantId', 'consentId', 'operator'])
    .where('id', '=', id)
    .executeTakeFirst();
}

/** The companies that let support in now, or `tenantId` alone. */
export async function openCompanies(tenantId: string | undefined): Promise<{ id: string; slug: string }[]> {
  return databaseManager.control
    .selectFrom('supportConsents as c')
    .innerJoin('tenants', 'tenants.id', 'c.tenantId')
    .select(['tenants.id', 'tenants.slug'])
    .where(live)
    .$if(tenantId !== undefined, (query) => query.where('c.tenantId', '=', tenantId ?? ''))
    .orderBy('tenants.slug')
    .execute();
}

type ConsentRow = Omit<Consent, 'accesses' | 'grantedBy'> & { granterId: string | null; granter: string | null };

function selectConsents(db: Kysely<ControlTables>) {
  return db
    .selectFrom('supportConsents as c')
    .leftJoin('users', 'users.id', 'c.grantedBy')
    .select(['c.id', 'c.level', 'c.reason', 'c.createdAt', 'c.expiresAt', 'c.grantedBy as granterId'])
    .select(sql`coalesce(c.ended_how, CASE WHEN ${live} THEN 'LIVE' ELSE 'EXPIRED' END)`.as('state'))
    .select(consentEnd.as('endedAt'))
    .select(sql`users.first_name || ' ' || users.last_name`.as('granter'))
    .orderBy('c.id', 'desc')
    .$castTo<ConsentRow>();
}

type AccessRow = SupportAccess & { consentId: string };

async function accessesOf(db: Kysely<ControlTables>, tenantId: string): Promise<AccessRow[]> {
  return db
    .selectFrom('supportAccesses as a')
    .innerJoin('supportConsents as c', 'c.id', 'a.consentId')
    .select(['a.id', 'a.consentId', 'a.operator as by', 'a.reason', 'a.openedAt', 'a.expiresAt', 'a.lastUsedAt'])
    .select(accessEnd.as('endedAt'))
    .where('a.tenantId', '=', tenantId)
    .where(sql<boolean>`coalesce(${consentEnd}, now()) > now() - make_interval(days => ${SHOWN_DAYS})`)
    .orderBy('a.id', 'desc')
    .$castTo<AccessRow>()
    .execute();
}

function answerOf({ granterId, granter, ...row }: ConsentRow, accesses: readonly AccessRow[]): Consent {
  return {
    ...row,
    grantedBy: granterId !== null && granter !== null ? { id: granterId, name: granter } : null,
    accesses: accesses.filter(({ consentId }) => consentId === row.id).map(({ consentId: _, ...each }) => each),
  };
}
