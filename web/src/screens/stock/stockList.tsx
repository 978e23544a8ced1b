import { STOCK_SORTS_OF_FEW, STOCK_STATUSES, type StockRow } from '@contract';
import type { ListDefinition } from '@web/grid/types';
import { StateBadge } from '@web/ui/StateBadge';
import { STOCK_TONES } from '@web/ui/tones';
import { balanceKey, STOCK } from './balances';

export const stockList: ListDefinition<StockRow> = {
  id: 'stock',
  path: STOCK,
  endpoint: STOCK,
  permission: 'inventory:read',
  defaultSort: 'itemName',
  sortsOfFew: STOCK_SORTS_OF_FEW,
  rowKey: balanceKey,
  rowPath: (row) => `${STOCK}/${balanceKey(row)}`,
  columns: [
    { id: 'itemName', label: 'fields.item', width: 230, sort: 'itemName', card: 'title', cell: (row) => row.itemName },
    { id: 'sku', label: 'fields.sku', width: 130, sort: 'sku', cell: (row) => row.sku },
    { id: 'locationName', label: 'fields.location', width: 170, sort: 'locationName', cell: (row) => row.locationName },
    { id: 'lotNumber', label: 'fields.lot', width: 130, cell: (row) => row.lotNumber },
    {
      id: 'status',
      label: 'fields.status',
      width: 150,
      card: 'mark',
      cell: (row, { enumLabel }) => (
        <StateBadge tone={STOCK_TONES[row.status]}>{enumLabel('stockStatus', row.status)}</StateBadge>
      ),
    },
    {
      id: 'onHand',
      label: 'fields.onHand',
      width: 130,
      sort: 'onHand',
      numeric: true,
      cell: (row, format) => format.quantity(row.onHand, row.unit),
    },
    {
      id: 'reserved',
      label: 'fields.reserved',
      width: 130,
      numeric: true,
      cell: (row, format) => format.quantity(row.reserved, row.unit),
    },
    {
      id: 'available',
      label: 'fields.available',
      width: 130,
      numeric: true,
      cell: (row, format) => format.quantity(row.available, row.unit),
    },
    {
      id: 'onHand2',
      label: 'fields.onHand2',
      width: 150,
      numeric: true,
      extra: true,
      cell: (row, format) => row.secondUnit && format.quantity(row.onHand2, row.secondUnit),
    },
    {
      id: 'updatedAt',
      label: 'fields.updatedAt',
      width: 170,
      sort: 'updatedAt',
      extra: true,
      cell: (row, format) => format.dateTime(row.updatedAt),
    },
  ],
  filters: [
    { kind: 'location', id: 'locationId', label: 'fields.location' },
    { kind: 'anyOf', id: 'status', label: 'fields.status', set: 'stockStatus', values: STOCK_STATUSES },
    { kind: 'linked', id: 'itemId', label: 'fields.item' },
    { kind: 'linked', id: 'lotId', label: 'fields.lot' },
  ],
};
