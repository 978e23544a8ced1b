import type { ApiKey, NewApiKey } from '@contract';
import { Button } from '@mantine/core';
import { useFormat } from '@web/format/useFormat';
import { Places } from '@web/record/Places';
import { Allowed } from '@web/ui/Allowed';
import { Icon } from '@web/ui/Icon';
import { Listing, type ListingColumn } from '@web/ui/Listing';
import { PageHeader } from '@web/ui/PageHeader';
import { Panel } from '@web/ui/Panel';
import { StateBadge } from '@web/ui/StateBadge';
import { useState } from 'react';
import { FreshKey } from './FreshKey';
import { NewKeyDialog } from './NewKeyDialog';
import { RevokeKey } from './RevokeKey';
import { useKeys } from './useKeys';

const isOver = ({ expiresAt }: ApiKey) => Date.parse(expiresAt) <= Date.now();
const isLiving = (key: ApiKey) => key.revokedAt === null && !isOver(key);

const COLUMNS: readonly ListingColumn<ApiKey>[] = [
  { label: 'fields.name', cell: (row) => row.name },
  { label: 'keys.prefix', cell: (row) => <code>{row.prefix}…</code> },
  { label: 'access.permissions', cell: (row) => <Allowed permissions={row.permissions} /> },
  { label: 'access.places', cell: (row) => <Places ids={row.locationIds} /> },
  { label: 'keys.madeBy', cell: (row) => row.createdBy.name },
  {
    label: 'keys.lastUsed',
    cell: (row, { t, dateTime }) => (row.lastUsedAt === null ? t('keys.never') : dateTime(row.lastUsedAt)),
  },
  { label: 'people.goodUntil', cell: (row, format) => format.dateTime(row.expiresAt) },
  { label: 'fields.status', cell: (row) => <State of={row} /> },
];

/** The keys by which programs come in. */
export function Component() {
  const { t } = useFormat();
  const query = useKeys();
  const [making, setMaking] = useState(false);
  const [fresh, setFresh] = useState<NewApiKey | null>(null);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  return (
    <>
      <PageHeader title={t('keys.title')} hint={t('keys.hint')} />
      {fresh && <FreshKey made={fresh} onKept={() => setFresh(null)} />}
      <Panel
        title={t('keys.list')}
        hint={t('keys.listText')}
        actions={
          <Button size="xs" leftSection={<Icon name="plus" size={16} />} onClick={() => setMaking(true)}>
            {t('keys.new')}
          </Button>
        }
      >
        <Listing
          label={t('keys.list')}
          query={query}
          rowKey={(row) => row.id}
          columns={COLUMNS}
          empty={{ icon: 'key', title: t('keys.none'), text: t('keys.noneText') }}
          actions={(row) =>
            isLiving(row) && (
              <Button
                size="compact-xs"
                variant="default"
                aria-label={t('keys.revokeNamed', { name: row.name })}
                onClick={() => setRevoking(row)}
              >
                {t('people.revoke')}
              </Button>
            )
          }
        />
      </Panel>
      {making && <NewKeyDialog onClose={() => setMaking(false)} onMade={setFresh} />}
      {revoking && <RevokeKey apiKey={revoking} onClose={() => setRevoking(null)} />}
    </>
  );
}

function State({ of }: { of: ApiKey }) {
  const { t } = useFormat();
  if (of.revokedAt !== null) return <StateBadge tone="bad">{t('keys.revoked')}</StateBadge>;
  if (isOver(of)) return <StateBadge tone="warn">{t('keys.over')}</StateBadge>;
  return <StateBadge tone="good">{t('keys.living')}</StateBadge>;
}
