/** Work that is done in the background when there is some, by a process that has begun to. */
export type Background = {
  /** From now on, and now, work is done. The answered function ends that, and settles when nothing is under way any more. */
  start(): () => Promise<void>;
  /** Does what there is to do, if it was started. Never throws. */
  soon(): void;
};

/** `work` is never under way twice; `failed` hears of what it rejects with. */
export function inBackground(work: () => Promise<unknown>, failed: (error: unknown) => void): Background {
  let started = false;
  let running = false;
  let again = false;
  let underWay: Promise<void> = Promise.resolve();

  const loop = async () => {
    running = true;
    do {
      again = false;
      await work().catch(failed);
    } while (again && started);
    running = false;
  };
  const soon = () => {
    // There may be more to do than what is under way has seen.
    again = true;
    if (started && !running) underWay = loop();
  };
  return {
    soon,
    start: () => {
      started = true;
      soon();
      return () => {
        started = false;
        return underWay;
      };
    },
  };
}
