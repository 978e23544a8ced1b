import { SUPPLIER_KINDS, type SupplierListRow } from '@contract';
import type { ListDefinition } from '@web/grid/types';
import { partnerColumns, partnerFilters } from './partnerColumns';

export const supplierList: ListDefinition<SupplierListRow> = {
  id: 'suppliers',
  path: '/suppliers',
  endpoint: '/suppliers',
  permission: 'partners:read',
  defaultSort: 'name',
  rowKey: (row) => row.id,
  rowPath: (row) => `/suppliers/${row.id}`,
  columns: [
    ...partnerColumns<SupplierListRow>('supplierKind'),
    {
      id: 'leadTimeDays',
      label: 'fields.leadTime',
      width: 110,
      numeric: true,
      cell: (row, { t }) => (row.leadTimeDays === null ? '' : t('common.days', { count: row.leadTimeDays })),
    },
  ],
  filters: partnerFilters('supplierKind', SUPPLIER_KINDS),
};
