import * as contract from '@/contract/inventory';
import { listRoutes } from '@/exports/listRoutes';
import { recordRoutes } from '@/records/recordRoutes';
import { listItems } from './items.repo';
import { items } from './items.service';
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
  ...listRoutes({
    path: '/inventory/stock',
    tag,
    many: 'stock by item and location',
    permission: 'inventory:read',
    query: contract.stockListQuery,
    response: contract.stockListOut,
    list: listStock,
  }),
];
