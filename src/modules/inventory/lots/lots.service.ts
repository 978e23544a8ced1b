import type { TenantContext } from '@/context';
import type { Lot, LotBody, LotChange } from '@/contract/lots';
import { nextNumber } from '@/database/numbers';
import { merge } from '@/lib/merge';
import { fieldRefusal } from '@/lib/refusal';
import { requireLinks } from '@/records/links';
import { recordService } from '@/records/recordService';
import { readLines } from '../documents/readings.repo';
import { requireOutOfStock } from '../ledger/inStock.repo';
import * as repo from './lots.repo';

export const lots = recordService<Lot, LotBody, LotChange>({
  entity: 'lot',
  table: 'lots',
  load: repo.findLot,
  insert: async (ctx, body) => {
    await requireLinks(ctx, { itemId: body.itemId, supplierId: body.supplierId });
    await requireTracked(ctx, body.itemId);
    return repo.insertLot(ctx, { ...body, number: body.number ?? (await nextNumber(ctx.db, 'LOT')) });
  },
  change: async (ctx, current, body) => {
    await requireLinks(ctx, { supplierId: body.supplierId }, { supplierId: current.supplierId });
    const { package: kind, packageContent } = merge(current, body);
    if ((kind === null) !== (packageContent === null))
      throw fieldRefusal('RULE_VIOLATED', 'packageContent', 'Say the package and how much is in one together');
    return body;
  },
  archive: (ctx, { id }) => requireOutOfStock(ctx, 'lotId', id),
});

async function requireTracked(ctx: TenantContext, itemId: string): Promise<void> {
  const [item] = await readLines(ctx, [{ itemId }]);
  if (item?.tracking === 'NONE') throw fieldRefusal('RULE_VIOLATED', 'itemId', 'This item is not kept by lots');
}
