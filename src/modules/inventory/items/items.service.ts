import type { z } from 'zod';
import type { TenantContext } from '@/context';
import type { createItemBody, Item, updateItemBody } from '@/contract/inventory';
import { merge } from '@/lib/merge';
import { faultsRefusal, refuseFaults } from '@/lib/refusal';
import { requireLinesLinks } from '@/records/links';
import { recordService } from '@/records/recordService';
import { chosenCategory } from '../categories/namedCategory';
import { requireOutOfStock } from '../ledger/inStock.repo';
import { refreshAlerts } from '../levels/alerts.repo';
import { newSku } from '../skus/newSkus';
import { itemFaults, textFaults, tidyComposition } from './itemRules';
import * as repo from './items.repo';
import { postOpeningStock } from './openingStock';

type UpdateItem = z.output<typeof updateItemBody>;

const service = recordService<Item, z.output<typeof createItemBody>, UpdateItem>({
  entity: 'item',
  table: 'inventoryItems',
  load: repo.findItem,
  insert: async (ctx, { openingStock = [], ...body }) => {
    refuseFaults([...itemFaults(body), ...textFaults(body)]);
    await requireLinesLinks(ctx, 'openingStock', openingStock);
    const { category: _name, categoryId: _id, ...rest } = body;
    const category = await chosenCategory(ctx, body);
    const derived = { ...category, composition: tidyComposition(body.composition) };
    const { colour, size } = body;
    const sku = body.sku ?? (await newSku(ctx, body.kind, { category: category.category, colour, size }));
    const currency = body.currency ?? ctx.tenant.currency;
    const id = await repo.insertItem(ctx, { ...rest, ...derived, sku, currency });
    await postOpeningStock(ctx, id, openingStock);
    if (hasLevels(body)) await refreshAlerts(ctx, [id]);
    return id;
  },
  change: async (ctx, current, body) => {
    refuseFaults([...itemFaults(merge(current, body)), ...textFaults(body)]);
    await requireUnmoved(ctx, current, body);
    const { category: _name, categoryId: _id, ...rest } = body;
    const category = await chosenCategory(ctx, body, current);
    return { ...rest, ...category, composition: tidyComposition(body.composition) };
  },
  archive: (ctx, { id }) => requireOutOfStock(ctx, 'itemId', id),
});

/** As every kind of record; what its levels say is looked at whenever they, or the item, change. */
export const items: typeof service = {
  ...service,
  async update(ctx, id, version, body) {
    const after = await service.update(ctx, id, version, body);
    if (LEVELS.some((level) => body[level] !== undefined)) await refreshAlerts(ctx, [id]);
    return after;
  },
  async archive(ctx, id) {
    const after = await service.archive(ctx, id);
    await refreshAlerts(ctx, [id]);
    return after;
  },
  async restore(ctx, id) {
    const after = await service.restore(ctx, id);
    await refreshAlerts(ctx, [id]);
    return after;
  },
};

const LEVELS = ['reorderPoint', 'minimumStock', 'maximumStock'] as const;
const hasLevels = (body: UpdateItem) => LEVELS.some((level) => body[level] != null);

/** What movements and the books are written in: after the first one it would change what they say. */
const WRITTEN_IN = {
  unit: 'unit',
  secondUnit: 'second unit',
  tracking: 'tracking',
  valuation: 'valuation',
} as const satisfies Partial<Record<keyof UpdateItem, string>>;

async function requireUnmoved(ctx: TenantContext, current: Item, body: UpdateItem): Promise<void> {
  const changed = (Object.keys(WRITTEN_IN) as (keyof typeof WRITTEN_IN)[]).filter(
    (field) => body[field] !== undefined && body[field] !== current[field],
  );
  if (changed.length === 0 || !(await repo.wasMoved(ctx, current.id))) return;
  const faults = changed.map((path) => ({
    path,
    code: 'INVALID_STATE',
    message: `The ${WRITTEN_IN[path]} of an item that has been in stock or on a stock document stays as it is`,
  }));
  throw faultsRefusal(faults, 'INVALID_STATE');
}
