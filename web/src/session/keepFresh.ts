import { refreshSession } from './session';
import { watchSession } from './store';
import { tokenEndsSoon, untilRenewalMs } from './token';

/** Renews the token shortly before its end while the tab is looked at; a hidden tab renews when it is looked at again. */
export function keepSessionFresh() {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const renew = () => {
    if (document.visibilityState === 'visible') refreshSession().catch(() => undefined);
  };
  const plan = () => {
    clearTimeout(timer);
    const wait = untilRenewalMs();
    if (wait !== null) timer = setTimeout(renew, Math.max(wait, 5000));
  };
  watchSession(plan);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && tokenEndsSoon()) renew();
  });
  plan();
}
