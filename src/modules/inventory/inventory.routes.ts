import * as contract from '@/contract/inventory';
import { defineRoute } from '@/http/route';
import { recordRoutes } from '@/records/recordRoutes';
import { listItems } from './items/items.repo';
import { items } from './items/items.service';
import { listStock } from './stock.repo';

const tag = 'Inventory';

export const inventoryRoutes = [
  ...recordRoutes({
    path: '/inventory/items',
    tag,
    names: ['item', 'items'],
    permissions: { read: 'inventory:read', write: 'inventory:write' },
    schemas: {
      query: contract.itemListQuery,
      list: contract.itemListOut,
      out: contract.itemOut,
      create: contract.createItemBody,
      update: contract.updateItemBody,
    },
    service: items,
    list: listItems,
    idempotent: true,
  }),
  defineRoute({
    method: 'GET',
    path: '/inventory/stock',
    summary: 'List stock by item and location',
    tag,
    access: 'tenant',
    permission: 'inventory:read',
    query: contract.stockListQuery,
    response: contract.stockListOut,
    handler: (ctx, { query }) => listStock(ctx, query),
  }),
];
