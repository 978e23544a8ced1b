import { Button } from '@mantine/core';
import { useT } from '@web/i18n';
import { useSignedIn } from '@web/session/useSession';
import { Panel } from '@web/ui/Panel';
import { StateBadge } from '@web/ui/StateBadge';
import { useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { Enrolment } from './Enrolment';
import { RecoveryCodes } from './RecoveryCodes';
import { NewCodes, TurnOff } from './SecondFactorDialogs';

type Doing = 'turnOn' | 'newCodes' | 'turnOff' | null;

/** Whether signing in takes a code, and what can be done about it. */
export function SecondFactor() {
  const t = useT();
  const { user } = useSignedIn();
  const [doing, setDoing] = useState<Doing>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const leadBack = useLeadBack();
  const stop = () => setDoing(null);
  const kept = () => {
    setCodes(null);
    leadBack();
  };
  const idle = doing !== 'turnOn' && codes === null;
  const button = (what: Doing & string) => (
    <Button size="xs" variant="default" onClick={() => setDoing(what)}>
      {t(`account.${what}`)}
    </Button>
  );
  return (
    <Panel
      title={t('account.secondFactor')}
      hint={t('account.secondFactorText')}
      actions={
        <StateBadge tone={user.totpEnabled ? 'good' : 'neutral'}>
          {t(user.totpEnabled ? 'account.isOn' : 'account.isOff')}
        </StateBadge>
      }
    >
      {idle && !user.totpEnabled && button('turnOn')}
      {idle && user.totpEnabled && (
        <Button.Group>
          {button('newCodes')}
          {button('turnOff')}
        </Button.Group>
      )}
      {doing === 'turnOn' && (
        <Enrolment
          onCancel={stop}
          onDone={(made) => {
            stop();
            setCodes(made);
          }}
        />
      )}
      {codes && <RecoveryCodes codes={codes} onKept={kept} />}
      {doing === 'newCodes' && <NewCodes onClose={stop} onMade={setCodes} />}
      {doing === 'turnOff' && <TurnOff onClose={stop} />}
    </Panel>
  );
}

/** Back to the screen that could not be seen without a second factor, for who came from there. */
function useLeadBack() {
  const navigate = useNavigate();
  const state: unknown = useLocation().state;
  return () => {
    if (typeof state !== 'object' || state === null || !('back' in state)) return;
    if (typeof state.back === 'string') void navigate(state.back, { replace: true });
  };
}
