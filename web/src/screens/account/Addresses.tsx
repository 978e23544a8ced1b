import type { MESSAGE_CHANNELS } from '@contract';
import { Button } from '@mantine/core';
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
import { NewAddress } from './NewAddress';
import { PhoneCode } from './PhoneCode';

type Channel = (typeof MESSAGE_CHANNELS)[number];

/** E-mail address and phone number, showing that one reads what is sent there, and having other ones. */
export function Addresses() {
  const t = useT();
  const { user } = useSignedIn();
  // The link of an e-mail is opened in another tab.
  useWindowEvent('focus', () => {
    readPersonAnew().catch(() => undefined);
  });
  return (
    <Panel title={t('account.addresses')} hint={t('account.addressesText')}>
      <Address channel="EMAIL" address={user.email} verified={user.emailVerified} />
      <Address channel="SMS" address={user.phone} verified={user.phoneVerified} />
    </Panel>
  );
}

type Props = { channel: Channel; address: string | null; verified: boolean };

function Address({ channel, address, verified }: Props) {
  const t = useT();
  const [codeSent, setCodeSent] = useState(false);
  const [changing, setChanging] = useState(false);
  const { busy, problem, submit } = useSubmit(useFields({}));
  const isEmail = channel === 'EMAIL';
  const phoneWord = address === null ? 'account.addPhone' : 'account.changePhone';
  const told = () => {
    if (!isEmail) setCodeSent(true);
    tellDone(t(isEmail ? 'account.linkSent' : 'account.codeSent'));
  };
  const send = () =>
    void submit(async () => {
      await api<void>('/auth/verify/send', { method: 'POST', body: { channel } });
      told();
    });
  return (
    <>
      <div className={classes.address}>
        <span className={classes.value}>{address ?? t(isEmail ? 'account.noEmail' : 'account.noPhone')}</span>
        {address !== null && (
          <StateBadge tone={verified ? 'good' : 'warn'}>
            {t(verified ? 'account.confirmed' : 'account.notConfirmed')}
          </StateBadge>
        )}
        {address !== null && !verified && (
          <Button size="xs" variant="default" loading={busy} onClick={send}>
            {t(isEmail ? 'account.sendLink' : 'account.sendCode')}
          </Button>
        )}
        <Button size="xs" variant="default" onClick={() => setChanging(true)}>
          {t(isEmail ? 'account.changeEmail' : phoneWord)}
        </Button>
      </div>
      <ProblemAlert problem={problem} />
      {codeSent && <PhoneCode onDone={() => setCodeSent(false)} />}
      {changing && <NewAddress isEmail={isEmail} onSent={told} onClose={() => setChanging(false)} />}
    </>
  );
}
