import { ITEM_KINDS, type ItemListRow } from '@contract';
import type { ListDefinition } from '@web/grid/types';
import { StateBadge } from '@web/ui/StateBadge';

export const itemList: ListDefinition<ItemListRow> = {
  id: 'items',
  path: '/inventory/items',
  endpoint: '/inventory/items',
  permission: 'inventory:read',
  defaultSort: 'name',
  rowKey: (row) => row.id,
  rowPath: (row) => `/inventory/items/${row.id}`,
  columns: [
    { id: 'name', label: 'fields.name', width: 260, sort: 'name', card: 'title', cell: (row) => row.name },
    { id: 'sku', label: 'fields.sku', width: 140, sort: 'sku', cell: (row) => row.sku },
    {
      id: 'kind',
      label: 'fields.kind',
      width: 170,
      sort: 'kind',
      card: 'mark',
      cell: (row, format) => <StateBadge tone="neutral">{format.enumLabel('itemKind', row.kind)}</StateBadge>,
    },
    {
      id: 'onHand',
      label: 'fields.onHand',
      width: 170,
      numeric: true,
      cell: (row, format) => format.quantity(row.onHand, row.unit),
    },
    {
      id: 'reserved',
      label: 'fields.reserved',
      width: 150,
      numeric: true,
      cell: (row, format) => format.quantity(row.reserved, row.unit),
    },
    {
      id: 'reorderPoint',
      label: 'fields.reorderPoint',
      width: 150,
      numeric: true,
      cell: (row, format) => format.quantity(row.reorderPoint, row.unit),
    },
    { id: 'category', label: 'fields.category', width: 130, cell: (row) => row.category },
    { id: 'colour', label: 'fields.colour', width: 110, cell: (row) => row.colour },
    { id: 'size', label: 'fields.size', width: 80, extra: true, cell: (row) => row.size },
    { id: 'composition', label: 'fields.composition', width: 170, extra: true, cell: (row) => row.composition },
    {
      id: 'gsm',
      label: 'fields.gsm',
      width: 120,
      numeric: true,
      extra: true,
      cell: (row, format) => format.plain(row.gsm),
    },
    {
      id: 'unitCost',
      label: 'fields.unitCost',
      width: 130,
      numeric: true,
      extra: true,
      cell: (row, format) => format.money(row.unitCost, row.currency),
    },
    { id: 'barcode', label: 'fields.barcode', width: 150, extra: true, cell: (row) => row.barcode },
  ],
  filters: [
    { kind: 'anyOf', id: 'kind', label: 'fields.kind', set: 'itemKind', values: ITEM_KINDS },
    { kind: 'text', id: 'category', label: 'fields.category', maxLength: 80 },
    { kind: 'yesNo', id: 'archived', label: 'common.archived' },
  ],
};
