import type { Supplier } from '@contract';
import { ListScreen } from '@web/grid/ListScreen';
import { RecordDrawer } from '@web/record/RecordDrawer';
import type { RecordDefinition } from '@web/record/types';
import { partnerSections } from './partnerSections';
import { supplierList } from './supplierList';

const supplier: RecordDefinition<Supplier> = {
  endpoint: '/suppliers',
  name: 'screens.suppliers.one',
  heading: (row) => row.name,
  sections: partnerSections<Supplier>('supplierKind', {
    label: 'fields.leadTime',
    value: (row, { t }) => (row.leadTimeDays === null ? '' : t('common.days', { count: row.leadTimeDays })),
  }),
};

export const List = () => <ListScreen list={supplierList} />;
export const Detail = () => <RecordDrawer record={supplier} back={supplierList.path} />;
