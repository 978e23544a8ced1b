import { LRUCache } from 'lru-cache';
import { log } from '@/observability/log';

const NOTED_MS = 60_000;
const MOST_REMEMBERED = 10_000;

/**
 * Writes down by `touch` that something was used, once a minute at most for an id in this process. Nobody waits for it: what it
 * could not be written for is noted with the next use. `what` is for the log.
 */
export function notingUse(what: string, touch: (id: string) => Promise<void>): (id: string) => void {
  const noted = new LRUCache<string, true>({ max: MOST_REMEMBERED, ttl: NOTED_MS });
  return (id) => {
    if (noted.has(id)) return;
    noted.set(id, true);
    touch(id).catch((error: unknown) => {
      noted.delete(id);
      log().warn({ err: error, id }, `the use of ${what} could not be noted`);
    });
  };
}
