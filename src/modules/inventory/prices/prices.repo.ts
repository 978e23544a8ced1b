import { type Kysely, sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import type { TenantContext } from '@/context';
import type { ListAnswer } from '@/contract/list';
import type { Price, priceListQuery } from '@/contract/prices';
import { defineList, listRows } from '@/database/listRows';
import type { ListSource } from '@/database/listStatement';
import type { TenantTables } from '@/database/tables';

const SOURCE: ListSource = {
  name: 'prices',
  sort: {
    itemName: { ref: 'inventory_items.name', type: 'text' },
    sku: { ref: 'inventory_items.sku', type: 'text' },
    minimumQuantity: { ref: 'item_prices.minimum_quantity', type: 'numeric' },
    createdAt: { ref: 'item_prices.created_at', type: 'timestamptz' },
    updatedAt: { ref: 'item_prices.updated_at', type: 'timestamptz' },
  },
  key: [{ ref: 'item_prices.id', type: 'uuid' }],
  search: ['inventory_items.name', 'inventory_items.sku'],
  filters: {
    itemId: 'item_prices.item_id',
    customerId: 'item_prices.customer_id',
    customerKind: 'item_prices.customer_kind',
  },
  archivedAt: 'item_prices.archived_at',
};

const selectPrices = (db: Kysely<TenantTables>) =>
  db
    .selectFrom('itemPrices')
    .innerJoin('inventoryItems', 'inventoryItems.id', 'itemPrices.itemId')
    .leftJoin('customers', 'customers.id', 'itemPrices.customerId')
    .select([
      'itemPrices.id',
      'itemPrices.version',
      'itemPrices.createdAt',
      'itemPrices.updatedAt',
      'itemPrices.archivedAt',
      'itemPrices.itemId',
      'inventoryItems.name as itemName',
      'inventoryItems.sku',
      'inventoryItems.unit',
      'itemPrices.customerId',
      'customers.name as customerName',
      'itemPrices.customerKind',
      'itemPrices.minimumQuantity',
      'itemPrices.price',
      'itemPrices.currency',
      'itemPrices.validFrom',
      'itemPrices.validUntil',
    ]);

const LIST = defineList(SOURCE, selectPrices);

export async function listPrices(
  ctx: TenantContext,
  query: z.output<typeof priceListQuery>,
): Promise<ListAnswer<Price>> {
  return listRows(ctx, LIST, query);
}

export async function findPrice(ctx: TenantContext, id: string): Promise<Price | undefined> {
  return (await selectPrices(ctx.db).where('itemPrices.id', '=', id).executeTakeFirst()) as Price | undefined;
}

export type PriceRow = {
  readonly itemId: string;
  readonly customerId: string | null;
  readonly customerKind: string | null;
  readonly minimumQuantity: string;
  readonly price: string;
  readonly currency: string;
  readonly validFrom: string | null;
  readonly validUntil: string | null;
};

export async function insertPrice(ctx: TenantContext, row: PriceRow): Promise<string> {
  const id = uuidv7();
  await ctx.db
    .insertInto('itemPrices')
    .values({ id, ...row })
    .execute();
  return id;
}

export type Wanted = {
  readonly itemId: string;
  readonly customer: { readonly id: string; readonly kind: string } | null;
  readonly quantity: string;
  readonly on: string;
  readonly currency: string;
};

/**
 * The price that applies: the nearest to the customer, of those the one for the largest quantity that is reached, of those
 * the one that began last.
 */
export async function applyingPrice(
  ctx: TenantContext,
  { itemId, customer, quantity, on, currency }: Wanted,
): Promise<Price | undefined> {
  const whose = sql<boolean>`(customer_id IS NULL AND customer_kind IS NULL
    OR customer_id = ${customer?.id ?? null}::uuid OR customer_kind = ${customer?.kind ?? null}::text)`;
  const { rows } = await sql<{ id: string }>`SELECT id FROM item_prices
    WHERE item_id = ${itemId} AND currency = ${currency} AND archived_at IS NULL AND ${whose}
      AND minimum_quantity <= ${quantity}::numeric AND daterange(valid_from, valid_until, '[]') @> ${on}::date
    ORDER BY customer_id IS NULL, customer_kind IS NULL, minimum_quantity DESC,
      valid_from DESC NULLS LAST, created_at DESC, id DESC LIMIT 1`.execute(ctx.db);
  return rows[0] && findPrice(ctx, rows[0].id);
}

export async function customerTerms(ctx: TenantContext, id: string) {
  return ctx.db.selectFrom('customers').select(['id', 'kind', 'currency']).where('id', '=', id).executeTakeFirst();
}
