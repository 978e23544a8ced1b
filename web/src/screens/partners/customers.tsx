import type { Customer } from '@contract';
import { RecordDrawer } from '@web/record/RecordDrawer';
import type { RecordDefinition } from '@web/record/types';
import { StateBadge } from '@web/ui/StateBadge';
import { customerList } from './customerList';
import { PartyActions } from './PartyActions';
import { PartyList } from './PartyList';
import { PartyLists } from './PartyLists';
import { partnerSections } from './partnerSections';
import { PARTY_KINDS } from './partyKinds';

const kind = PARTY_KINDS.customer;

const customer: RecordDefinition<Customer> = {
  endpoint: '/customers',
  name: 'screens.customers.one',
  heading: (row) => row.name,
  marks: (row, { t }) => row.onHold && <StateBadge tone="bad">{t('parties.onHold')}</StateBadge>,
  sections: partnerSections<Customer>('customerKind', [
    {
      label: 'fields.creditLimit',
      numeric: true,
      value: (row, format) => format.money(row.creditLimit, row.currency),
    },
    { label: 'parties.onHold', value: (row, { yesNo }) => yesNo(row.onHold) },
    { label: 'parties.holdReason', value: (row) => row.holdReason },
  ]),
};

export const List = () => <PartyList list={customerList} kind={kind} />;
export const Detail = () => (
  <RecordDrawer
    record={customer}
    back={customerList.path}
    actions={(row) => <PartyActions kind={kind} party={row} />}
    footer={(row) => <PartyLists kind={kind} party={row} />}
  />
);
