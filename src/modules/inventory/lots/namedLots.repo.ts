import { sql } from 'kysely';
import type { TenantContext } from '@/context';
import type { LotRow } from '@/contract/lots';
import { givenRows } from '@/database/givenRows';
import { holdMany } from '@/records/manyRecords.repo';
import { selectLots } from './lots.repo';

/** A lot as a file names it: its number is one of its item. */
export type LotName = { readonly itemId: string; readonly number: string };
/** As lists show it, with what a file calls its item and its supplier. */
export type NamedLot = LotRow & { readonly item: string; readonly supplier: string | null };

const NAME = {
  item_id: ['uuid', ({ itemId }: LotName) => itemId],
  number: ['text', ({ number }: LotName) => number],
} as const;

/** By `lotKey`, the ids of the lots that are named so. */
export async function lotIds(
  { db }: Pick<TenantContext, 'db'>,
  names: readonly LotName[],
): Promise<ReadonlyMap<string, string>> {
  if (names.length === 0) return new Map();
  const { rows } = await sql<LotName & { id: string }>`SELECT l.id, l.item_id, l.number FROM lots l
    JOIN ${givenRows(names, NAME)} AS g ON l.item_id = g.item_id AND l.number = g.number`.execute(db);
  return new Map(rows.map((lot) => [lotKey(lot), lot.id]));
}

export const lotKey = ({ itemId, number }: LotName): string => `${itemId} ${number}`;

/** The lots of SKUs and numbers; with `hold` they stay as they are until the transaction ends. */
export async function findLots(
  ctx: TenantContext,
  names: readonly LotName[],
  hold: 'hold' | 'look',
): Promise<readonly NamedLot[]> {
  const ids = [...(await lotIds(ctx, names)).values()];
  if (ids.length === 0) return [];
  if (hold === 'hold') await holdMany(ctx, 'lots', 'id', ids);
  return loadLots(ctx, 'id', ids);
}

/** The lots with these ids, as files know them. */
export async function loadLots(
  { db }: TenantContext,
  field: string,
  values: readonly string[],
): Promise<readonly NamedLot[]> {
  const column = field === 'id' ? 'lots.id' : 'lots.number';
  const rows = await selectLots(db)
    .leftJoin('suppliers', 'suppliers.id', 'lots.supplierId')
    .select(['inventoryItems.sku as item', 'suppliers.code as supplier'])
    .where(column, '=', sql<string>`ANY(${values})`)
    .execute();
  return rows as readonly NamedLot[];
}

export type NamedSupplier = { readonly id: string; readonly code: string; readonly isArchived: boolean };

/** The suppliers with these codes, by code. */
export async function suppliersNamed(
  { db }: TenantContext,
  codes: readonly string[],
): Promise<ReadonlyMap<string, NamedSupplier>> {
  if (codes.length === 0) return new Map();
  const { rows } = await sql<NamedSupplier>`SELECT id, code, archived_at IS NOT NULL AS is_archived
    FROM suppliers WHERE code = ANY(${[...new Set(codes)]})`.execute(db);
  return new Map(rows.map((supplier) => [supplier.code, supplier]));
}

/** Of numbers that an item has no lot of yet: the items that had one before this transaction, by `lotKey`. */
export async function lotsOfOthers(
  { db }: TenantContext,
  names: readonly LotName[],
): Promise<ReadonlyMap<string, string>> {
  if (names.length === 0) return new Map();
  const { rows } = await sql<
    LotName & { sku: string }
  >`SELECT DISTINCT ON (g.item_id, g.number) g.item_id, g.number, i.sku
    FROM ${givenRows(names, NAME)} AS g JOIN lots l ON l.number = g.number AND l.item_id <> g.item_id
    JOIN inventory_items i ON i.id = l.item_id WHERE l.created_at < now()::timestamptz(3)
    ORDER BY g.item_id, g.number, i.sku`.execute(db);
  return new Map(rows.map((lot) => [lotKey(lot), lot.sku]));
}
