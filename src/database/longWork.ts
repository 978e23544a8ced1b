import { config } from '@/config';
import { RateLimited } from '@/lib/refusal';

/**
 * Work that holds one of a company's connections for long, such as a file of a whole list. In a process a company has one
 * connection less than all of its own for it, so that its other requests go on.
 */

/** How long somebody waits for their turn. */
const PATIENCE_MS = 20_000;
const MOST_WAITING = 100;
const RETRY_AFTER_S = 10;

type Queue = { running: number; readonly waiting: Set<() => void> };
const queues = new Map<string, Queue>();

/** Waits for a turn; what is answered ends it, and may be called again. Throws RATE_LIMITED. */
export async function longTurn(tenantId: string): Promise<() => void> {
  const queue = queues.get(tenantId) ?? { running: 0, waiting: new Set() };
  queues.set(tenantId, queue);
  if (queue.running < Math.max(1, config().DB_TENANT_MAX_CONNECTIONS - 1)) queue.running += 1;
  else await wait(queue);
  let ended = false;
  return () => {
    if (ended) return;
    ended = true;
    end(tenantId, queue);
  };
}

function wait({ waiting }: Queue): Promise<void> {
  if (waiting.size >= MOST_WAITING) throw busy();
  return new Promise((resolve, reject) => {
    const begin = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(() => {
      waiting.delete(begin);
      reject(busy());
    }, PATIENCE_MS);
    waiting.add(begin);
  });
}

/** Whoever ends hands the turn over, so that nobody slips in between. */
function end(tenantId: string, queue: Queue): void {
  const [next] = queue.waiting;
  if (next) {
    queue.waiting.delete(next);
    next();
    return;
  }
  queue.running -= 1;
  if (queue.running === 0) queues.delete(tenantId);
}

const busy = () =>
  new RateLimited('Other files of this company are being read or written. Try again in a moment.', RETRY_AFTER_S);
