import { QUALITY_KINDS, QUALITY_STATUSES, type QualityListRow } from '@contract';
import type { ListDefinition } from '@web/grid/types';
import { StateBadge } from '@web/ui/StateBadge';
import { QUALITY_TONES } from '@web/ui/tones';

export const qualityList: ListDefinition<QualityListRow> = {
  id: 'quality',
  path: '/quality/records',
  endpoint: '/quality/records',
  permission: 'quality:read',
  defaultSort: '-createdAt',
  rowKey: (row) => row.id,
  rowPath: (row) => `/quality/records/${row.id}`,
  columns: [
    { id: 'number', label: 'fields.number', width: 140, sort: 'number', card: 'title', cell: (row) => row.number },
    {
      id: 'status',
      label: 'fields.status',
      width: 170,
      sort: 'status',
      card: 'mark',
      cell: (row, { enumLabel }) => (
        <StateBadge tone={QUALITY_TONES[row.status]}>{enumLabel('qualityStatus', row.status)}</StateBadge>
      ),
    },
    {
      id: 'kind',
      label: 'fields.kind',
      width: 120,
      sort: 'kind',
      cell: (row, { enumLabel }) => enumLabel('qualityKind', row.kind),
    },
    { id: 'item', label: 'fields.item', width: 230, cell: (row) => row.itemName },
    {
      id: 'quantityInspected',
      label: 'fields.quantityInspected',
      width: 160,
      numeric: true,
      cell: (row, format) => format.quantity(row.quantityInspected, row.unit),
    },
    {
      id: 'quantityPassed',
      label: 'fields.quantityPassed',
      width: 130,
      numeric: true,
      cell: (row, format) => format.quantity(row.quantityPassed, row.unit),
    },
    {
      id: 'quantityFailed',
      label: 'fields.quantityFailed',
      width: 130,
      numeric: true,
      cell: (row, format) => format.quantity(row.quantityFailed, row.unit),
    },
    {
      id: 'defects',
      label: 'fields.defects',
      width: 90,
      numeric: true,
      cell: (row, format) => format.count(row.defectCount),
    },
    { id: 'inspectedOn', label: 'fields.inspectedOn', width: 120, cell: (row, format) => format.date(row.inspectedOn) },
    { id: 'location', label: 'fields.location', width: 170, cell: (row) => row.locationName },
    { id: 'order', label: 'fields.order', width: 150, extra: true, cell: (row) => row.productionOrderNumber },
    { id: 'supplier', label: 'fields.supplier', width: 180, extra: true, cell: (row) => row.supplierName },
  ],
  filters: [
    { kind: 'anyOf', id: 'status', label: 'fields.status', set: 'qualityStatus', values: QUALITY_STATUSES },
    { kind: 'anyOf', id: 'kind', label: 'fields.kind', set: 'qualityKind', values: QUALITY_KINDS },
    { kind: 'location', id: 'locationId', label: 'fields.location' },
    { kind: 'yesNo', id: 'archived', label: 'common.archived' },
  ],
};
