import * as contract from '@/contract/prices';
import { defineRoute } from '@/http/route';
import { idParams, recordRoutes } from '@/records/recordRoutes';
import { listPrices } from './prices.repo';
import { priceOf, prices } from './prices.service';

const tag = 'Inventory';

export const priceRoutes = [
  ...recordRoutes({
    path: '/inventory/prices',
    tag,
    names: ['price', 'prices'],
    permissions: { read: 'prices:read', write: 'prices:write' },
    schemas: {
      query: contract.priceListQuery,
      list: contract.priceListOut,
      out: contract.priceOut,
      create: contract.createPriceBody,
      update: contract.updatePriceBody,
    },
    service: prices,
    list: listPrices,
    idempotent: true,
  }),
  defineRoute({
    method: 'GET',
    path: '/inventory/items/:id/price',
    summary: 'What an item costs a customer, for a quantity on a day, and why',
    tag,
    access: 'tenant',
    permission: 'prices:read',
    params: idParams,
    query: contract.priceQuery,
    response: contract.appliedPriceOut,
    errors: ['RULE_VIOLATED'],
    handler: (ctx, { params, query }) => priceOf(ctx, params.id, query),
  }),
];
