import type { ListAnswer } from '@contract';
import { Radio, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { FormDialog } from '@web/form/FormDialog';
import { useFields } from '@web/form/useFields';
import { api } from '@web/http/api';
import { useT } from '@web/i18n';
import { useCompany } from '@web/session/useSession';
import { tellDone } from '@web/ui/tell';
import { useState } from 'react';
import type { PartyKind } from './partyKinds';
import { type Party, usePartyCalls } from './usePartyCalls';

type Props = { kind: PartyKind; party: Party; onClose: () => void; onMerged: (into: string) => void };

const TYPING_MS = 250;
const SHOWN = 8;

/** Asks into which other one a party is merged, which cannot be taken back. */
export function MergeDialog({ kind, party, onClose, onMerged }: Props) {
  const t = useT();
  const company = useCompany();
  const calls = usePartyCalls(kind);
  const fields = useFields({ q: party.name, into: '' });
  const [into, setInto] = useState<Party | null>(null);
  const [q] = useDebouncedValue(fields.values.q.trim(), TYPING_MS);
  const { data } = useQuery({
    queryKey: [company.id, kind.endpoint, 'merge', q],
    queryFn: ({ signal }) =>
      api<ListAnswer<Party>>(`${kind.endpoint}?${new URLSearchParams({ q, limit: String(SHOWN + 1) })}`, { signal }),
    enabled: q !== '',
  });
  const others = (data?.data ?? []).filter(({ id }) => id !== party.id).slice(0, SHOWN);
  const merge = async () => {
    const { id, name } = await calls.merge(party, into?.id ?? '');
    tellDone(t('parties.merged', { name }));
    onMerged(id);
  };
  return (
    <FormDialog
      title={t('parties.mergeTitle', { name: party.name })}
      submitLabel={t('parties.merge')}
      tone="danger"
      ready={into !== null}
      fields={fields}
      onSubmit={merge}
      onClose={onClose}
    >
      <Text size="sm">{t('parties.mergeText', { code: party.code })}</Text>
      <TextInput {...fields.bind('q')} label={t('parties.mergeInto')} autoComplete="off" data-autofocus />
      <Radio.Group
        value={into?.id ?? ''}
        onChange={(id) => setInto(others.find((other) => other.id === id) ?? null)}
        error={fields.bind('into').error}
        aria-label={t('parties.mergeInto')}
      >
        <Stack gap={6}>
          {others.map(({ id, code, name, city }) => (
            <Radio key={id} value={id} label={[code, name, city].filter(Boolean).join(' · ')} />
          ))}
        </Stack>
      </Radio.Group>
      {data && others.length === 0 && <Text size="sm">{t('grid.noMatch')}</Text>}
    </FormDialog>
  );
}
