import type { SessionRecord } from '@contract';
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { FormDialog } from '@web/form/FormDialog';
import { useFields } from '@web/form/useFields';
import { useProof } from '@web/form/useProof';
import { api } from '@web/http/api';
import { useT } from '@web/i18n';
import type { Translate } from '@web/i18n/dictionary';
import { Listing, type ListingColumn } from '@web/ui/Listing';
import { Panel } from '@web/ui/Panel';
import { StateBadge } from '@web/ui/StateBadge';
import { tellDone, tellFailed } from '@web/ui/tell';
import { useState } from 'react';
import { knownDevice } from './device';
import { SESSIONS_KEY, useSessions } from './useSessions';

const COLUMNS: readonly ListingColumn<SessionRecord>[] = [
  { label: 'account.device', cell: (row) => <Device session={row} /> },
  { label: 'account.place', cell: (row) => row.ipAddress },
  { label: 'session.company', cell: (row) => row.tenant?.name },
  { label: 'account.lastSeen', cell: (row, format) => format.dateTime(row.lastSeenAt) },
];

/** Where the person is signed in, and the end of it. */
export function Sessions() {
  const t = useT();
  const client = useQueryClient();
  const query = useSessions();
  const [ending, setEnding] = useState<string | null>(null);
  const [endingOthers, setEndingOthers] = useState(false);
  const refresh = () => client.invalidateQueries({ queryKey: SESSIONS_KEY });
  const { proving, dialog } = useProof();
  const others = query.data?.some(({ current }) => !current) ?? false;

  const end = async (id: string) => {
    setEnding(id);
    try {
      await proving(async () => {
        await api<void>(`/auth/sessions/${id}`, { method: 'DELETE' });
        tellDone(t('account.sessionEnded'));
        await refresh();
      });
    } catch (error) {
      tellFailed(error);
      await refresh();
    }
    setEnding(null);
  };
  const endOthers = () =>
    proving(async () => {
      const { ended } = await api<{ ended: number }>('/auth/sessions', { method: 'DELETE' });
      tellDone(t('account.othersEnded', { count: ended }));
      await refresh();
    });
  return (
    <Panel
      title={t('account.sessions')}
      hint={t('account.sessionsText')}
      actions={
        others && (
          <Button size="xs" variant="default" onClick={() => setEndingOthers(true)}>
            {t('account.endOthers')}
          </Button>
        )
      }
    >
      <Listing
        label={t('account.sessions')}
        query={query}
        rowKey={(row) => row.id}
        columns={COLUMNS}
        empty={{ icon: 'screen', title: t('account.noSessions'), text: t('account.noSessionsText') }}
        actions={(row) =>
          !row.current && (
            <Button
              size="compact-xs"
              variant="default"
              loading={ending === row.id}
              aria-label={t('account.endNamed', { device: deviceName(row, t) })}
              onClick={() => void end(row.id)}
            >
              {t('account.end')}
            </Button>
          )
        }
      />
      {endingOthers && <EndOthers onClose={() => setEndingOthers(false)} onEnd={endOthers} />}
      {dialog}
    </Panel>
  );
}

function deviceName({ device }: SessionRecord, t: Translate): string {
  if (device === null) return t('account.unknownDevice');
  const known = knownDevice(device);
  return known ? t('account.deviceOn', known) : device;
}

function Device({ session }: { session: SessionRecord }) {
  const t = useT();
  return (
    <>
      <span title={session.device ?? ''}>{deviceName(session, t)}</span>{' '}
      {session.current && <StateBadge tone="active">{t('account.thisOne')}</StateBadge>}
    </>
  );
}

function EndOthers({ onClose, onEnd }: { onClose: () => void; onEnd: () => Promise<void> }) {
  const t = useT();
  const fields = useFields({});
  return (
    <FormDialog
      title={t('account.endOthers')}
      submitLabel={t('account.endThem')}
      fields={fields}
      onClose={onClose}
      onSubmit={onEnd}
    >
      {t('account.endOthersText')}
    </FormDialog>
  );
}
