import { asSuperuser } from './database';

type Event = { readonly kind: string; readonly detail: Record<string, unknown> | null };

/** What was recorded of somebody's safety, oldest first. */
export const eventsOf = (userId: string) =>
  asSuperuser<Event>('SELECT kind, detail FROM security_events WHERE user_id = $1 ORDER BY id', [userId]);

/** Only their kinds, with the reason where there is one. */
export const kindsOf = async (userId: string) =>
  (await eventsOf(userId)).map(({ kind, detail }) => [kind, detail?.reason].filter(Boolean).join(' '));

/** How many events of an address there are, by kind. */
export async function eventsFrom(address: string): Promise<Record<string, number>> {
  const rows = await asSuperuser<{ kind: string; count: number }>(
    'SELECT kind, count(*)::int AS count FROM security_events WHERE ip_address = $1 GROUP BY kind',
    [address],
  );
  return Object.fromEntries(rows.map(({ kind, count }) => [kind, count]));
}
