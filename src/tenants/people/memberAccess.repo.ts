import { sql, type Transaction } from 'kysely';
import type { ControlTables } from '@/database/tables';

export type MemberAccessColumns = {
  readonly customRoleId: string | null;
  readonly locationIds: readonly string[] | null;
};

export async function setMemberAccess(
  db: Transaction<ControlTables>,
  { tenantId, userId }: { readonly tenantId: string; readonly userId: string },
  { customRoleId, locationIds }: MemberAccessColumns,
): Promise<void> {
  await db
    .updateTable('userTenants')
    .set({ customRoleId, locationIds, updatedAt: sql<string>`now()` })
    .where('tenantId', '=', tenantId)
    .where('userId', '=', userId)
    .execute();
}
