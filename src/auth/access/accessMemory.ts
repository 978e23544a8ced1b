import { LRUCache } from 'lru-cache';
import { type Change, changeHash } from '@/database/changes';
import { databaseManager } from '@/database/connection';
import { MAX_AGE_MS, outdate } from './sharedAccess';

const MOST_REMEMBERED = 20_000;

/** What is remembered belongs to a person, and mostly to a company: a change of either makes it forgotten. */
type Owned = { readonly userId: string; readonly tenantId: string | null };
/** What was found, and for how many milliseconds it may be used. */
type Found<T> = { readonly value: T; readonly leftMs: number };
type Entry<T> = { readonly value: T; readonly hashes: Readonly<Record<'user' | 'tenant', string>> };

const memories = new Set<(change: Change) => void>();

/**
 * Remembers what was found under an id until that id, its person or its company changes, which other processes say, and
 * never longer than five seconds. What was read while a change arrived is not remembered.
 */
export class AccessMemory<T extends Owned> {
  /** By the hash of the id, as changes name it. */
  readonly #entries = new LRUCache<string, Entry<T>>({ max: MOST_REMEMBERED, ttl: MAX_AGE_MS });
  #changes = 0;

  constructor() {
    memories.add((change) => this.#forget(change));
  }

  /** What `find` answers for the id, or has answered lately. */
  async recall(id: string, find: (id: string) => Promise<Found<T> | undefined>): Promise<T | undefined> {
    const key = changeHash(id);
    const known = this.#entries.get(key);
    if (known) return known.value;
    databaseManager.onChange(forgetChanged);
    const before = this.#changes;
    const found = await find(id);
    if (!found) return undefined;
    const { value, leftMs } = found;
    if (this.#changes === before) this.#entries.set(key, { value, hashes: hashesOf(value) }, { ttl: leftMs });
    return value;
  }

  #forget(change: Change): void {
    this.#changes += 1;
    if (change.kind === 'all') this.#entries.clear();
    else if (change.kind === 'session') this.#entries.delete(change.hash);
    else if (change.kind !== 'keys')
      for (const [key, { hashes }] of this.#entries.entries())
        if (hashes[change.kind] === change.hash) this.#entries.delete(key);
  }
}

/** Makes whatever a change concerns be read afresh. */
export function forgetChanged(change: Change): void {
  outdate(change);
  for (const forget of memories) forget(change);
}

const hashesOf = ({ userId, tenantId }: Owned) => ({
  user: changeHash(userId),
  tenant: tenantId === null ? '' : changeHash(tenantId),
});
