import { type Kysely, sql } from 'kysely';
import type { z } from 'zod';
import type { TenantContext } from '@/context';
import type { ListAnswer } from '@/contract/list';
import type { Reservation, reservationListQuery } from '@/contract/reservations';
import { defineList, listOfTable, listRows } from '@/database/listRows';
import type { TenantTables } from '@/database/tables';
import { inScope } from '@/records/records.repo';

const SOURCE = listOfTable('reservations', {
  name: 'reservations',
  sort: { createdAt: 'timestamptz', expiresAt: 'timestamptz' },
  search: ['inventory_items.sku', 'inventory_items.name', 'reservations.reference', 'lots.number'],
  filters: ['itemId', 'locationId', 'lotId', 'status'],
  archives: false,
  location: 'locationId',
});

const select = (db: Kysely<TenantTables>) =>
  db
    .selectFrom('reservations')
    .innerJoin('inventoryItems', 'inventoryItems.id', 'reservations.itemId')
    .innerJoin('locations', 'locations.id', 'reservations.locationId')
    .leftJoin('lots', 'lots.id', 'reservations.lotId')
    .select([
      'reservations.id',
      'reservations.version',
      'reservations.createdAt',
      'reservations.updatedAt',
      'reservations.itemId',
      'inventoryItems.sku',
      'inventoryItems.name as itemName',
      'inventoryItems.unit',
      'reservations.locationId',
      'locations.name as locationName',
      'reservations.lotId',
      'lots.number as lotNumber',
      'reservations.status',
      'reservations.quantity',
      'reservations.quantityOpen',
      'reservations.reference',
      'reservations.expiresAt',
    ]);
const LIST = defineList(SOURCE, select);

export async function listReservations(
  ctx: TenantContext,
  query: z.output<typeof reservationListQuery>,
): Promise<ListAnswer<Reservation>> {
  return listRows(ctx, LIST, query);
}

export async function findReservation(ctx: TenantContext, id: string): Promise<Reservation | undefined> {
  const query = select(ctx.db).where('reservations.id', '=', id).where(inScope(ctx, 'reservations'));
  return (await query.executeTakeFirst()) as Reservation | undefined;
}

/** Of what these reservations are, but for those at locations that whoever asks does not work at. */
export async function readReserved(
  ctx: TenantContext,
  ids: readonly string[],
): Promise<{ id: string; itemId: string; locationId: string }[]> {
  return ctx.db
    .selectFrom('reservations')
    .select(['id', 'itemId', 'locationId'])
    .where('id', 'in', ids)
    .where(inScope(ctx, 'reservations'))
    .execute();
}

/** How long goods are promised when nobody says. */
const USUAL_DAYS = 14;

type NewReservation = {
  readonly id: string;
  readonly itemId: string;
  readonly locationId: string;
  readonly lotId: string | null;
  readonly quantity: string;
  readonly reference: string | null;
  readonly expiresAt: string | undefined;
};

export async function insertReservation({ db }: Pick<TenantContext, 'db'>, row: NewReservation): Promise<void> {
  const expiresAt = row.expiresAt ?? sql<string>`now() + make_interval(days => ${USUAL_DAYS})`;
  await db
    .insertInto('reservations')
    .values({ ...row, quantityOpen: row.quantity, expiresAt })
    .execute();
}

/** A balance that goods can be promised from. */
export type Free = { readonly id: string; readonly lotId: string | null; readonly free: string };

/** What is free of an item at a location, of one lot or of all, held; first what expires first, then what came first. */
export async function lockFree(
  { db }: Pick<TenantContext, 'db'>,
  { itemId, locationId, lotId }: { itemId: string; locationId: string; lotId: string | null },
): Promise<Free[]> {
  const { rows } = await sql<Free & { due: string | null; come: string | null }>`
    SELECT b.id, b.lot_id, b.on_hand - b.reserved AS free, l.expires_on AS due, l.received_on AS come
    FROM stock_balances b LEFT JOIN lots l ON l.id = b.lot_id
    WHERE b.item_id = ${itemId} AND b.location_id = ${locationId} AND b.status = 'AVAILABLE'
      AND (${lotId}::uuid IS NULL OR b.lot_id = ${lotId}::uuid)
    ORDER BY b.lot_id FOR UPDATE OF b`.execute(db);
  const late = '9999-12-31';
  const order = ({ due, come, id }: (typeof rows)[number]) => `${due ?? late} ${come ?? late} ${id}`;
  return rows
    .sort((left, right) => (order(left) < order(right) ? -1 : 1))
    .map(({ id, lotId, free }) => ({ id, lotId, free }));
}

export type Allocation = { readonly balanceId: string; readonly quantity: string };

/** Promises goods of balances that are held. */
export async function allocate(
  { db }: Pick<TenantContext, 'db'>,
  reservationId: string,
  allocations: readonly Allocation[],
): Promise<void> {
  await sql`
    WITH w AS (SELECT * FROM unnest(${allocations.map(({ balanceId }) => balanceId)}::uuid[],
      ${allocations.map(({ quantity }) => quantity)}::numeric[]) AS w (balance_id, quantity)),
    promised AS (
      UPDATE stock_balances b SET reserved = b.reserved + w.quantity, updated_at = now() FROM w WHERE b.id = w.balance_id)
    INSERT INTO reservation_allocations (reservation_id, balance_id, quantity)
    SELECT ${reservationId}::uuid, balance_id, quantity FROM w`.execute(db);
}

/** Frees everything a reservation holds. */
export async function freeAll({ db }: Pick<TenantContext, 'db'>, reservationId: string): Promise<void> {
  await sql`
    WITH freed AS (DELETE FROM reservation_allocations WHERE reservation_id = ${reservationId} RETURNING balance_id, quantity)
    UPDATE stock_balances b SET reserved = b.reserved - f.quantity, updated_at = now() FROM freed f WHERE b.id = f.balance_id`.execute(
    db,
  );
}

/** What is promised of any lots out of a balance, the youngest promise first; held. */
export async function lockLoose(
  { db }: Pick<TenantContext, 'db'>,
  balanceId: string,
): Promise<{ readonly reservationId: string; readonly quantity: string }[]> {
  const { rows } = await sql<{ reservationId: string; quantity: string }>`
    SELECT a.reservation_id, a.quantity FROM reservation_allocations a JOIN reservations r ON r.id = a.reservation_id
    WHERE a.balance_id = ${balanceId} AND r.lot_id IS NULL AND r.status = 'ACTIVE'
    ORDER BY r.id DESC FOR UPDATE OF r, a`.execute(db);
  return rows;
}

/** A part of a promise that goes over to another balance. */
export type Shift = { readonly reservationId: string; readonly to: string; readonly quantity: string };

/** Lets promises out of the balance `from` be kept out of others; all of them are held. */
export async function shiftAllocations(
  { db }: Pick<TenantContext, 'db'>,
  from: string,
  shifts: readonly Shift[],
): Promise<void> {
  await sql`
    WITH w AS MATERIALIZED (
      SELECT * FROM unnest(${shifts.map(({ reservationId }) => reservationId)}::uuid[], ${shifts.map(({ to }) => to)}::uuid[],
        ${shifts.map(({ quantity }) => quantity)}::numeric[]) AS w (reservation_id, balance_id, quantity)),
    off AS (SELECT reservation_id, sum(quantity) AS quantity FROM w GROUP BY reservation_id),
    gone AS (
      DELETE FROM reservation_allocations a USING off
      WHERE a.balance_id = ${from} AND a.reservation_id = off.reservation_id AND a.quantity = off.quantity),
    less AS (
      UPDATE reservation_allocations a SET quantity = a.quantity - off.quantity FROM off
      WHERE a.balance_id = ${from} AND a.reservation_id = off.reservation_id AND a.quantity > off.quantity),
    more AS (
      INSERT INTO reservation_allocations AS a (reservation_id, balance_id, quantity)
      SELECT reservation_id, balance_id, sum(quantity) FROM w GROUP BY reservation_id, balance_id
      ON CONFLICT (reservation_id, balance_id) DO UPDATE SET quantity = a.quantity + excluded.quantity)
    UPDATE stock_balances b SET reserved = b.reserved + d.quantity, updated_at = now()
    FROM (
      SELECT balance_id, sum(quantity) AS quantity FROM w GROUP BY balance_id
      UNION ALL SELECT ${from}::uuid, -sum(quantity) FROM w) d
    WHERE b.id = d.balance_id`.execute(db);
}
