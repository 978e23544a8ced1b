import { LeaveDialog } from '@web/form/LeaveDialog';
import { hasUnsaved } from '@web/session/unsaved';
import { useState } from 'react';

/** Runs something that drops the page at once, unless a form holds unsaved changes: then it asks first. */
export function useCarefully() {
  const [waiting, setWaiting] = useState<(() => void) | null>(null);
  const carefully = (work: () => void) => (hasUnsaved() ? setWaiting(() => work) : work());
  const dialog = (
    <LeaveDialog
      opened={waiting !== null}
      onStay={() => setWaiting(null)}
      onLeave={() => {
        setWaiting(null);
        waiting?.();
      }}
    />
  );
  return { carefully, dialog };
}
