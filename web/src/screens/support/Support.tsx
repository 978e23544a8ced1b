import type { Consent } from '@contract';
import { Button } from '@mantine/core';
import { useT } from '@web/i18n';
import { Listing, type ListingColumn } from '@web/ui/Listing';
import { PageHeader } from '@web/ui/PageHeader';
import { Panel } from '@web/ui/Panel';
import { StateBadge, type Tone } from '@web/ui/StateBadge';
import { useState } from 'react';
import { Accesses } from './Accesses';
import { ConsentDialog } from './ConsentDialog';
import { EndConsent } from './EndConsent';
import { useConsents } from './useConsents';

const TONES: Record<Consent['state'], Tone> = {
  LIVE: 'warn',
  REVOKED: 'neutral',
  REPLACED: 'neutral',
  EXPIRED: 'neutral',
  COMPANY_CLOSED: 'neutral',
};

const COLUMNS: readonly ListingColumn<Consent>[] = [
  { label: 'support.reason', cell: (row) => row.reason },
  { label: 'support.level', cell: (row, { enumLabel }) => enumLabel('supportLevel', row.level) },
  { label: 'support.givenBy', cell: (row) => row.grantedBy?.name },
  { label: 'support.from', cell: (row, format) => format.dateTime(row.createdAt) },
  { label: 'support.until', cell: (row, format) => format.dateTime(row.endedAt ?? row.expiresAt) },
  {
    label: 'fields.status',
    cell: (row, { enumLabel }) => (
      <StateBadge tone={TONES[row.state]}>{enumLabel('consentState', row.state)}</StateBadge>
    ),
  },
  { label: 'support.cameIn', cell: (row) => <Accesses accesses={row.accesses} /> },
];

const isLiving = ({ state }: Consent) => state === 'LIVE';

/** To what the company lets the operator's support in, and what became of it. */
export function Component() {
  const t = useT();
  const query = useConsents();
  const [giving, setGiving] = useState(false);
  const [ending, setEnding] = useState<Consent | null>(null);
  return (
    <>
      <PageHeader title={t('support.title')} hint={t('support.hint')} />
      <Panel
        title={t('support.consents')}
        hint={t('support.consentsText')}
        actions={
          <Button size="xs" onClick={() => setGiving(true)}>
            {t('support.letIn')}
          </Button>
        }
      >
        <Listing
          label={t('support.consents')}
          query={query}
          rowKey={(row) => row.id}
          columns={COLUMNS}
          empty={{ icon: 'support', title: t('support.none'), text: t('support.noneText') }}
          actions={(row) =>
            isLiving(row) && (
              <Button
                size="compact-xs"
                variant="default"
                aria-label={t('support.endNamed', { reason: row.reason })}
                onClick={() => setEnding(row)}
              >
                {t('support.end')}
              </Button>
            )
          }
        />
      </Panel>
      {giving && <ConsentDialog replaces={query.data?.some(isLiving) ?? false} onClose={() => setGiving(false)} />}
      {ending && <EndConsent consent={ending} onClose={() => setEnding(null)} />}
    </>
  );
}
