import { ITEM_KINDS, type StyleListRow } from '@contract';
import type { ListDefinition } from '@web/grid/types';
import { StateBadge } from '@web/ui/StateBadge';

export const styleList: ListDefinition<StyleListRow> = {
  id: 'styles',
  path: '/inventory/styles',
  endpoint: '/inventory/styles',
  permission: 'inventory:read',
  defaultSort: 'name',
  rowKey: (row) => row.id,
  rowPath: (row) => `/inventory/styles/${row.id}`,
  columns: [
    { id: 'name', label: 'fields.name', width: 260, sort: 'name', card: 'title', cell: (row) => row.name },
    { id: 'code', label: 'fields.code', width: 140, sort: 'code', cell: (row) => row.code },
    { id: 'season', label: 'fields.season', width: 110, cell: (row) => row.season },
    {
      id: 'kind',
      label: 'fields.kind',
      width: 170,
      card: 'mark',
      cell: (row, format) => <StateBadge tone="neutral">{format.enumLabel('itemKind', row.kind)}</StateBadge>,
    },
    { id: 'variantCount', label: 'fields.variants', width: 110, numeric: true, cell: (row) => row.variantCount },
    { id: 'composition', label: 'fields.composition', width: 200, cell: (row) => row.composition },
  ],
  filters: [
    { kind: 'anyOf', id: 'kind', label: 'fields.kind', set: 'itemKind', values: ITEM_KINDS },
    { kind: 'text', id: 'season', label: 'fields.season', maxLength: 40 },
    { kind: 'yesNo', id: 'archived', label: 'common.archived' },
  ],
};
