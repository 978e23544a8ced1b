import type { Duplicate } from '@contract';
import { Alert, Anchor, Checkbox, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { api } from '@web/http/api';
import { useT } from '@web/i18n';
import { useCompany } from '@web/session/useSession';
import { Icon } from '@web/ui/Icon';
import { Link } from 'react-router';
import type { PartyKind } from './partyKinds';
import type { PartyValues } from './partyValues';

type Props = {
  kind: PartyKind;
  values: PartyValues;
  /** The one that is being changed, which looks like itself. */
  self?: string | undefined;
  allowed: boolean;
  onAllow: (allowed: boolean) => void;
};

const TYPING_MS = 350;
const COMPARED = ['name', 'taxId', 'country', 'email', 'phone'] as const;

/** Warns, while it is being typed, of those that look like what is entered. */
export function Lookalikes({ kind, values, self, allowed, onAllow }: Props) {
  const t = useT();
  const company = useCompany();
  const typed = COMPARED.flatMap((name) => (values[name].trim() === '' ? [] : [[name, values[name].trim()]]));
  const [query] = useDebouncedValue(new URLSearchParams(typed).toString(), TYPING_MS);
  const { data } = useQuery({
    queryKey: [company.id, kind.endpoint, 'duplicates', query],
    queryFn: ({ signal }) => api<{ data: Duplicate[] }>(`${kind.endpoint}/duplicates?${query}`, { signal }),
    enabled: query !== '',
    // What cannot be asked yet is told when the form is sent.
    retry: false,
  });
  const others = (data?.data ?? []).filter(({ id }) => id !== self);
  if (others.length === 0) return null;
  return (
    <Alert
      color="weld"
      variant="light"
      icon={<Icon name="alert" />}
      title={t('parties.lookalikes')}
      role="status"
      mb="md"
    >
      {others.map(({ id, code, name, city, archivedAt, reasons }) => (
        <Text key={id} size="sm">
          <Anchor component={Link} to={`${kind.endpoint}/${id}`} inherit>
            {[code, name, city].filter(Boolean).join(' · ')}
          </Anchor>{' '}
          ({reasons.map((reason) => t(`parties.same.${reason}`)).join(', ')}
          {archivedAt !== null && `, ${t('common.archived').toLowerCase()}`})
        </Text>
      ))}
      <Checkbox
        mt="xs"
        checked={allowed}
        onChange={(event) => onAllow(event.currentTarget.checked)}
        label={t('parties.another')}
      />
    </Alert>
  );
}
