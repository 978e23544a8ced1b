import { CUSTOMER_KINDS, type CustomerListRow } from '@contract';
import type { ListDefinition } from '@web/grid/types';
import { partnerColumns, partnerFilters } from './partnerColumns';

export const customerList: ListDefinition<CustomerListRow> = {
  id: 'customers',
  path: '/customers',
  endpoint: '/customers',
  permission: 'partners:read',
  defaultSort: 'name',
  rowKey: (row) => row.id,
  rowPath: (row) => `/customers/${row.id}`,
  columns: [
    ...partnerColumns<CustomerListRow>('customerKind'),
    {
      id: 'creditLimit',
      label: 'fields.creditLimit',
      width: 150,
      numeric: true,
      cell: (row, format) => format.money(row.creditLimit, row.currency),
    },
    { id: 'onHold', label: 'parties.onHold', width: 100, extra: true, cell: (row, { yesNo }) => yesNo(row.onHold) },
  ],
  filters: [
    ...partnerFilters('customerKind', CUSTOMER_KINDS),
    { kind: 'yesNo', id: 'onHold', label: 'parties.onHold' },
  ],
};
