import type { InvitationLook } from '@contract';
import { Button, Loader, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ProblemAlert } from '@web/form/ProblemAlert';
import { useFields } from '@web/form/useFields';
import { useSubmit } from '@web/form/useSubmit';
import { useFormat } from '@web/format/useFormat';
import { send } from '@web/http/send';
import { useT } from '@web/i18n';
import { acceptInvitation } from '@web/session/session';
import { useSession } from '@web/session/useSession';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { JoinForm } from './JoinForm';
import { LinkPage, useLinkToken } from './LinkPage';

/** What an invitation leads to: who invites, and joining with the account that is signed in, or with a new one. */
export function Component() {
  const t = useT();
  const token = useLinkToken();
  const [declined, setDeclined] = useState(false);
  const look = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => send<InvitationLook>('/invitations/look', { method: 'POST', body: { token } }),
    enabled: token !== null,
    retry: false,
  });
  return (
    <LinkPage title={t('session.invitationTitle')} token={token} done={declined && t('session.declined')}>
      {look.isPending && <Loader type="dots" role="status" aria-label={t('common.loading')} />}
      <ProblemAlert problem={look.error ? { error: look.error, loose: [] } : null} />
      {look.data && <Answer token={token ?? ''} look={look.data} onDeclined={() => setDeclined(true)} />}
    </LinkPage>
  );
}

type AnswerProps = { token: string; look: InvitationLook; onDeclined: () => void };

function Answer({ token, look, onDeclined }: AnswerProps) {
  const { t, enumLabel } = useFormat();
  const session = useSession();
  const navigate = useNavigate();
  const fields = useFields({ firstName: '', lastName: '', password: '' });
  const { busy, problem, submit } = useSubmit(fields);
  const join = (more: Record<string, string>) =>
    void submit(async () => {
      await acceptInvitation({ token, ...more });
      await navigate('/');
    });
  const decline = () =>
    void submit(async () => {
      await send('/invitations/decline', { method: 'POST', body: { token } });
      onDeclined();
    });
  const { company, role, address } = look;
  return (
    <Stack gap="md">
      <ProblemAlert problem={problem} />
      <Text>{t('session.invitedTo', { company, role: enumLabel('role', role), address })}</Text>
      {session.status === 'in' ? (
        <Button size="md" loading={busy} onClick={() => join({})}>
          {t('session.joinAs', { name: `${session.user.firstName} ${session.user.lastName}` })}
        </Button>
      ) : (
        <JoinForm fields={fields} busy={busy} onJoin={() => join(fields.values)} />
      )}
      <Button variant="subtle" disabled={busy} onClick={decline}>
        {t('session.decline')}
      </Button>
      {session.status !== 'in' && <Text c="dimmed">{t('session.haveAccountJoin')}</Text>}
    </Stack>
  );
}
