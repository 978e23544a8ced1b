import { ORDER_STATUSES, PRIORITIES, type ProductionOrder } from '@contract';
import type { ListDefinition } from '@web/grid/types';
import { StateBadge } from '@web/ui/StateBadge';
import { ORDER_TONES, PRIORITY_TONES } from '@web/ui/tones';

export const orderList: ListDefinition<ProductionOrder> = {
  id: 'orders',
  path: '/production/orders',
  endpoint: '/production/orders',
  permission: 'production:read',
  defaultSort: '-createdAt',
  rowKey: (row) => row.id,
  rowPath: (row) => `/production/orders/${row.id}`,
  columns: [
    { id: 'number', label: 'fields.number', width: 140, sort: 'number', card: 'title', cell: (row) => row.number },
    {
      id: 'status',
      label: 'fields.status',
      width: 170,
      sort: 'status',
      card: 'mark',
      cell: (row, { enumLabel }) => (
        <StateBadge tone={ORDER_TONES[row.status]}>{enumLabel('orderStatus', row.status)}</StateBadge>
      ),
    },
    { id: 'item', label: 'fields.item', width: 240, cell: (row) => row.itemName },
    { id: 'sku', label: 'fields.sku', width: 130, extra: true, cell: (row) => row.itemSku },
    {
      id: 'quantity',
      label: 'fields.quantity',
      width: 130,
      sort: 'quantity',
      numeric: true,
      cell: (row, format) => format.quantity(row.quantity, row.unit),
    },
    {
      id: 'quantityCompleted',
      label: 'fields.quantityCompleted',
      width: 160,
      numeric: true,
      cell: (row, format) => format.quantity(row.quantityCompleted, row.unit),
    },
    { id: 'dueDate', label: 'fields.dueDate', width: 120, cell: (row, format) => format.date(row.dueDate) },
    {
      id: 'priority',
      label: 'fields.priority',
      width: 110,
      cell: (row, { enumLabel }) => (
        <StateBadge tone={PRIORITY_TONES[row.priority]}>{enumLabel('priority', row.priority)}</StateBadge>
      ),
    },
    { id: 'location', label: 'fields.location', width: 170, cell: (row) => row.locationName },
    { id: 'customer', label: 'fields.customer', width: 180, cell: (row) => row.customerName },
    {
      id: 'createdAt',
      label: 'fields.createdAt',
      width: 160,
      sort: 'createdAt',
      extra: true,
      cell: (row, format) => format.dateTime(row.createdAt),
    },
  ],
  filters: [
    { kind: 'anyOf', id: 'status', label: 'fields.status', set: 'orderStatus', values: ORDER_STATUSES },
    { kind: 'anyOf', id: 'priority', label: 'fields.priority', set: 'priority', values: PRIORITIES },
    { kind: 'location', id: 'locationId', label: 'fields.location' },
    { kind: 'yesNo', id: 'archived', label: 'common.archived' },
  ],
};
