import type { Transaction } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { forgetTenant } from '@/auth/access/access';
import { makeKey } from '@/auth/access/apiKeys';
import { recordSecurityEvent } from '@/auth/securityEvents/securityEvents';
import type { TenantContext } from '@/context';
import { type ApiKey, MOST_KEYS, type NewApiKey, type NewKey } from '@/contract/access';
import type { SecurityEventKind } from '@/contract/enums';
import type { ListAnswer } from '@/contract/list';
import { COMPANY_WIDE, ONLY_FOR_PEOPLE, type Permission } from '@/contract/permissions';
import type { ControlTables } from '@/database/tables';
import { notFound, Refusal } from '@/lib/refusal';
import { requireActive } from '../companies/changes.service';
import { type LoggedChange, withLoggedChange } from '../companies/loggedChange';
import { type Giver, requireGivable, requireGiver, requireLocations } from '../people/giving';
import * as repo from './apiKeys.repo';

const ENTITY = 'api_key';

/** The company's keys, the newest first, and those that have ended lately. */
export async function listKeys(ctx: TenantContext): Promise<ListAnswer<ApiKey>> {
  return { data: await repo.listKeys(ctx.tenant.id), nextCursor: null };
}

/**
 * Makes a key, which is in this one answer and nowhere else. It can do what whoever makes it can do now, at most. Throws
 * FORBIDDEN for more; RULE_VIOLATED for what only people do, for locations there are not, for too many keys.
 */
export async function createKey(ctx: TenantContext, body: NewKey): Promise<NewApiKey> {
  const { name, permissions, expiresInDays } = body;
  const id = uuidv7();
  const { key, ...secret } = makeKey(id);
  const made = await change(ctx, 'KEY_MADE', async ({ own, db, audit }, giver) => {
    requireGivable(giver, permissions);
    const locationIds = body.locationIds ? await requireLocations(own, body.locationIds) : null;
    requireForKeys(permissions, locationIds);
    if ((await repo.countLivingKeys(db, ctx.tenant.id)) >= MOST_KEYS)
      throw new Refusal('RULE_VIOLATED', `A company can have ${MOST_KEYS} keys, and no more: revoke one first.`);
    const row = { id, tenantId: ctx.tenant.id, name, permissions, locationIds, createdBy: giver.userId, ...secret };
    await repo.insertKey(db, row, expiresInDays);
    const after = await requireKey(db, ctx, id);
    await audit({ action: 'create', entity: ENTITY, entityId: id, after });
    return after;
  });
  return { ...made, key };
}

/** Ends a key for good. Throws NOT_FOUND, and INVALID_STATE for one that was revoked before. */
export async function revokeKey(ctx: TenantContext, id: string): Promise<void> {
  await change(ctx, 'KEY_REVOKED', async ({ db, audit }) => {
    const before = await requireKey(db, ctx, id);
    if (before.revokedAt !== null) throw new Refusal('INVALID_STATE', 'This key was revoked already.');
    await repo.revokeKey(db, id);
    const after = await requireKey(db, ctx, id);
    await audit({ action: 'revoke', entity: ENTITY, entityId: id, before, after });
    return after;
  });
}

type Work = (change: LoggedChange, giver: Giver) => Promise<ApiKey>;

async function change(ctx: TenantContext, kind: SecurityEventKind, work: Work): Promise<ApiKey> {
  const { tenant, userId, sessionId } = ctx;
  const key = await withLoggedChange(ctx, async (changing) => {
    requireActive(changing.company);
    return work(changing, await requireGiver(changing.db, ctx, 'keys:manage'));
  });
  forgetTenant(tenant.id);
  const detail = { keyId: key.id, name: key.name };
  await recordSecurityEvent(ctx, { kind, userId, tenantId: tenant.id, sessionId, detail });
  return key;
}

function requireForKeys(permissions: readonly Permission[], locationIds: readonly string[] | null): void {
  const faults = permissions.flatMap((permission, index) => {
    const path = `permissions.${index}`;
    if (ONLY_FOR_PEOPLE.includes(permission))
      return [{ path, code: 'people', message: `${permission} is for people, not for keys` }];
    if (locationIds !== null && COMPANY_WIDE.includes(permission))
      return [{ path, code: 'whole', message: `${permission} concerns the company as a whole, not some locations` }];
    return [];
  });
  if (faults.length > 0) throw new Refusal('RULE_VIOLATED', 'A key cannot have some of these permissions.', faults);
}

async function requireKey(db: Transaction<ControlTables>, ctx: TenantContext, id: string): Promise<ApiKey> {
  const key = await repo.findKey(db, ctx.tenant.id, id);
  if (!key) throw notFound();
  return key;
}
