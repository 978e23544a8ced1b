import type { OwnershipOffer } from '@contract';
import { Button, Group, Skeleton, Text } from '@mantine/core';
import { useFormat } from '@web/format/useFormat';
import { useOwnership, useOwnershipCalls } from '@web/ownership/useOwnership';
import { ErrorState } from '@web/ui/ErrorState';
import { Panel } from '@web/ui/Panel';
import { StateBadge, type Tone } from '@web/ui/StateBadge';
import { tellDone, tellFailed } from '@web/ui/tell';
import { useState } from 'react';
import { OfferDialog } from './OfferDialog';

const TONES: Record<OwnershipOffer['state'], Tone> = {
  OPEN: 'active',
  ACCEPTED: 'good',
  DECLINED: 'neutral',
  WITHDRAWN: 'neutral',
  LAPSED: 'warn',
};

/** For owners: handing the company over, and what became of the newest offer. */
export function OwnershipPanel() {
  const { t } = useFormat();
  const query = useOwnership();
  const [offering, setOffering] = useState(false);
  const open = query.data?.state === 'OPEN';
  return (
    <Panel
      title={t('ownership.title')}
      hint={t('ownership.hint')}
      actions={
        query.isSuccess &&
        !open && (
          <Button size="xs" variant="default" onClick={() => setOffering(true)}>
            {t('ownership.handOver')}
          </Button>
        )
      }
    >
      {query.isPending && <Skeleton height={24} width="50%" role="status" aria-label={t('common.loading')} />}
      {query.isError && query.data === undefined && (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.data === null && (
        <Text size="sm" c="dimmed">
          {t('ownership.none')}
        </Text>
      )}
      {query.data && <Offer offer={query.data} />}
      {offering && <OfferDialog onClose={() => setOffering(false)} />}
    </Panel>
  );
}

function Offer({ offer }: { offer: OwnershipOffer }) {
  const { t, enumLabel, dateTime } = useFormat();
  const open = offer.state === 'OPEN';
  const role = enumLabel('role', offer.giverBecomes);
  return (
    <>
      <Group gap="xs">
        <Text size="sm" fw={560}>
          {t('ownership.offer', { from: offer.from.name, to: offer.to.name, at: dateTime(offer.createdAt) })}
        </Text>
        <StateBadge tone={TONES[offer.state]}>{enumLabel('ownershipState', offer.state)}</StateBadge>
        {open && <Withdraw offer={offer} />}
      </Group>
      {open && (
        <Text size="sm" c="dimmed" mt={4}>
          {t('ownership.outcome', { name: offer.from.name, role })}{' '}
          {t('ownership.openUntil', { at: dateTime(offer.expiresAt) })}
        </Text>
      )}
    </>
  );
}

function Withdraw({ offer }: { offer: OwnershipOffer }) {
  const { t } = useFormat();
  const calls = useOwnershipCalls();
  const [busy, setBusy] = useState(false);
  const withdraw = async () => {
    setBusy(true);
    try {
      await calls.withdraw();
      tellDone(t('ownership.withdrawn', { name: offer.to.name }));
    } catch (error) {
      tellFailed(error);
    }
    setBusy(false);
  };
  return (
    <Button size="compact-xs" variant="default" loading={busy} onClick={() => void withdraw()}>
      {t('ownership.withdraw')}
    </Button>
  );
}
