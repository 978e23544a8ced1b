import type { Transaction } from 'kysely';
import type { TenantContext } from '@/context';
import type { Permission } from '@/contract/permissions';
import type { ControlTables } from '@/database/tables';
import { Refusal } from '@/lib/refusal';
import { holdKey, holdSupportAccess } from './asker.repo';
import { requireGiver } from './giving';

/**
 * That whoever asks may do so still, in the transaction that holds the company's row: the request may have waited for it
 * while its sender lost the right. What a key or support may do is settled while they live. Throws FORBIDDEN for a person,
 * UNAUTHENTICATED for a key or support that has ended.
 */
export async function requireStill(
  db: Transaction<ControlTables>,
  ctx: TenantContext,
  permission: Permission,
): Promise<void> {
  const { keyId, actor, tenant } = ctx;
  if (keyId === null) {
    await requireGiver(db, ctx, permission);
    return;
  }
  const hold = actor.startsWith('support:') ? holdSupportAccess : holdKey;
  if (!(await hold(db, tenant.id, keyId)))
    throw new Refusal('UNAUTHENTICATED', 'This key or support access has ended, or the company consents no more.');
}
