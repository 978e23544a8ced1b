import { ALERT_KINDS, ALERT_STATUSES, type Alert } from '@contract';
import type { ListDefinition } from '@web/grid/types';
import { StateBadge } from '@web/ui/StateBadge';
import { ALERT_TONES } from '@web/ui/tones';
import { AlertPlace } from './AlertPlace';

export const ALERTS = '/inventory/alerts';

/** An alert is asked for among those of its item: there are never many of one. */
export const alertKey = ({ id, itemId }: Pick<Alert, 'id' | 'itemId'>) => `${id}_${itemId}`;

export const alertList: ListDefinition<Alert> = {
  id: 'alerts',
  path: ALERTS,
  endpoint: ALERTS,
  permission: 'inventory:read',
  defaultSort: '-createdAt',
  rowKey: alertKey,
  rowPath: (row) => `${ALERTS}/${alertKey(row)}`,
  columns: [
    { id: 'itemName', label: 'fields.item', width: 210, card: 'title', cell: (row) => row.itemName },
    { id: 'kind', label: 'fields.kind', width: 150, cell: (row, { enumLabel }) => enumLabel('alertKind', row.kind) },
    {
      id: 'status',
      label: 'fields.status',
      width: 140,
      card: 'mark',
      cell: (row, { enumLabel }) => (
        <StateBadge tone={ALERT_TONES[row.status]}>{enumLabel('alertStatus', row.status)}</StateBadge>
      ),
    },
    { id: 'location', label: 'fields.location', width: 150, cell: (row) => <AlertPlace name={row.locationName} /> },
    {
      id: 'quantity',
      label: 'stock.there',
      width: 120,
      numeric: true,
      cell: (row, format) => format.quantity(row.quantity, row.unit),
    },
    {
      id: 'level',
      label: 'fields.level',
      width: 110,
      numeric: true,
      cell: (row, format) => format.quantity(row.level, row.unit),
    },
    { id: 'lotNumber', label: 'fields.lot', width: 120, cell: (row) => row.lotNumber },
    { id: 'dueOn', label: 'fields.expiresOn', width: 120, cell: (row, format) => format.date(row.dueOn) },
    {
      id: 'createdAt',
      label: 'fields.createdAt',
      width: 160,
      sort: 'createdAt',
      cell: (row, format) => format.dateTime(row.createdAt),
    },
    { id: 'sku', label: 'fields.sku', width: 130, extra: true, cell: (row) => row.sku },
  ],
  filters: [
    { kind: 'anyOf', id: 'status', label: 'fields.status', set: 'alertStatus', values: ALERT_STATUSES },
    { kind: 'anyOf', id: 'kind', label: 'fields.kind', set: 'alertKind', values: ALERT_KINDS },
    { kind: 'location', id: 'locationId', label: 'fields.location' },
  ],
};
