import type { Customer } from '@contract';
import { ListScreen } from '@web/grid/ListScreen';
import { RecordDrawer } from '@web/record/RecordDrawer';
import type { RecordDefinition } from '@web/record/types';
import { customerList } from './customerList';
import { partnerSections } from './partnerSections';

const customer: RecordDefinition<Customer> = {
  endpoint: '/customers',
  name: 'screens.customers.one',
  heading: (row) => row.name,
  sections: partnerSections<Customer>('customerKind', {
    label: 'fields.creditLimit',
    numeric: true,
    value: (row, format) => format.money(row.creditLimit, row.currency),
  }),
};

export const List = () => <ListScreen list={customerList} />;
export const Detail = () => <RecordDrawer record={customer} back={customerList.path} />;
