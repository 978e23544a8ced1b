import type { TenantContext } from '@/context';
import type { ItemKind } from '@/contract/enums';
import type { SkuPatternRow } from '@/contract/skus';
import { fieldRefusal, notFound, Refusal } from '@/lib/refusal';
import { parseSkuPattern, renderSku, type SkuPattern } from '@/lib/skuPattern';
import { changedMeanwhile } from '@/records/records.repo';
import { KIND_LETTERS } from './newSkus';
import * as repo from './skuPatterns.repo';

type Body = { readonly kind: ItemKind; readonly pattern: string };

/** Sets the pattern of a kind; from then on it makes the SKUs of items for which none is given. */
export async function setPattern(ctx: TenantContext, { kind, pattern }: Body): Promise<SkuPatternRow> {
  readPattern(pattern);
  const before = await repo.findPattern(ctx, { kind });
  await repo.savePattern(ctx, kind, pattern);
  const after = await repo.findPattern(ctx, { kind });
  if (!after) throw notFound();
  await ctx.audit({
    action: before ? 'update' : 'create',
    entity: 'sku_pattern',
    entityId: after.id,
    before: before ?? null,
    after,
  });
  return after;
}

export async function removePattern(ctx: TenantContext, id: string, version: number): Promise<undefined> {
  const before = await repo.findPattern(ctx, { id });
  if (!before) throw notFound();
  if (!(await repo.deletePattern(ctx, id, version))) throw changedMeanwhile();
  await ctx.audit({ action: 'delete', entity: 'sku_pattern', entityId: id, before });
  return undefined;
}

/** What a variant of a style and a plain item would be called; numbers are shown, not taken. */
export function previewOf({ kind, pattern }: Body): { variant: string; item: string } {
  const read = readPattern(pattern);
  const item = { category: 'Knitwear', colour: 'navy', kind: KIND_LETTERS[kind] };
  return {
    variant: renderSku(read, { ...item, style: 'PUL01', colour: 'NVY', size: 'M' }, '1'),
    item: renderSku(read, item, '1'),
  };
}

function readPattern(pattern: string): SkuPattern {
  const read = parseSkuPattern(pattern);
  if (!('faults' in read)) return read;
  const [only = '', more] = read.faults;
  if (more === undefined) throw fieldRefusal('RULE_VIOLATED', 'pattern', only);
  const faults = read.faults.map((message) => ({ path: 'pattern', code: 'RULE_VIOLATED', message }));
  throw new Refusal('RULE_VIOLATED', read.faults.map((fault) => `${fault}.`).join(' '), faults);
}
