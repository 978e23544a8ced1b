import { markUnsaved } from '@web/session/unsaved';
import { useEffect, useId } from 'react';
import { useBlocker } from 'react-router';
import { LeaveDialog } from './LeaveDialog';

/** Holds on to a form with unsaved changes: links, the back button, a closed tab, a company switch. */
export function LeaveGuard({ dirty }: { dirty: boolean }) {
  const id = useId();
  const blocker = useBlocker(({ currentLocation, nextLocation }) => {
    return dirty && currentLocation.pathname !== nextLocation.pathname;
  });

  useEffect(() => {
    markUnsaved(id, dirty);
    return () => markUnsaved(id, false);
  }, [id, dirty]);

  useEffect(() => {
    if (!dirty) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [dirty]);

  return (
    <LeaveDialog
      opened={blocker.state === 'blocked'}
      onStay={() => blocker.reset?.()}
      onLeave={() => blocker.proceed?.()}
    />
  );
}
