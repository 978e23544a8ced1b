import { describe, expect, it } from 'vitest';
import { inBackground } from '@/lib/background';
import { TooManyWaitingError, Turns } from '@/lib/turns';

/** Something whose end the test decides. */
function gate() {
  let end: (() => void) | undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { ended, end: () => end?.() };
}

describe('works that take turns', () => {
  it('should be so many at once, in the order in which they came, and not wait where too many do', async () => {
    const turns = new Turns(2, 3);
    const gates = Array.from({ length: 5 }, gate);
    const begun: number[] = [];
    const all = gates.map(({ ended }, index) =>
      turns.take(async () => {
        begun.push(index);
        await ended;
        return index;
      }),
    );
    await expect(turns.take(async () => 9)).rejects.toBeInstanceOf(TooManyWaitingError);
    expect([begun, turns.running, turns.waiting]).toEqual([[0, 1], 2, 3]);
    gates[1]?.end();
    await all[1];
    expect([begun, turns.running]).toEqual([[0, 1, 2], 2]);
    for (const { end } of gates) end();
    expect(await Promise.all(all)).toEqual([0, 1, 2, 3, 4]);
    expect([begun, turns.running, turns.waiting]).toEqual([[0, 1, 2, 3, 4], 0, 0]);
  });

  it('should hand the turn on when one fails', async () => {
    const turns = new Turns(1, 5);
    const failing = turns.take(() => Promise.reject(new Error('no luck')));
    const next = turns.take(async () => 'done');
    await expect(failing).rejects.toThrow('no luck');
    expect(await next).toBe('done');
    expect(turns.running).toBe(0);
  });
});

describe('work in the background', () => {
  it('should be done once more when there may be more to do, never twice at once, and not after its end', async () => {
    const gates = [gate(), gate(), gate()];
    let [runs, atOnce, most] = [0, 0, 0];
    const failures: unknown[] = [];
    const background = inBackground(
      async () => {
        atOnce += 1;
        most = Math.max(most, atOnce);
        await gates[runs++]?.ended;
        atOnce -= 1;
        if (runs === 1) throw new Error('no luck');
      },
      (error) => failures.push(error),
    );
    background.soon();
    expect(runs).toBe(0);
    const stop = background.start();
    expect(runs).toBe(1);
    for (let count = 0; count < 5; count += 1) background.soon();
    for (const { end } of gates) end();
    await stop();
    expect([runs, most, failures.length]).toEqual([1, 1, 1]);
    const stopAgain = background.start();
    background.soon();
    await new Promise((resolve) => setImmediate(resolve));
    background.soon();
    await stopAgain();
    expect([runs, most]).toEqual([4, 1]);
  });
});
