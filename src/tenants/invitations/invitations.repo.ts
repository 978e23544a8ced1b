import { type Kysely, sql, type Transaction } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { INVITATION_STATES, Role } from '@/contract/enums';
import { INVITATION_DAYS } from '@/contract/invitations';
import { databaseManager } from '@/database/connection';
import type { ControlTables, TenantTables } from '@/database/tables';

type Db = Transaction<ControlTables>;

/** The e-mail address or phone number an invitation is bound to; the other one is null. */
export type Address = { readonly email: string | null; readonly phone: string | null };

/** By the clock, not by the beginning of a transaction that may have waited for a lock. */
const clock = sql<string>`clock_timestamp()`;
const unanswered = sql<boolean>`accepted_at IS NULL AND declined_at IS NULL AND invitations.revoked_at IS NULL`;
const open = sql<boolean>`${unanswered} AND invitations.expires_at > ${clock}`;
const state = sql<(typeof INVITATION_STATES)[number]>`CASE
  WHEN accepted_at IS NOT NULL THEN 'ACCEPTED' WHEN declined_at IS NOT NULL THEN 'DECLINED'
  WHEN invitations.revoked_at IS NOT NULL THEN 'REVOKED' WHEN invitations.expires_at <= ${clock} THEN 'EXPIRED'
  ELSE 'OPEN' END`;
const expiry = sql<string>`${clock} + make_interval(days => ${INVITATION_DAYS})`;
const toAddress = ({ email, phone }: Address) =>
  sql<boolean>`coalesce(invitations.email, invitations.phone) = ${email ?? phone}`;

const COLUMNS = [
  'invitations.id',
  'invitations.email',
  'invitations.phone',
  'invitations.role',
  'locationIds',
  'invitations.createdAt',
  'expiresAt',
  'lastSentAt',
  'invitedBy as inviterId',
] as const;

export type InvitationRow = Awaited<ReturnType<typeof listInvitations>>[number];

/** Those that are open, and what became of the others that are remembered still, the newest first. */
export async function listInvitations(tenantId: string) {
  return withInviter(databaseManager.control, tenantId).orderBy('invitations.id', 'desc').execute();
}

/** One invitation of a company, in a transaction that holds the company's row. */
export async function findInvitation(db: Db, tenantId: string, id: string): Promise<InvitationRow | undefined> {
  return withInviter(db, tenantId).where('invitations.id', '=', id).executeTakeFirst();
}

function withInviter(db: Kysely<ControlTables>, tenantId: string) {
  return db
    .selectFrom('invitations')
    .leftJoin('users', 'users.id', 'invitedBy')
    .select(COLUMNS)
    .select(state.as('state'))
    .select(sql<string | null>`first_name || ' ' || last_name`.as('inviterName'))
    .$narrowType<{ role: Role }>()
    .where('invitations.tenantId', '=', tenantId);
}

/** How many invitations of a company are open, and how many were made within 24 hours. */
export async function countInvitations(db: Db, tenantId: string): Promise<{ open: number; lately: number }> {
  return db
    .selectFrom('invitations')
    .select(sql<number>`count(*) FILTER (WHERE ${open})::int`.as('open'))
    .select(sql<number>`count(*) FILTER (WHERE created_at > now() - interval '24 hours')::int`.as('lately'))
    .where('tenantId', '=', tenantId)
    .executeTakeFirstOrThrow();
}

/** How often this address was written to, for this company, without a day's pause; 0 after one. */
export async function sentLately(db: Db, tenantId: string, address: Address): Promise<number> {
  const row = await db
    .selectFrom('invitations')
    .select('sentCount')
    .where('tenantId', '=', tenantId)
    .where(toAddress(address))
    .where('lastSentAt', '>', sql<string>`now() - interval '24 hours'`)
    .orderBy('lastSentAt', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.sentCount ?? 0;
}

/** Takes back what an address was invited to before and has not answered. */
export async function replaceInvitations(db: Db, tenantId: string, address: Address): Promise<void> {
  await db
    .updateTable('invitations')
    .set({ revokedAt: clock })
    .where('tenantId', '=', tenantId)
    .where(toAddress(address))
    .where(unanswered)
    .execute();
}

export type NewInvitation = Address & {
  readonly tenantId: string;
  readonly role: Role;
  readonly locationIds: string[];
  readonly tokenHash: string;
  readonly invitedBy: string;
  readonly sentCount: number;
};

export async function insertInvitation(db: Db, invitation: NewInvitation): Promise<string> {
  const id = uuidv7();
  await db
    .insertInto('invitations')
    .values({ id, ...invitation, expiresAt: expiry })
    .execute();
  return id;
}

/** Gives an open invitation another token, and all its time again: the one before is good for nothing. */
export async function renewInvitation(
  db: Db,
  id: string,
  renewed: { readonly tokenHash: string; readonly sentCount: number },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('invitations')
    .set({ ...renewed, lastSentAt: clock, expiresAt: expiry })
    .where('id', '=', id)
    .where(unanswered)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function revokeInvitation(db: Db, id: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('invitations')
    .set({ revokedAt: clock })
    .where('id', '=', id)
    .where(unanswered)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export type OpenInvitation = Awaited<ReturnType<typeof findByToken>> & object;

/** The invitation of a token, in whatever state, of a company that is open. */
export async function findByToken(tokenHash: string) {
  return databaseManager.control
    .selectFrom('invitations')
    .innerJoin('tenants', 'tenants.id', 'invitations.tenantId')
    .leftJoin('users', 'users.id', 'invitedBy')
    .select(['invitations.id', 'tenantId', 'tenants.name as company', 'invitations.email', 'invitations.phone'])
    .select(['role', 'expiresAt', open.as('open')])
    .select(sql<string | null>`users.first_name || ' ' || users.last_name`.as('inviterName'))
    .$narrowType<{ role: Role }>()
    .where('tokenHash', '=', tokenHash)
    .where('tenants.status', '=', 'ACTIVE')
    .where('tenants.isActive', '=', true)
    .executeTakeFirst();
}

/** How an open invitation is answered. */
export type InvitationAnswer = { readonly acceptedBy: string } | 'declined';

/** Answers an open invitation of a company that is open, once: of several callers one gets what it was about. */
export async function answerInvitation(db: Db, tokenHash: string, answer: InvitationAnswer) {
  return db
    .updateTable('invitations')
    .set(answer === 'declined' ? { declinedAt: clock } : { acceptedAt: clock, ...answer })
    .where('tokenHash', '=', tokenHash)
    .where(open)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('tenants')
          .whereRef('tenants.id', '=', 'invitations.tenantId')
          .where('tenants.status', '=', 'ACTIVE')
          .where('tenants.isActive', '=', true)
          .select('id'),
      ),
    )
    .returning(['id', 'email', 'phone', 'role', 'invitedBy', 'locationIds'])
    .$narrowType<{ role: Role }>()
    .executeTakeFirst();
}

/** Whether an active member of the company has the address. */
export async function isMembersAddress(db: Db, tenantId: string, { email, phone }: Address): Promise<boolean> {
  const found = await db
    .selectFrom('userTenants')
    .innerJoin('users', 'users.id', 'userTenants.userId')
    .select('users.id')
    .where('tenantId', '=', tenantId)
    .where('userTenants.isActive', '=', true)
    .where((each) => (email === null ? each('phone', '=', phone) : each('email', '=', email)))
    .executeTakeFirst();
  return found !== undefined;
}

/** Those of `ids` that are active locations of the company. */
export async function activeLocations(db: Transaction<TenantTables>, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('locations')
    .select('id')
    .where('id', 'in', [...ids])
    .where('isActive', '=', true)
    .execute();
  return rows.map(({ id }) => id);
}

/** Days for which invitations are remembered that are not open any more. */
const KEPT_DAYS = 30;

/** Forgets invitations that were answered, revoked or expired long ago; answers how many. */
export async function forgetOldInvitations(): Promise<number> {
  const { numDeletedRows } = await databaseManager.control
    .deleteFrom('invitations')
    .where(
      sql<boolean>`coalesce(accepted_at, declined_at, revoked_at, expires_at) < now() - make_interval(days => ${KEPT_DAYS})`,
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
}
