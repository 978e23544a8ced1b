import { type Kysely, sql, type Transaction } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { OWNERSHIP_ENDINGS, ROLES_BELOW_OWNER, Role } from '@/contract/enums';
import { OWNERSHIP_DAYS } from '@/contract/ownership';
import { databaseManager } from '@/database/connection';
import type { ControlTables } from '@/database/tables';

type Db = Transaction<ControlTables>;
type Ending = (typeof OWNERSHIP_ENDINGS)[number];

export type OfferRow = {
  id: string;
  fromId: string;
  fromName: string;
  toId: string;
  toName: string;
  giverBecomes: (typeof ROLES_BELOW_OWNER)[number];
  state: 'OPEN' | Ending;
  createdAt: string;
  expiresAt: string;
  endedAt: string | null;
};

/** By the clock, not by the beginning of a transaction that may have waited for a lock. */
const clock = sql<string>`clock_timestamp()`;
const open = sql<boolean>`ended_at IS NULL AND expires_at > ${clock}`;
const nameOf = (table: string) => sql<string>`${sql.ref(table)}.first_name || ' ' || ${sql.ref(table)}.last_name`;

/** The newest offer of a company. */
export async function newestOffer(
  tenantId: string,
  db: Kysely<ControlTables> = databaseManager.control,
): Promise<OfferRow | undefined> {
  return db
    .selectFrom('ownershipOffers as o')
    .innerJoin('users as giver', 'giver.id', 'o.fromUser')
    .innerJoin('users as taker', 'taker.id', 'o.toUser')
    .select(['o.id', 'o.fromUser as fromId', 'o.toUser as toId', 'giverBecomes', 'o.createdAt', 'expiresAt'])
    .select([nameOf('giver').as('fromName'), nameOf('taker').as('toName')])
    .select(sql`coalesce(ended_how, CASE WHEN ${open} THEN 'OPEN' ELSE 'LAPSED' END)`.as('state'))
    .select(sql`coalesce(ended_at, CASE WHEN NOT (${open}) THEN expires_at END)`.as('endedAt'))
    .where('o.tenantId', '=', tenantId)
    .orderBy('o.id', 'desc')
    .limit(1)
    .$castTo<OfferRow>()
    .executeTakeFirst();
}

/** How many offers of a company were made within 24 hours. */
export async function offersLately(db: Db, tenantId: string): Promise<number> {
  const { count } = await db
    .selectFrom('ownershipOffers')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('tenantId', '=', tenantId)
    .where('createdAt', '>', sql<string>`now() - interval '24 hours'`)
    .executeTakeFirstOrThrow();
  return count;
}

export type NewOffer = Pick<OfferRow, 'fromId' | 'toId' | 'giverBecomes'> & { readonly tenantId: string };

/** Makes an offer; one whose time is over makes room for it. */
export async function insertOffer(db: Db, { tenantId, fromId, toId, giverBecomes }: NewOffer): Promise<void> {
  await db
    .updateTable('ownershipOffers')
    .set({ endedAt: sql<string>`expires_at`, endedHow: 'LAPSED' })
    .where('tenantId', '=', tenantId)
    .where('endedAt', 'is', null)
    .where('expiresAt', '<=', clock)
    .execute();
  const expiresAt = sql<string>`now() + make_interval(days => ${OWNERSHIP_DAYS})`;
  await db
    .insertInto('ownershipOffers')
    .values({ id: uuidv7(), tenantId, fromUser: fromId, toUser: toId, giverBecomes, expiresAt })
    .execute();
}

/** Ends an open offer; false where it is open no more. */
export async function endOffer(db: Db, id: string, endedHow: Ending): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('ownershipOffers')
    .set({ endedAt: clock, endedHow })
    .where('id', '=', id)
    .where(open)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/**
 * The roles of those of some people who are active members with active accounts, which stay so until the transaction
 * ends: who disables an account waits for it, too.
 */
export async function holdMembers(db: Db, tenantId: string, userIds: readonly string[]): Promise<Map<string, Role>> {
  const rows = await db
    .selectFrom('userTenants')
    .innerJoin('users', 'users.id', 'userTenants.userId')
    .select(['userId', 'role'])
    .$castTo<{ userId: string; role: Role }>()
    .where('tenantId', '=', tenantId)
    .where('userId', 'in', [...userIds])
    .where('userTenants.isActive', '=', true)
    .where('users.isActive', '=', true)
    .orderBy('userId')
    .forUpdate('userTenants')
    .forShare('users')
    .execute();
  return new Map(rows.map(({ userId, role }) => [userId, role]));
}

/** To whom messages about their account go. */
export async function addressesOf(db: Db, userId: string) {
  return db.selectFrom('users').select(['email', 'phone']).where('id', '=', userId).executeTakeFirstOrThrow();
}
