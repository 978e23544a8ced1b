import type { MESSAGE_CHANNELS } from '@contract';
import { Button, Group, TextInput } from '@mantine/core';
import { useWindowEvent } from '@mantine/hooks';
import { ProblemAlert } from '@web/form/ProblemAlert';
import { useFields } from '@web/form/useFields';
import { useSubmit } from '@web/form/useSubmit';
import { api } from '@web/http/api';
import { useT } from '@web/i18n';
import { readPersonAnew } from '@web/session/person';
import { useSignedIn } from '@web/session/useSession';
import { Panel } from '@web/ui/Panel';
import { StateBadge } from '@web/ui/StateBadge';
import { tellDone } from '@web/ui/tell';
import { useState } from 'react';
import classes from './Account.module.css';

type Channel = (typeof MESSAGE_CHANNELS)[number];

/** E-mail address and phone number, and showing that one reads what is sent there. */
export function Addresses() {
  const t = useT();
  const { user } = useSignedIn();
  const open = (user.email !== null && !user.emailVerified) || (user.phone !== null && !user.phoneVerified);
  // The link of an e-mail is opened in another tab.
  useWindowEvent('focus', () => {
    if (open) readPersonAnew().catch(() => undefined);
  });
  return (
    <Panel title={t('account.addresses')} hint={t('account.addressesText')}>
      {user.email !== null && <Address channel="EMAIL" address={user.email} verified={user.emailVerified} />}
      {user.phone !== null && <Address channel="SMS" address={user.phone} verified={user.phoneVerified} />}
    </Panel>
  );
}

type Props = { channel: Channel; address: string; verified: boolean };

function Address({ channel, address, verified }: Props) {
  const t = useT();
  const [sent, setSent] = useState(false);
  const { busy, problem, submit } = useSubmit(useFields({}));
  const send = () =>
    void submit(async () => {
      await api<void>('/auth/verify/send', { method: 'POST', body: { channel } });
      setSent(true);
      tellDone(t(channel === 'EMAIL' ? 'account.linkSent' : 'account.codeSent'));
    });
  return (
    <>
      <div className={classes.address}>
        <span className={classes.value}>{address}</span>
        <StateBadge tone={verified ? 'good' : 'warn'}>
          {t(verified ? 'account.confirmed' : 'account.notConfirmed')}
        </StateBadge>
        {!verified && (
          <Button size="xs" variant="default" loading={busy} onClick={send}>
            {t(channel === 'EMAIL' ? 'account.sendLink' : 'account.sendCode')}
          </Button>
        )}
      </div>
      <ProblemAlert problem={problem} />
      {sent && !verified && channel === 'SMS' && <PhoneCode />}
    </>
  );
}

function PhoneCode() {
  const t = useT();
  const fields = useFields({ code: '' });
  const { busy, problem, submit } = useSubmit(fields);
  const confirm = async () => {
    const code = fields.values.code.replaceAll(' ', '');
    await api<void>('/auth/verify/code', { method: 'POST', body: { code } });
    tellDone(t('session.verified'));
    await readPersonAnew();
  };
  return (
    <form
      ref={fields.form}
      className={classes.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit(confirm);
      }}
    >
      <ProblemAlert problem={problem} />
      <Group gap="xs" align="flex-end">
        <TextInput
          {...fields.bind('code')}
          label={t('account.codeOfMessage')}
          autoComplete="one-time-code"
          inputMode="numeric"
          autoFocus
        />
        <Button type="submit" loading={busy}>
          {t('session.confirmAddress')}
        </Button>
      </Group>
    </form>
  );
}
