import type { TenantContext } from '@/context';
import type { ItemKind } from '@/contract/enums';
import { Refusal } from '@/lib/refusal';
import { MOST_SKU, parseSkuPattern, renderSku, type SkuPattern, type SkuValues } from '@/lib/skuPattern';
import { codeOrNext } from '@/records/links';
import { freeNumbers } from '@/records/manyRecords.repo';
import { findPattern, takenSkus, takeSkuNumbers } from './skuPatterns.repo';

export const KIND_LETTERS: Readonly<Record<ItemKind, string>> = {
  RAW_MATERIAL: 'RM',
  WORK_IN_PROGRESS: 'WP',
  FINISHED_GOODS: 'FG',
  CONSUMABLE: 'CO',
  PACKAGING: 'PK',
};

const DEFAULT_OF_VARIANTS = '{style}-{colour}-{size}';

/** The SKU of an item for which none is given: by the pattern of its kind, else the next of the series. */
export async function newSku(ctx: TenantContext, kind: ItemKind, values: SkuValues): Promise<string> {
  const pattern = await patternOf(ctx, kind);
  if (!pattern) return codeOrNext(ctx, 'inventoryItems', 'item', undefined);
  const [sku = ''] = await free(ctx, kind, pattern, [values]);
  return sku;
}

/** The SKUs of many variants at once, in their order. Throws RULE_VIOLATED or ALREADY_EXISTS, naming which. */
export async function variantSkus(ctx: TenantContext, kind: ItemKind, values: readonly SkuValues[]): Promise<string[]> {
  const pattern = (await patternOf(ctx, kind)) ?? read(DEFAULT_OF_VARIANTS);
  return free(ctx, kind, pattern, values);
}

type NewItem = { readonly kind: ItemKind; readonly values: SkuValues };

/** As newSku, of many items at once, in their order. */
export async function newSkus(ctx: TenantContext, items: readonly NewItem[]): Promise<string[]> {
  const skus = new Map<NewItem, string>();
  for (const kind of new Set(items.map((item) => item.kind))) {
    const some = items.filter((item) => item.kind === kind);
    const pattern = await patternOf(ctx, kind);
    if (!pattern) continue;
    const made = await free(
      ctx,
      kind,
      pattern,
      some.map(({ values }) => values),
    );
    for (const [at, item] of some.entries()) skus.set(item, made[at] ?? '');
  }
  const others = items.filter((item) => !skus.has(item));
  const numbers = await freeNumbers(ctx, 'inventoryItems', 'sku', 'item', others.length);
  for (const [at, item] of others.entries()) skus.set(item, numbers[at] ?? '');
  return items.map((item) => skus.get(item) ?? '');
}

async function patternOf(ctx: TenantContext, kind: ItemKind): Promise<SkuPattern | undefined> {
  const row = await findPattern(ctx, { kind });
  return row && read(row.pattern);
}

function read(pattern: string): SkuPattern {
  const parsed = parseSkuPattern(pattern);
  if ('faults' in parsed) throw new Error(`a pattern that was saved cannot be read: ${parsed.faults}`);
  return parsed;
}

/** SKUs that no item has, each once; a pattern that counts goes on counting past those that are taken. */
async function free(
  ctx: TenantContext,
  kind: ItemKind,
  pattern: SkuPattern,
  all: readonly SkuValues[],
): Promise<string[]> {
  const first = pattern.counts ? await takeSkuNumbers(ctx, kind, all.length) : 0n;
  const made = all.map((values, at) => render(pattern, kind, values, first + BigInt(at)));
  const used = await takenSkus(ctx, made);
  const skus: string[] = [];
  for (const [at, sku] of made.entries()) {
    let next = sku;
    while (used.has(next)) {
      if (!pattern.counts) throw alreadyThere(next);
      next = render(pattern, kind, all[at] ?? {}, await takeSkuNumbers(ctx, kind, 1));
      for (const taken of await takenSkus(ctx, [next])) used.add(taken);
    }
    used.add(next);
    skus.push(next);
  }
  return skus;
}

function render(pattern: SkuPattern, kind: ItemKind, values: SkuValues, seq: bigint): string {
  const sku = renderSku(pattern, { ...values, kind: KIND_LETTERS[kind] }, String(seq));
  if (sku !== '' && sku.length <= MOST_SKU) return sku;
  const message =
    sku === '' ? 'The pattern gives this item no SKU' : `The pattern makes a SKU of over ${MOST_SKU} characters`;
  throw new Refusal('RULE_VIOLATED', `${message}: give it one.`, [{ path: 'sku', code: 'RULE_VIOLATED', message }]);
}

function alreadyThere(sku: string): Refusal {
  const message = `The pattern makes the SKU ${sku}, which another item has: give it one, or let the pattern count`;
  return new Refusal('ALREADY_EXISTS', `${message}.`, [{ path: 'sku', code: 'ALREADY_EXISTS', message }]);
}
