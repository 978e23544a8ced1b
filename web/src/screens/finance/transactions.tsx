import type { FinancialTransaction } from '@contract';
import { ListScreen } from '@web/grid/ListScreen';
import { RecordDrawer } from '@web/record/RecordDrawer';
import type { RecordDefinition } from '@web/record/types';
import { StateBadge } from '@web/ui/StateBadge';
import { TRANSACTION_TONES } from '@web/ui/tones';
import { CompanyMoney } from './CompanyMoney';
import { transactionList } from './transactionList';

const transaction: RecordDefinition<FinancialTransaction> = {
  endpoint: '/finance/transactions',
  name: 'screens.finance.one',
  heading: (row) => row.number,
  marks: (row, { enumLabel }) => (
    <>
      <StateBadge tone={TRANSACTION_TONES[row.status]}>{enumLabel('transactionStatus', row.status)}</StateBadge>
      <StateBadge tone="neutral">{enumLabel('transactionType', row.type)}</StateBadge>
    </>
  ),
  sections: [
    {
      title: 'common.amounts',
      facts: [
        { label: 'fields.amount', value: (row, format) => format.money(row.amount, row.currency), numeric: true },
        { label: 'fields.taxAmount', value: (row, format) => format.money(row.taxAmount, row.currency), numeric: true },
        {
          label: 'fields.totalAmount',
          value: (row, format) => format.money(row.totalAmount, row.currency),
          numeric: true,
        },
        { label: 'fields.companyAmount', value: (row) => <CompanyMoney value={row.companyAmount} />, numeric: true },
        { label: 'fields.fxRate', value: (row, format) => format.plain(row.fxRate), numeric: true },
      ],
    },
    {
      title: 'common.dates',
      facts: [
        { label: 'fields.transactionDate', value: (row, format) => format.date(row.transactionDate) },
        { label: 'fields.dueDate', value: (row, format) => format.date(row.dueDate) },
      ],
    },
    {
      title: 'common.parties',
      facts: [
        { label: 'fields.customer', value: (row) => row.customerName },
        { label: 'fields.supplier', value: (row) => row.supplierName },
        { label: 'fields.location', value: (row) => row.locationName },
        { label: 'fields.reference', value: (row) => row.reference },
        { label: 'fields.description', value: (row) => row.description, wide: true },
      ],
    },
  ],
};

export const List = () => <ListScreen list={transactionList} />;
export const Detail = () => <RecordDrawer record={transaction} back={transactionList.path} />;
