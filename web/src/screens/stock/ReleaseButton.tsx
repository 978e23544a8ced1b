import type { Reservation } from '@contract';
import { Button } from '@mantine/core';
import { ConfirmDialog } from '@web/form/ConfirmDialog';
import { useFormat } from '@web/format/useFormat';
import { tellDone } from '@web/ui/tell';
import { useState } from 'react';
import { useReservationCalls } from './reservations';

/** Gives what is promised free again, once it was said what that does. */
export function ReleaseButton({ reservation }: { reservation: Reservation }) {
  const { t, quantity } = useFormat();
  const calls = useReservationCalls();
  const [asked, setAsked] = useState(false);
  const { id, reference, quantityOpen, unit } = reservation;
  const open = quantity(quantityOpen, unit);
  const name = reference ?? open;
  return (
    <>
      <Button
        size="compact-xs"
        variant="default"
        aria-label={`${t('stock.release')}: ${name}`}
        onClick={() => setAsked(true)}
      >
        {t('stock.release')}
      </Button>
      {asked && (
        <ConfirmDialog
          title={t('stock.releaseTitle', { name })}
          text={t('stock.releaseText', { quantity: open })}
          submitLabel={t('stock.release')}
          onClose={() => setAsked(false)}
          onSubmit={async () => {
            await calls.release(id);
            tellDone(t('stock.released', { quantity: open }));
          }}
        />
      )}
    </>
  );
}
