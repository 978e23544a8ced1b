import { sql } from 'kysely';
import { databaseManager } from '@/database/connection';
import { withControlTransaction } from '@/database/transaction';
import { endSessions } from './sessions.repo';

const COLUMNS = ['id', 'firstName', 'lastName', 'email', 'phone', 'isActive', 'createdAt'] as const;

export type AccountRow = Awaited<ReturnType<typeof findAccount>> & object;

type By = { readonly column: 'id' | 'email' | 'phone'; readonly value: string };

/** An account, active or not. */
export async function findAccount({ column, value }: By) {
  return databaseManager.control.selectFrom('users').select(COLUMNS).where(column, '=', value).executeTakeFirst();
}

/** Accounts by name, with the number of companies each is an active member of; those of one company when it is given. */
export async function listAccounts(tenantId: string | undefined) {
  const query = databaseManager.control
    .selectFrom('users')
    .select(COLUMNS)
    .select((each) =>
      each
        .selectFrom('userTenants')
        .whereRef('userTenants.userId', '=', 'users.id')
        .where('userTenants.isActive', '=', true)
        .select(sql<number>`count(*)::int`.as('count'))
        .as('companies'),
    )
    .orderBy('lastName')
    .orderBy('firstName')
    .orderBy('id');
  if (tenantId === undefined) return query.execute();
  return query
    .where((each) =>
      each.exists(
        each
          .selectFrom('userTenants')
          .whereRef('userTenants.userId', '=', 'users.id')
          .where('userTenants.tenantId', '=', tenantId)
          .where('userTenants.isActive', '=', true),
      ),
    )
    .execute();
}

/** The companies somebody is an active member of, in whatever state they are. */
export async function companiesOf(userId: string) {
  return databaseManager.control
    .selectFrom('userTenants')
    .innerJoin('tenants', 'tenants.id', 'userTenants.tenantId')
    .select(['tenants.id', 'slug', 'name', 'status', 'role'])
    .where('userId', '=', userId)
    .where('userTenants.isActive', '=', true)
    .where('status', '!=', 'SPARE')
    .orderBy('slug')
    .execute();
}

export type AccountChange = { readonly isActive: boolean } | { readonly password: string };

/** Changes an account and, unless it is let in again, ends all its sessions; answers how many those were. */
export async function changeAccount(userId: string, change: AccountChange): Promise<number> {
  return withControlTransaction(async (db) => {
    await db
      .updateTable('users')
      .set({ ...change, updatedAt: sql<string>`now()` })
      .where('id', '=', userId)
      .execute();
    const letIn = 'isActive' in change && change.isActive;
    if (letIn) return 0;
    const why = 'password' in change ? 'PASSWORD_CHANGED' : 'DISABLED';
    return (await endSessions(db, { userId }, why)).length;
  });
}
