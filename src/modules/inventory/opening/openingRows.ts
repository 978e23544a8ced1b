import type { TenantContext } from '@/context';
import type { StockLineBody } from '@/contract/stockDocuments';
import type { CheckedRow } from '@/imports';
import { itemsNamed, type NamedItem } from '../items/namedItems.repo';
import { lotIds, lotKey } from '../lots/namedLots.repo';
import { locationsNamed, type NamedLocation } from './namedLocations.repo';

/** A row of a file of opening stock, with what its names stand for. */
export type OpeningRow = {
  readonly row: CheckedRow;
  readonly location: NamedLocation | undefined;
  readonly item: NamedItem | undefined;
  /** The number of its lot. */
  readonly number: string | undefined;
  /** The lot, where the item has one of this number already. */
  readonly lotId: string | undefined;
  /** The day at whose beginning it lay there; today where the row does not say. */
  readonly asOf: string | undefined;
};

/** What the names of rows stand for, some statements for all of them. */
export async function understood(ctx: TenantContext, rows: readonly CheckedRow[]): Promise<OpeningRow[]> {
  const texts = (field: string) => rows.flatMap(({ values }) => textOf(values[field]) ?? []);
  const locations = await locationsNamed(ctx, texts('location'));
  const items = await itemsNamed(ctx, texts('item'));
  const named = rows.map((row) => ({
    row,
    location: locations.get(textOf(row.values.location) ?? ''),
    item: items.get(textOf(row.values.item) ?? ''),
    number: textOf(row.values.lot),
    asOf: textOf(row.values.asOf),
  }));
  const lots = await lotIds(ctx, named.flatMap(lotNames));
  return named.map((each) => {
    const [name] = lotNames(each);
    return { ...each, lotId: name && lots.get(lotKey(name)) };
  });
}

/** The lot of a row, if it names one. */
export const lotNames = ({ item, number }: Pick<OpeningRow, 'item' | 'number'>) =>
  item && number !== undefined ? [{ itemId: item.id, number }] : [];

/** The line of a document that a row of an item stands for; a lot that is not there yet is a new one. */
export function lineOf({ row: { values }, item, number, lotId }: OpeningRow & { readonly item: NamedItem }) {
  const named = lotId === undefined ? { lot: {} } : { lotId };
  return {
    itemId: item.id,
    ...(number !== undefined && named),
    // Where it cannot be read its fault is told already; all others are still to be found.
    quantity: textOf(values.quantity) ?? '1',
    status: values.status as StockLineBody['status'],
    unit: values.unit as StockLineBody['unit'],
    quantity2: textOf(values.quantity2),
    unitCost: textOf(values.unitCost),
  } satisfies StockLineBody;
}

export const hasItem = (each: OpeningRow): each is OpeningRow & { readonly item: NamedItem } => each.item !== undefined;

export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
