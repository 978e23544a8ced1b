import type { TenantContext } from '@/context';
import type { FieldFault } from '@/contract/errors';
import { nextNumber } from '@/database/numbers';
import type { NumberSeries } from '@/lib/numberSeries';
import { refuseFaults } from '@/lib/refusal';
import { codeTaken, type LinkTable, linkState } from './records.repo';

/** What a document may point at: the field, its table, what to call it. */
const LINKS = {
  itemId: ['inventoryItems', 'item'],
  locationId: ['locations', 'location'],
  supplierId: ['suppliers', 'supplier'],
  customerId: ['customers', 'customer'],
  productionOrderId: ['productionOrders', 'production order'],
  categoryId: ['itemCategories', 'category'],
  parentId: ['itemCategories', 'category'],
} as const satisfies Record<string, readonly [LinkTable, string]>;

type LinkField = keyof typeof LINKS;
type Links = { readonly [K in LinkField]?: string | null | undefined };

/**
 * Checks that every record `body` points at is one of this company's and still in use; what `current` pointed at before
 * may stay. Throws RULE_VIOLATED with all faults.
 */
export async function requireLinks(ctx: TenantContext, body: Links, current: Links = {}): Promise<void> {
  refuseFaults(await linkFaults(ctx, body, current));
}

/** As requireLinks, for the lines of a document: faults are at `lines.0.locationId` and so on, all at once. */
export async function requireLinesLinks(ctx: TenantContext, path: string, lines: readonly Links[]): Promise<void> {
  const faults: FieldFault[] = [];
  for (const [index, line] of lines.entries()) {
    const found = await linkFaults(ctx, line);
    faults.push(...found.map((fault) => ({ ...fault, path: `${path}.${index}.${fault.path}` })));
  }
  refuseFaults(faults);
}

async function linkFaults(ctx: TenantContext, body: Links, current: Links = {}): Promise<FieldFault[]> {
  const faults: FieldFault[] = [];
  for (const [field, [table, word]] of Object.entries(LINKS) as [LinkField, readonly [LinkTable, string]][]) {
    const linked = body[field];
    if (!linked || linked === current[field]) continue;
    const state = await linkState(ctx, table, linked);
    if (state === 'missing') faults.push({ path: field, code: 'unknown', message: `There is no such ${word}` });
    if (state === 'inactive')
      faults.push({ path: field, code: 'inactive', message: `This ${word} is no longer in use` });
  }
  return faults;
}

/** The code given, or the next free one of the series. */
export async function codeOrNext(
  ctx: TenantContext,
  table: 'suppliers' | 'customers' | 'inventoryItems',
  series: NumberSeries,
  given: string | undefined,
): Promise<string> {
  if (given !== undefined) return given;
  const next = await nextNumber(ctx.db, series);
  return (await codeTaken(ctx, table, next)) ? codeOrNext(ctx, table, series, undefined) : next;
}
