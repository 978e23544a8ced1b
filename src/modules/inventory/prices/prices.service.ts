import type { z } from 'zod';
import type { TenantContext } from '@/context';
import type { AppliedPrice, createPriceBody, Price, priceQuery, updatePriceBody } from '@/contract/prices';
import { multiplyDecimals } from '@/lib/decimal';
import { merge } from '@/lib/merge';
import { fieldRefusal, notFound } from '@/lib/refusal';
import { QUANTITY_PLACES } from '@/lib/textile/units';
import { requireLinks } from '@/records/links';
import { recordService } from '@/records/recordService';
import { exists, lockRow } from '@/records/records.repo';
import * as repo from './prices.repo';

export const prices = recordService<Price, z.output<typeof createPriceBody>, z.output<typeof updatePriceBody>>({
  entity: 'item_price',
  table: 'itemPrices',
  load: repo.findPrice,
  insert: async (ctx, body) => {
    await requireLinks(ctx, { itemId: body.itemId, customerId: body.customerId });
    const row = {
      itemId: body.itemId,
      customerId: body.customerId ?? null,
      customerKind: body.customerKind ?? null,
      minimumQuantity: body.minimumQuantity ?? '0',
      price: body.price,
      currency: body.currency ?? ctx.tenant.currency,
      validFrom: body.validFrom ?? null,
      validUntil: body.validUntil ?? null,
    };
    await requireClear(ctx, row, null);
    return repo.insertPrice(ctx, row);
  },
  change: async (ctx, current, body) => {
    await requireLinks(ctx, { customerId: body.customerId }, { customerId: current.customerId });
    await requireClear(ctx, merge(current, body), current.id);
    return body;
  },
  restore: (ctx, current) => requireClear(ctx, current, current.id),
});

/** Throws RULE_VIOLATED for a price that contradicts itself, or another one: which of them applies must be plain. */
async function requireClear(ctx: TenantContext, row: repo.PriceRow, except: string | null): Promise<void> {
  if (row.customerId !== null && row.customerKind !== null)
    throw fieldRefusal('RULE_VIOLATED', 'customerKind', 'A price is of one customer or of a kind of them, not of both');
  if (row.validFrom !== null && row.validUntil !== null && row.validUntil < row.validFrom)
    throw fieldRefusal('RULE_VIOLATED', 'validUntil', 'It must not end before it begins');
  // Two that are made at once must see each other.
  await lockRow(ctx, 'inventoryItems', row.itemId);
  if (await repo.hasRival(ctx, row, except))
    throw fieldRefusal(
      'RULE_VIOLATED',
      'validFrom',
      'There is another price for the same customers, quantity and currency on some of these days: let that end first',
    );
}

/** The price of an item for a customer, a quantity and a day, and why it is that one. Throws NOT_FOUND, RULE_VIOLATED. */
export async function priceOf(
  ctx: TenantContext,
  itemId: string,
  query: z.output<typeof priceQuery>,
): Promise<AppliedPrice> {
  if (!(await exists(ctx, 'inventoryItems', itemId))) throw notFound();
  const customer = query.customerId === undefined ? null : await repo.customerTerms(ctx, query.customerId);
  if (customer === undefined) throw fieldRefusal('RULE_VIOLATED', 'customerId', 'There is no such customer');
  const wanted = {
    itemId,
    customer,
    quantity: multiplyDecimals(query.quantity, '1', QUANTITY_PLACES),
    on: query.on ?? (await repo.today(ctx)),
    currency: query.currency ?? customer?.currency ?? ctx.tenant.currency,
  };
  const applied = await repo.applyingPrice(ctx, wanted);
  const { quantity, on, currency } = wanted;
  return {
    reason: reasonFor(applied),
    price: applied?.price ?? null,
    currency,
    quantity,
    on,
    applied: applied ?? null,
  };
}

function reasonFor(price: Price | undefined): AppliedPrice['reason'] {
  if (!price) return 'NONE';
  if (price.customerId !== null) return 'CUSTOMER';
  return price.customerKind !== null ? 'CUSTOMER_KIND' : 'EVERYBODY';
}
