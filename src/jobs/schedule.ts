import { log } from '@/observability/log';
import { claimRun, databaseTime, endRun } from './jobs.repo';

/** Something to be done now and again, by one process of all that run, or by each of them. */
export type Job = {
  readonly name: string;
  /** Every so many minutes, counted from midnight UTC; or once a day at this minute of it. */
  readonly when: { readonly everyMinutes: number } | { readonly dailyAtMinute: number };
  /** Each process does it for itself, for it is about what that process remembers. */
  readonly inEveryProcess?: true;
  /** Does it, and answers in a few words what came of it; nothing where there was nothing to do. */
  readonly run: () => Promise<string>;
};

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** When a job was due last, at or before `now`. */
export function lastDue({ when }: Job, now: Date): Date {
  const midnight = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  if ('everyMinutes' in when) {
    const step = when.everyMinutes * MINUTE_MS;
    return new Date(midnight + Math.floor((now.getTime() - midnight) / step) * step);
  }
  const today = midnight + when.dailyAtMinute * MINUTE_MS;
  return new Date(today <= now.getTime() ? today : today - DAY_MS);
}

/**
 * Does every job that is due and that no process has begun yet, one after the other; what was missed while nobody ran is
 * made up for once. A job that fails is logged, and due again next time. What time it is the database says, so that no clock
 * that is wrong makes a job run twice, or not. Rejects only when the database is away.
 */
export async function runDueJobs(jobs: readonly Job[], time?: Date): Promise<void> {
  const now = time ?? (await databaseTime());
  for (const job of jobs) {
    const dueAt = lastDue(job, now);
    if (job.inEveryProcess) await runHere(job, dueAt);
    else if (await claimRun(job.name, dueAt)) await endRun(job.name, dueAt, await outcomeOf(job));
  }
}

/** When each job of this process alone was due last. */
const doneHere = new WeakMap<Job, number>();

async function runHere(job: Job, dueAt: Date): Promise<void> {
  if (doneHere.get(job) === dueAt.getTime()) return;
  doneHere.set(job, dueAt.getTime());
  await outcomeOf(job);
}

async function outcomeOf({ name, run }: Job): Promise<string> {
  try {
    const outcome = await run();
    if (outcome !== '') log().info({ job: name, outcome }, 'job done');
    return outcome;
  } catch (error) {
    log().error({ err: error, job: name }, 'job failed');
    return 'failed';
  }
}

/** Looks for due jobs every minute, until the answered function is called. */
export function startJobs(jobs: readonly Job[]): () => void {
  let running = false;
  const tick = async () => {
    if (running) return;
    running = true;
    await runDueJobs(jobs).catch((error: unknown) => log().warn({ err: error }, 'looking for jobs failed'));
    running = false;
  };
  const timer = setInterval(() => void tick(), MINUTE_MS).unref();
  return () => clearInterval(timer);
}
