import type { Supplier } from '@contract';
import { RecordDrawer } from '@web/record/RecordDrawer';
import type { RecordDefinition } from '@web/record/types';
import { PartyActions } from './PartyActions';
import { PartyList } from './PartyList';
import { PartyLists } from './PartyLists';
import { partnerSections } from './partnerSections';
import { PARTY_KINDS } from './partyKinds';
import { SupplierRating } from './SupplierRating';
import { supplierList } from './supplierList';

const kind = PARTY_KINDS.supplier;

const supplier: RecordDefinition<Supplier> = {
  endpoint: '/suppliers',
  name: 'screens.suppliers.one',
  heading: (row) => row.name,
  sections: partnerSections<Supplier>('supplierKind', [
    {
      label: 'fields.leadTime',
      value: (row, { t }) => (row.leadTimeDays === null ? '' : t('common.days', { count: row.leadTimeDays })),
    },
    {
      label: 'parties.minimumOrder',
      numeric: true,
      value: (row, format) => format.money(row.minimumOrder, row.currency),
    },
  ]),
};

export const List = () => <PartyList list={supplierList} kind={kind} />;
export const Detail = () => (
  <RecordDrawer
    record={supplier}
    back={supplierList.path}
    actions={(row) => <PartyActions kind={kind} party={row} />}
    footer={(row) => (
      <>
        <SupplierRating rating={row.rating} />
        <PartyLists kind={kind} party={row} />
      </>
    )}
  />
);
