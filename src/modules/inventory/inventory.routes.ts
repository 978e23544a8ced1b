import * as contract from '@/contract/inventory';
import { recordRoutes } from '@/records/recordRoutes';
import { countRoutes } from './counts/counts.routes';
import { documentRoutes } from './documents/documents.routes';
import { listItems } from './items/items.repo';
import { items } from './items/items.service';
import { ledgerRoutes } from './ledger/ledger.routes';
import { levelRoutes } from './levels/levels.routes';
import { lotRoutes } from './lots/lots.routes';
import { reportRoutes } from './reports/reports.routes';
import { reservationRoutes } from './reservations/reservations.routes';

const tag = 'Inventory';

export const inventoryRoutes = [
  ...countRoutes,
  ...ledgerRoutes,
  ...levelRoutes,
  ...reportRoutes,
  ...lotRoutes,
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
