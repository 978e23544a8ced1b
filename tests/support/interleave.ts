import { gateStatements } from './statements';

/** Milliseconds after which a statement is taken to wait for another one's lock: only how many orders are tried hangs on it. */
const BLOCKED_MS = 8;

type Waiting = () => Promise<unknown>;

/**
 * Runs several works of the control plane at once and decides which sends its next statement: `choose` picks one of so
 * many. Where the one that was picked waits for a lock, the others go on.
 */
export async function interleaved<T>(
  works: readonly (() => Promise<T>)[],
  choose: (of: number) => number,
): Promise<T[]> {
  const waiting: Waiting[] = [];
  let wake = () => {};
  gateStatements(
    (send) =>
      new Promise((resolve, reject) => {
        waiting.push(async () => {
          const answer = send();
          answer.then(resolve, reject);
          await Promise.race([answer.catch(() => undefined), pause()]);
        });
        wake();
      }),
  );
  let running = true;
  const pump = async () => {
    while (running) {
      if (waiting.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        // Whoever comes next in the same turn is there to be chosen, too.
        await new Promise((resolve) => setImmediate(resolve));
        continue;
      }
      const [next] = waiting.splice(choose(waiting.length), 1);
      await next?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const pumping = pump();
  try {
    return await Promise.all(works.map((work) => work()));
  } finally {
    running = false;
    wake();
    await pumping;
    gateStatements(undefined);
    for (const left of waiting.splice(0)) void left();
  }
}

const pause = () => new Promise((resolve) => setTimeout(resolve, BLOCKED_MS));
