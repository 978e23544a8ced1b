import type { Invitation } from '@contract';
import { Button, Group } from '@mantine/core';
import { useFormat } from '@web/format/useFormat';
import { Places } from '@web/record/Places';
import { Icon } from '@web/ui/Icon';
import { Listing, type ListingColumn } from '@web/ui/Listing';
import { Panel } from '@web/ui/Panel';
import { StateBadge, type Tone } from '@web/ui/StateBadge';
import { tellDone, tellFailed } from '@web/ui/tell';
import { useState } from 'react';
import { InviteDialog } from './InviteDialog';
import { useInvitationCalls, useInvitations } from './useInvitations';

const TONES: Record<Invitation['state'], Tone> = {
  OPEN: 'active',
  ACCEPTED: 'good',
  DECLINED: 'neutral',
  REVOKED: 'neutral',
  EXPIRED: 'warn',
};

const addressOf = ({ email, phone }: Invitation) => email ?? phone ?? '';

const COLUMNS: readonly ListingColumn<Invitation>[] = [
  { label: 'people.address', cell: addressOf },
  { label: 'people.role', cell: (row, { enumLabel }) => enumLabel('role', row.role) },
  { label: 'access.places', cell: (row) => <Places ids={row.locationIds.length > 0 ? row.locationIds : null} /> },
  {
    label: 'fields.status',
    cell: (row, { enumLabel }) => (
      <StateBadge tone={TONES[row.state]}>{enumLabel('invitationState', row.state)}</StateBadge>
    ),
  },
  { label: 'people.invitedBy', cell: (row) => row.invitedBy?.name },
  { label: 'people.goodUntil', cell: (row, format) => format.dateTime(row.expiresAt) },
];

/** Who is invited, and what can be done about it while there is no answer. */
export function Invitations() {
  const { t } = useFormat();
  const query = useInvitations();
  const [inviting, setInviting] = useState(false);
  return (
    <Panel
      title={t('people.invitations')}
      hint={t('people.invitationsText')}
      actions={
        <Button size="xs" leftSection={<Icon name="plus" size={16} />} onClick={() => setInviting(true)}>
          {t('people.invite')}
        </Button>
      }
    >
      <Listing
        label={t('people.invitations')}
        query={query}
        rowKey={(row) => row.id}
        columns={COLUMNS}
        empty={{ icon: 'people', title: t('people.noInvitations'), text: t('people.noInvitationsText') }}
        actions={(row) => <Actions invitation={row} />}
      />
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
    </Panel>
  );
}

function Actions({ invitation }: { invitation: Invitation }) {
  const { t } = useFormat();
  const calls = useInvitationCalls();
  const [busy, setBusy] = useState(false);
  const address = addressOf(invitation);
  if (invitation.state !== 'OPEN' && invitation.state !== 'EXPIRED') return null;

  const run = async (work: Promise<unknown>, done: string) => {
    setBusy(true);
    try {
      await work;
      tellDone(done);
    } catch (error) {
      tellFailed(error);
    }
    setBusy(false);
  };
  const button = { size: 'compact-xs', variant: 'default', disabled: busy } as const;
  return (
    <Group gap={4} justify="flex-end" wrap="nowrap">
      <Button
        {...button}
        aria-label={t('people.resendTo', { address })}
        onClick={() => void run(calls.resend(invitation), t('people.sentTo', { address }))}
      >
        {t('people.resend')}
      </Button>
      <Button
        {...button}
        aria-label={t('people.revokeOf', { address })}
        onClick={() => void run(calls.revoke(invitation), t('people.revokedOf', { address }))}
      >
        {t('people.revoke')}
      </Button>
    </Group>
  );
}
