import type { z } from 'zod';
import type { TenantContext } from '@/context';
import type { AppliedPrice, createPriceBody, Price, priceQuery, updatePriceBody } from '@/contract/prices';
import { multiplyDecimals } from '@/lib/decimal';
import { merge } from '@/lib/merge';
import { fieldRefusal, notFound } from '@/lib/refusal';
import { QUANTITY_PLACES } from '@/lib/textile/units';
import { companyDay } from '@/records/companyDay.repo';
import { requireLinks } from '@/records/links';
import { recordService } from '@/records/recordService';
import { exists } from '@/records/records.repo';
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
    requireClear(row);
    return repo.insertPrice(ctx, row);
  },
  change: async (ctx, current, body) => {
    await requireLinks(ctx, { customerId: body.customerId }, { customerId: current.customerId });
    requireClear(merge(current, body));
    return body;
  },
});

/** Throws RULE_VIOLATED for a price that contradicts itself. */
function requireClear({ customerId, customerKind, validFrom, validUntil }: repo.PriceRow): void {
  if (customerId !== null && customerKind !== null)
    throw fieldRefusal('RULE_VIOLATED', 'customerKind', 'A price is of one customer or of a kind of them, not of both');
  if (validFrom !== null && validUntil !== null && validUntil < validFrom)
    throw fieldRefusal('RULE_VIOLATED', 'validUntil', 'It must not end before it begins');
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
    on: query.on ?? (await companyDay(ctx)),
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
