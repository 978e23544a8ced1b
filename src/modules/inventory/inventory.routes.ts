import * as contract from '@/contract/inventory';
import { recordRoutes } from '@/records/recordRoutes';
import { documentRoutes } from './documents/documents.routes';
import { listItems } from './items.repo';
import { items } from './items.service';
import { ledgerRoutes } from './ledger/ledger.routes';
import { reservationRoutes } from './reservations/reservations.routes';

const tag = 'Inventory';

export const inventoryRoutes = [
  ...ledgerRoutes,
  ...documentRoutes,
  ...reservationRoutes,
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
];
