import type { ListAnswer } from '@contract';
import type { TextInputProps } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '@web/http/api';
import { queryString } from '@web/http/query';
import { useT } from '@web/i18n';
import type { PartyEndpoint } from '@web/record/PartyName';
import { useCompany } from '@web/session/useSession';
import { Finder } from './Finder';

export type PickedParty = { readonly id: string; readonly name: string };
type Party = PickedParty & { readonly code: string; readonly city: string | null };

type Props = Omit<TextInputProps, 'onChange' | 'value' | 'onSelect'> & {
  endpoint: PartyEndpoint;
  text: string;
  party: PickedParty | null;
  onText: (text: string) => void;
  onPick: (party: PickedParty) => void;
};

/** A supplier or customer by name, code or city. */
export function PartyPicker({ endpoint, text, party, onText, onPick, ...input }: Props) {
  const t = useT();
  const company = useCompany();
  const [asked] = useDebouncedValue(party === null ? text.trim() : '', 180);
  const query = useQuery({
    queryKey: [company.id, endpoint, 'pick', asked],
    queryFn: ({ signal }) =>
      api<ListAnswer<Party>>(`${endpoint}${queryString({ q: asked, limit: 12, sort: 'name' })}`, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });
  const found = query.data?.data ?? [];
  return (
    <Finder
      {...input}
      eager
      text={text}
      onText={onText}
      choices={found.map(({ id, name, code, city }) => ({
        id,
        label: name,
        hint: [code, city].filter(Boolean).join(' · '),
      }))}
      onPick={(id) => {
        const picked = found.find((each) => each.id === id);
        if (picked) onPick(picked);
      }}
      onEnter={() => {
        const [only] = found;
        if (found.length === 1 && only) onPick(only);
      }}
      nothing={query.isSuccess ? t('documents.nothingFound') : undefined}
    />
  );
}
