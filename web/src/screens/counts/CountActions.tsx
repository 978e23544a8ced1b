import { COUNT_STATES, type Count } from '@contract';
import { Button } from '@mantine/core';
import { ConfirmDialog } from '@web/form/ConfirmDialog';
import { useT } from '@web/i18n';
import { useCan } from '@web/session/useSession';
import { tellDone, tellFailed } from '@web/ui/tell';
import { useState } from 'react';
import { differing } from './differences';
import { useCountCalls } from './useCountCalls';

type Asked = 'approve' | 'cancel';

/** What may be done with a count in its state by whoever looks at it; it is handed in where it is entered. */
export function CountActions({ count }: { count: Count }) {
  const t = useT();
  const can = useCan();
  const calls = useCountCalls();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [busy, setBusy] = useState(false);
  const { id, number } = count;
  const may = (action: keyof typeof COUNT_STATES.actions) => {
    const { from, permission } = COUNT_STATES.actions[action];
    return (from as readonly string[]).includes(count.status) && can(permission);
  };
  const reopen = async () => {
    setBusy(true);
    try {
      await calls.act(id, 'reopen');
      tellDone(t('stock.reopened', { number }));
    } catch (error) {
      tellFailed(error);
    }
    setBusy(false);
  };
  const close = () => setAsked(null);
  return (
    <>
      {may('approve') && (
        <Button size="xs" onClick={() => setAsked('approve')}>
          {t('stock.approve')}
        </Button>
      )}
      {may('reopen') && (
        <Button size="xs" variant="default" loading={busy} onClick={() => void reopen()}>
          {t('stock.reopen')}
        </Button>
      )}
      {may('cancel') && (
        <Button size="xs" variant="default" onClick={() => setAsked('cancel')}>
          {t('stock.cancelCount')}
        </Button>
      )}
      {asked === 'approve' && (
        <ConfirmDialog
          title={t('stock.approveTitle', { number })}
          text={t('stock.approveText', { count: differing(count.lines).length })}
          submitLabel={t('stock.approve')}
          onClose={close}
          onSubmit={async () => {
            await calls.act(id, 'approve');
            tellDone(t('stock.approved', { number }));
          }}
        />
      )}
      {asked === 'cancel' && (
        <ConfirmDialog
          title={t('stock.cancelTitle', { number })}
          text={t('stock.cancelText')}
          submitLabel={t('stock.cancelCount')}
          tone="danger"
          onClose={close}
          onSubmit={async () => {
            await calls.act(id, 'cancel');
            tellDone(t('stock.cancelled', { number }));
          }}
        />
      )}
    </>
  );
}
