import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import type { TenantContext } from '@/context';
import type { ListAnswer } from '@/contract/list';
import type { CreateLocationBody, Location, locationListQuery } from '@/contract/locations';
import { defineList, listOfTable, listRows } from '@/database/listRows';
import { loadRecord } from '@/records/customValues.repo';
import { NOW } from '@/records/records.repo';

const COLUMNS = [
  'id',
  'tenantId',
  'name',
  'locationType',
  'email',
  'phone',
  'country',
  'addressLine1',
  'addressLine2',
  'city',
  'state',
  'pincode',
  'imageUrl',
  'isDefault',
  'isHeadquarters',
  'isActive',
  'version',
  'createdAt',
  'updatedAt',
] as const;

const SOURCE = listOfTable('locations', {
  name: 'locations',
  sort: { name: 'text', locationType: 'text', createdAt: 'timestamptz', updatedAt: 'timestamptz' },
  search: ['locations.name', 'locations.city', 'locations.country', 'locations.email'],
  filters: ['locationType', 'isActive'],
  archives: false,
  location: 'id',
  custom: 'locations',
});

const LIST = defineList(SOURCE, (db) => db.selectFrom('locations').select(COLUMNS));

export type PrimaryFlag = 'isDefault' | 'isHeadquarters';

export async function listLocations(
  ctx: TenantContext,
  query: z.output<typeof locationListQuery>,
): Promise<ListAnswer<Location>> {
  return listRows(ctx, LIST, query);
}

export async function findLocation(ctx: TenantContext, id: string): Promise<Location | undefined> {
  const query = ctx.db.selectFrom('locations').select(COLUMNS).where('id', '=', id);
  return loadRecord(ctx, 'locations', 'locations', query);
}

/** The one that has the flag now. */
export async function findPrimary(ctx: TenantContext, flag: PrimaryFlag): Promise<Location> {
  const query = ctx.db.selectFrom('locations').select(COLUMNS).where(flag, '=', true);
  const primary = await loadRecord<Location>(ctx, 'locations', 'locations', query);
  if (!primary) throw new Error(`No location has ${flag}`);
  return primary;
}

export async function insertLocation(ctx: TenantContext, body: Omit<CreateLocationBody, 'custom'>): Promise<string> {
  const id = uuidv7();
  await ctx.db
    .insertInto('locations')
    .values({ id, tenantId: ctx.tenant.id, ...body })
    .execute();
  return id;
}

/** Refused by the database when anything points at it. Answers whether a row with this version was there. */
export async function deleteLocation(ctx: TenantContext, id: string, version: number): Promise<boolean> {
  const { numDeletedRows } = await ctx.db
    .deleteFrom('locations')
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Holds the row that says which locations are primary; taken before any location, so two changes at once follow each other. */
export async function holdPrimaries(ctx: TenantContext): Promise<void> {
  await ctx.db.selectFrom('primaryLocations').select('id').forUpdate().execute();
}

/**
 * Gives the flag to another location, in the order the database's constraints ask for: taken from the old one, given to
 * the new one, the pointer moved. The caller holds the pointer.
 */
export async function movePrimary(ctx: TenantContext, flag: PrimaryFlag, id: string): Promise<void> {
  const pointer = flag === 'isDefault' ? 'defaultLocationId' : 'headquartersLocationId';
  await ctx.db
    .updateTable('locations')
    .set((row) => ({ [flag]: false, version: row('version', '+', 1), updatedAt: NOW }))
    .where(flag, '=', true)
    .execute();
  await ctx.db
    .updateTable('locations')
    .set((row) => ({ [flag]: true, version: row('version', '+', 1), updatedAt: NOW }))
    .where('id', '=', id)
    .execute();
  await ctx.db
    .updateTable('primaryLocations')
    .set({ [pointer]: id })
    .execute();
}
