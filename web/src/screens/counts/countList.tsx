import { COUNT_STATUSES, type CountRow } from '@contract';
import type { ListDefinition } from '@web/grid/types';
import { PlaceName } from '@web/record/PlaceName';
import { StateBadge } from '@web/ui/StateBadge';
import { COUNT_TONES } from '@web/ui/tones';

export const COUNTS = '/inventory/counts';

export const countList: ListDefinition<CountRow> = {
  id: 'counts',
  path: COUNTS,
  endpoint: COUNTS,
  permission: 'inventory:read',
  defaultSort: '-createdAt',
  rowKey: (row) => row.id,
  rowPath: (row) => `${COUNTS}/${row.id}`,
  columns: [
    { id: 'number', label: 'fields.number', width: 160, sort: 'number', card: 'title', cell: (row) => row.number },
    {
      id: 'status',
      label: 'fields.status',
      width: 160,
      card: 'mark',
      cell: (row, { enumLabel }) => (
        <StateBadge tone={COUNT_TONES[row.status]}>{enumLabel('countStatus', row.status)}</StateBadge>
      ),
    },
    { id: 'location', label: 'fields.location', width: 200, cell: (row) => <PlaceName id={row.locationId} /> },
    { id: 'frozenAt', label: 'stock.picture', width: 170, cell: (row, format) => format.dateTime(row.frozenAt) },
    { id: 'postedAt', label: 'fields.postedAt', width: 170, cell: (row, format) => format.dateTime(row.postedAt) },
    { id: 'isBlind', label: 'stock.isBlind', width: 100, cell: (row, format) => format.yesNo(row.isBlind) },
    { id: 'notes', label: 'fields.notes', width: 220, cell: (row) => row.notes },
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
    { kind: 'anyOf', id: 'status', label: 'fields.status', set: 'countStatus', values: COUNT_STATUSES },
    { kind: 'location', id: 'locationId', label: 'fields.location' },
    { kind: 'yesNo', id: 'archived', label: 'common.archived' },
  ],
};
