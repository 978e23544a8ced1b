import type { TenantContext } from '@/context';
import type { CreateLocationBody, Location, UpdateLocationBody } from '@/contract/locations';
import { isStillReferenced } from '@/database/faults';
import { notFound, Refusal } from '@/lib/refusal';
import { writeCustomValues } from '@/records/customValues.repo';
import { changedMeanwhile, lockRow, updateVersioned } from '@/records/records.repo';
import * as repo from './locations.repo';

const ENTITY = 'location';

export async function getLocation(ctx: TenantContext, id: string): Promise<Location> {
  const found = await repo.findLocation(ctx, id);
  if (!found) throw notFound();
  return found;
}

export async function createLocation(ctx: TenantContext, { custom, ...body }: CreateLocationBody): Promise<Location> {
  const id = await repo.insertLocation(ctx, body);
  await writeCustomValues(ctx, 'locations', id, custom);
  const after = await getLocation(ctx, id);
  await ctx.audit({ action: 'create', entity: ENTITY, entityId: after.id, after });
  return after;
}

/** Throws INVALID_STATE when it would deactivate the default location or the headquarters. */
export async function updateLocation(
  ctx: TenantContext,
  id: string,
  version: number,
  { custom, ...body }: UpdateLocationBody,
): Promise<Location> {
  const before = await hold(ctx, id);
  if (body.isActive === false) requireOrdinary(before, 'deactivated');
  await updateVersioned(ctx, 'locations', id, version, body);
  await writeCustomValues(ctx, 'locations', id, custom);
  const after = await getLocation(ctx, id);
  await ctx.audit({ action: 'update', entity: ENTITY, entityId: id, before, after });
  return after;
}

/** Throws INVALID_STATE for the default location and the headquarters, IN_USE when any record points at it. */
export async function deleteLocation(ctx: TenantContext, id: string, version: number): Promise<void> {
  const before = await hold(ctx, id);
  requireOrdinary(before, 'deleted');
  const deleted = await repo.deleteLocation(ctx, id, version).catch((error: unknown) => {
    if (!isStillReferenced(error)) throw error;
    throw new Refusal(
      'IN_USE',
      `"${before.name}" has stock or documents, so it cannot be deleted. Deactivate it instead.`,
    );
  });
  if (!deleted) throw changedMeanwhile();
  await ctx.audit({ action: 'delete', entity: ENTITY, entityId: id, before });
}

/** Makes it the one default location, or the one headquarters. Throws INVALID_STATE when it is not active. */
export async function makePrimary(ctx: TenantContext, id: string, flag: repo.PrimaryFlag): Promise<Location> {
  await repo.holdPrimaries(ctx);
  const before = await hold(ctx, id);
  if (!before.isActive) throw new Refusal('INVALID_STATE', `"${before.name}" is not active. Activate it first.`);
  const action = flag === 'isDefault' ? 'set-default' : 'set-headquarters';
  const previous = await repo.findPrimary(ctx, flag);
  if (!before[flag]) await repo.movePrimary(ctx, flag, id);
  for (const changed of before[flag] ? [before] : [before, previous]) {
    await ctx.audit({
      action,
      entity: ENTITY,
      entityId: changed.id,
      before: changed,
      after: await getLocation(ctx, changed.id),
    });
  }
  return getLocation(ctx, id);
}

async function hold(ctx: TenantContext, id: string): Promise<Location> {
  await lockRow(ctx, 'locations', id);
  return getLocation(ctx, id);
}

function requireOrdinary(location: Location, verb: string): void {
  const title = (location.isHeadquarters && 'the headquarters') || (location.isDefault && 'the default location');
  if (title)
    throw new Refusal(
      'INVALID_STATE',
      `"${location.name}" is ${title} and cannot be ${verb}. Give that to another location first.`,
    );
}
