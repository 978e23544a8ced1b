import type { z } from 'zod';
import type { TenantContext } from '@/context';
import type { createItemBody, Item, updateItemBody } from '@/contract/inventory';
import { merge } from '@/lib/merge';
import { fieldRefusal } from '@/lib/refusal';
import { codeOrNext, requireLinesLinks } from '@/records/links';
import { recordService } from '@/records/recordService';
import * as repo from './items.repo';

export const items = recordService<Item, z.output<typeof createItemBody>, z.output<typeof updateItemBody>>({
  entity: 'item',
  table: 'inventoryItems',
  load: repo.findItem,
  insert: async (ctx, { openingStock = [], ...body }) => {
    requireYarnCountPair(body.yarnCount, body.yarnCountSystem);
    await requireLinesLinks(ctx, 'openingStock', openingStock);
    const sku = await codeOrNext(ctx, 'inventoryItems', 'item', body.sku);
    return repo.insertItem(ctx, { ...body, sku, currency: body.currency ?? ctx.tenant.currency }, openingStock);
  },
  change: async (_ctx: TenantContext, current, body) => {
    const { yarnCount, yarnCountSystem } = merge(current, body);
    requireYarnCountPair(yarnCount, yarnCountSystem);
    return body;
  },
});

/** A yarn count means nothing without its system, nor the system without the count. */
function requireYarnCountPair(count: string | null | undefined, system: string | null | undefined): void {
  if ((count == null) === (system == null)) return;
  throw fieldRefusal(
    'RULE_VIOLATED',
    count == null ? 'yarnCount' : 'yarnCountSystem',
    'Give the yarn count and its system together',
  );
}
