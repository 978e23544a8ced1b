import type { StockRow } from '@contract';
import { ListScreen } from '@web/grid/ListScreen';
import type { ListDefinition } from '@web/grid/types';

export const stockList: ListDefinition<StockRow> = {
  id: 'stock',
  path: '/inventory/stock',
  endpoint: '/inventory/stock',
  permission: 'inventory:read',
  defaultSort: 'itemName',
  rowKey: (row) => `${row.itemId}-${row.locationId}`,
  rowPath: (row) => `/inventory/items/${row.itemId}`,
  columns: [
    { id: 'itemName', label: 'fields.item', width: 260, sort: 'itemName', card: 'title', cell: (row) => row.itemName },
    { id: 'sku', label: 'fields.sku', width: 140, sort: 'sku', cell: (row) => row.sku },
    { id: 'locationName', label: 'fields.location', width: 200, sort: 'locationName', cell: (row) => row.locationName },
    {
      id: 'onHand',
      label: 'fields.onHand',
      width: 140,
      sort: 'onHand',
      numeric: true,
      cell: (row, format) => format.quantity(row.onHand, row.unit),
    },
    {
      id: 'reserved',
      label: 'fields.reserved',
      width: 140,
      numeric: true,
      cell: (row, format) => format.quantity(row.reserved, row.unit),
    },
    {
      id: 'updatedAt',
      label: 'fields.updatedAt',
      width: 170,
      sort: 'updatedAt',
      cell: (row, format) => format.dateTime(row.updatedAt),
    },
  ],
  filters: [{ kind: 'location', id: 'locationId', label: 'fields.location' }],
};

export const List = () => <ListScreen list={stockList} />;
