import * as keys from '@/auth/sessions/keys';
import type { KeptKey } from '@/auth/sessions/keys.repo';
import { minute, type Output, table } from './output';

/** What `lavoro keys list` says. */
export async function listKeys(): Promise<Output> {
  const kept = await keys.listKeys();
  const rows = kept.map((key) => ({ kid: key.kid, state: stateOf(key), createdAt: key.createdAt }));
  const lines = rows.map(({ kid, state, createdAt }) => [kid, state, minute(createdAt)]);
  return {
    json: rows,
    text: table(['key', 'state', 'made'], lines, 'There are no keys yet: the server makes one when it starts.'),
  };
}

/** What `lavoro keys rotate` does. */
export async function rotateKeys(): Promise<Output> {
  const { kid, signsInS } = await keys.rotateKeys();
  return {
    json: { kid, signsInS },
    text: `The key ${kid} signs in ${signsInS} seconds; tokens of the one before stay good until they end.`,
  };
}

/** What `lavoro keys block` does. */
export async function blockKey(kid: string): Promise<Output> {
  await keys.blockKey(kid);
  return { json: { kid, blocked: true }, text: `Nothing that the key ${kid} has signed is accepted any more.` };
}

function stateOf({ blocked, signsInMs, retiresInMs }: KeptKey): 'blocked' | 'published' | 'signing' | 'retiring' {
  if (blocked) return 'blocked';
  if (signsInMs > 0) return 'published';
  return retiresInMs === null ? 'signing' : 'retiring';
}
