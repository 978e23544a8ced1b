import type { ListAnswer, StockDocument, StockDocumentRow } from '@contract';
import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '@web/http/api';
import { useT } from '@web/i18n';
import { FactList } from '@web/record/Facts';
import { PlaceName } from '@web/record/PlaceName';
import type { Fact } from '@web/record/types';
import { useRecord } from '@web/record/useRecord';
import { useCompany } from '@web/session/useSession';
import { Panel } from '@web/ui/Panel';
import { Link, useLocation } from 'react-router';
import { DocumentParty } from './DocumentParty';
import { DOCUMENTS } from './documentList';

type DocumentFact = Fact<StockDocument>;

const FACTS: readonly DocumentFact[] = [
  { label: 'fields.location', value: (row) => <PlaceName id={row.locationId} /> },
  { label: 'fields.effectiveDate', value: (row, format) => format.date(row.effectiveDate) },
  { label: 'fields.postedAt', value: (row, format) => format.dateTime(row.postedAt) },
  { label: 'fields.reference', value: (row) => row.reference },
];

const TRANSFER: readonly DocumentFact[] = [
  { label: 'fields.toLocation', value: (row) => <PlaceName id={row.toLocationId} /> },
];
const PARTY: readonly DocumentFact[] = [{ label: 'fields.party', value: (row) => <DocumentParty document={row} /> }];
const ORDERED: readonly DocumentFact[] = [
  { label: 'fields.orderedOn', value: (row, format) => row.orderedOn && format.date(row.orderedOn) },
];
const HOLD: readonly DocumentFact[] = [
  {
    label: 'documents.customerHold',
    value: ({ customerHold }, format) =>
      [customerHold?.since && format.dateTime(customerHold.since), customerHold?.by, customerHold?.reason]
        .filter(Boolean)
        .join(', ') || format.t('documents.isOnHold'),
    wide: true,
  },
];
const REASON: readonly DocumentFact[] = [
  { label: 'fields.reason', value: (row, { enumLabel }) => row.reason && enumLabel('stockReason', row.reason) },
];
const NOTES: readonly DocumentFact[] = [{ label: 'fields.notes', value: (row) => row.notes, wide: true }];
const REVERSES: readonly DocumentFact[] = [
  { label: 'documents.reverses', value: (row) => row.reversalOfId && <Original id={row.reversalOfId} /> },
];
const REVERSED: readonly DocumentFact[] = [{ label: 'documents.reversedBy', value: (row) => <Reversal id={row.id} /> }];

const factsOf = (document: StockDocument) => [
  ...FACTS,
  ...(document.toLocationId === null ? [] : TRANSFER),
  ...(document.supplierId === null && document.customerId === null ? [] : PARTY),
  ...(document.orderedOn === null ? [] : ORDERED),
  ...(document.status === 'DRAFT' && document.customerHold ? HOLD : []),
  ...(document.reason === null ? [] : REASON),
  ...(document.reversalOfId === null ? [] : REVERSES),
  ...(document.status === 'REVERSED' ? REVERSED : []),
  ...(document.notes === null ? [] : NOTES),
];

export function DocumentHead({ document }: { document: StockDocument }) {
  const t = useT();
  return (
    <Panel title={t('common.basics')}>
      <FactList facts={factsOf(document)} row={document} />
    </Panel>
  );
}

function Original({ id }: { id: string }) {
  const { data } = useRecord<StockDocument>(DOCUMENTS, id);
  return <DocumentLink id={id} number={data?.number ?? '…'} />;
}

function Reversal({ id }: { id: string }) {
  const company = useCompany();
  const { data } = useQuery({
    queryKey: [company.id, DOCUMENTS, 'reversal', id],
    queryFn: ({ signal }) => api<ListAnswer<StockDocumentRow>>(`${DOCUMENTS}?reversalOfId=${id}`, { signal }),
  });
  const reversal = data?.data[0];
  return reversal ? <DocumentLink id={reversal.id} number={reversal.number} /> : null;
}

function DocumentLink({ id, number }: { id: string; number: string }) {
  const { search } = useLocation();
  return (
    <Anchor inherit component={Link} to={{ pathname: `${DOCUMENTS}/${id}`, search }}>
      {number}
    </Anchor>
  );
}
