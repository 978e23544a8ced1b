import type { BankAccounts, TermsVersion } from '@contract';
import { useQuery } from '@tanstack/react-query';
import { useFormat } from '@web/format/useFormat';
import { api } from '@web/http/api';
import { Lines } from '@web/record/Lines';
import { useCan, useCompany } from '@web/session/useSession';
import { PartList } from './PartList';
import { ADDRESSES, BANK_ACCOUNTS, CERTIFICATES, CONTACTS } from './parts';
import type { PartyKind } from './partyKinds';
import { type Party, usePartyCalls } from './usePartyCalls';

type Props = { kind: PartyKind; party: Party };

/** What a supplier or customer has several of. */
export function PartyLists({ kind, party }: Props) {
  const can = useCan();
  const calls = usePartyCalls(kind);
  const open = can('partners:write') && party.archivedAt === null;
  const save = open ? (body: object) => calls.update(party, body) : undefined;
  return (
    <>
      <PartList part={CONTACTS} entries={party.contacts} save={save} />
      <PartList part={ADDRESSES} entries={party.addresses} save={save} />
      <PartList part={CERTIFICATES} entries={party.certificates} save={save} />
      <PartyBankAccounts kind={kind} party={party} />
      <TermsVersions kind={kind} party={party} />
    </>
  );
}

function PartyBankAccounts({ kind, party }: Props) {
  const can = useCan();
  const company = useCompany();
  const calls = usePartyCalls(kind);
  const path = `${kind.endpoint}/${party.id}/bank-accounts`;
  const { data } = useQuery({
    queryKey: [company.id, kind.endpoint, 'bank-accounts', party.id],
    queryFn: ({ signal }) => api<BankAccounts>(path, { signal }),
  });
  if (!data) return null;
  const open = can('bank:write') && can('bank:read') && party.archivedAt === null;
  const save = open ? (body: object) => calls.setBankAccounts({ ...party, version: data.version }, body) : undefined;
  return <PartList part={BANK_ACCOUNTS} entries={data.bankAccounts} save={save} />;
}

function TermsVersions({ kind, party }: Props) {
  const { dateTime, t } = useFormat();
  const company = useCompany();
  const { data } = useQuery({
    // With the version of the party: its terms change with it.
    queryKey: [company.id, kind.endpoint, 'terms', party.id, party.version],
    queryFn: ({ signal }) => api<{ data: TermsVersion[] }>(`${kind.endpoint}/${party.id}/terms`, { signal }),
  });
  if (!data || data.data.length === 0) return null;
  return (
    <Lines
      title="parties.termsVersions"
      empty="common.noValue"
      lines={data.data}
      lineKey={({ number, mergedFrom }) => `${mergedFrom ?? ''} ${number}`}
      columns={[
        {
          label: 'fields.number',
          cell: ({ number, mergedFrom }) => [mergedFrom, number].filter(Boolean).join(' · '),
        },
        { label: 'parties.writtenAt', cell: ({ writtenAt }) => dateTime(writtenAt) },
        { label: 'fields.terms', cell: ({ text }) => text ?? t('common.noValue') },
      ]}
    />
  );
}
