/** What the tabs of one browser tell each other about the session they share by cookie. */

type Word = { userId: string | null; tenantId: string | null };

const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('lavoro-session');

export function tellOtherTabs(word: Word) {
  channel?.postMessage(word);
}

export function hearOtherTabs(listener: (word: Word) => void) {
  channel?.addEventListener('message', (event: MessageEvent<Word>) => listener(event.data));
}

/**
 * Runs `work` while no other tab changes the session. A refresh token is good for one use, so two tabs must never send
 * the same one. Browsers give locks to secure pages only; elsewhere the tabs take their chance.
 */
export function alone<T>(work: () => Promise<T>): Promise<T> {
  if (!('locks' in navigator) || !navigator.locks) return work();
  return navigator.locks.request('lavoro-refresh', work) as Promise<T>;
}
