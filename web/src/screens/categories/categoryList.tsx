import type { Category } from '@contract';
import type { ListDefinition } from '@web/grid/types';

export const categoryList: ListDefinition<Category> = {
  id: 'categories',
  path: '/inventory/categories',
  endpoint: '/inventory/categories',
  permission: 'inventory:read',
  defaultSort: 'name',
  rowKey: (row) => row.id,
  rowPath: (row) => `/inventory/categories/${row.id}`,
  columns: [
    { id: 'name', label: 'fields.name', width: 240, sort: 'name', card: 'title', cell: (row) => row.name },
    { id: 'path', label: 'fields.categoryPath', width: 360, cell: (row) => row.path.join(' › ') },
    { id: 'itemCount', label: 'fields.itemCount', width: 110, numeric: true, cell: (row) => row.itemCount },
  ],
  filters: [
    { kind: 'linked', id: 'parentId', label: 'fields.parentCategory' },
    { kind: 'yesNo', id: 'archived', label: 'common.archived' },
  ],
};
