import { type FinancialTransaction, TRANSACTION_STATUSES, TRANSACTION_TYPES } from '@contract';
import type { ListDefinition } from '@web/grid/types';
import { StateBadge } from '@web/ui/StateBadge';
import { TRANSACTION_TONES } from '@web/ui/tones';
import { CompanyMoney } from './CompanyMoney';

export const transactionList: ListDefinition<FinancialTransaction> = {
  id: 'finance',
  path: '/finance/transactions',
  endpoint: '/finance/transactions',
  permission: 'finance:read',
  defaultSort: '-transactionDate',
  rowKey: (row) => row.id,
  rowPath: (row) => `/finance/transactions/${row.id}`,
  columns: [
    { id: 'number', label: 'fields.number', width: 140, sort: 'number', card: 'title', cell: (row) => row.number },
    {
      id: 'transactionDate',
      label: 'fields.transactionDate',
      width: 120,
      sort: 'transactionDate',
      cell: (row, format) => format.date(row.transactionDate),
    },
    {
      id: 'type',
      label: 'fields.transactionType',
      width: 130,
      sort: 'type',
      cell: (row, { enumLabel }) => enumLabel('transactionType', row.type),
    },
    {
      id: 'status',
      label: 'fields.status',
      width: 130,
      sort: 'status',
      card: 'mark',
      cell: (row, { enumLabel }) => (
        <StateBadge tone={TRANSACTION_TONES[row.status]}>{enumLabel('transactionStatus', row.status)}</StateBadge>
      ),
    },
    {
      id: 'customer',
      label: 'fields.customer',
      width: 180,
      cell: (row) => row.customerName,
    },
    { id: 'supplier', label: 'fields.supplier', width: 180, cell: (row) => row.supplierName },
    {
      id: 'totalAmount',
      label: 'fields.totalAmount',
      width: 150,
      numeric: true,
      cell: (row, format) => format.money(row.totalAmount, row.currency),
    },
    {
      id: 'companyAmount',
      label: 'fields.companyAmount',
      width: 180,
      sort: 'companyAmount',
      numeric: true,
      cell: (row) => <CompanyMoney value={row.companyAmount} />,
    },
    { id: 'dueDate', label: 'fields.dueDate', width: 120, cell: (row, format) => format.date(row.dueDate) },
    { id: 'reference', label: 'fields.reference', width: 150, extra: true, cell: (row) => row.reference },
    { id: 'location', label: 'fields.location', width: 170, extra: true, cell: (row) => row.locationName },
  ],
  filters: [
    { kind: 'anyOf', id: 'type', label: 'fields.transactionType', set: 'transactionType', values: TRANSACTION_TYPES },
    { kind: 'anyOf', id: 'status', label: 'fields.status', set: 'transactionStatus', values: TRANSACTION_STATUSES },
    { kind: 'location', id: 'locationId', label: 'fields.location' },
    { kind: 'yesNo', id: 'archived', label: 'common.archived' },
  ],
};
