import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type Job, lastDue, runDueJobs } from '@/jobs/schedule';
import { asSuperuser } from '../support/database';

const nightly = (run: () => Promise<string> = async () => 'done'): Job => ({
  name: 'nightly',
  when: { dailyAtMinute: 150 },
  run,
});
const at = (text: string) => new Date(text);
const runs = () =>
  asSuperuser<{ due: Date; outcome: string; finished: boolean }>(
    `SELECT due_at AS due, outcome, finished_at IS NOT NULL AS finished FROM job_runs WHERE job = 'nightly' ORDER BY due_at`,
  );

describe('when a job was due last', () => {
  it.each([
    ['2026-03-02T02:29:59Z', '2026-03-01T02:30:00Z'],
    ['2026-03-02T02:30:00Z', '2026-03-02T02:30:00Z'],
    ['2026-03-02T23:59:59Z', '2026-03-02T02:30:00Z'],
  ])('should be, at %s, %s for one of every night', (now, due) => {
    expect(lastDue(nightly(), at(now))).toEqual(at(due));
  });

  it.each([
    ['2026-03-02T00:00:00Z', '2026-03-02T00:00:00Z'],
    ['2026-03-02T10:44:59Z', '2026-03-02T10:30:00Z'],
  ])('should be, at %s, %s for one of every quarter of an hour', (now, due) => {
    const job: Job = { ...nightly(), when: { everyMinutes: 15 } };
    expect(lastDue(job, at(now))).toEqual(at(due));
  });
});

describe('jobs', () => {
  beforeEach(async () => {
    await asSuperuser('DELETE FROM job_runs');
  });

  it('should be done once for each time they are due, by one process of all', async () => {
    let done = 0;
    const job = nightly(async () => {
      done += 1;
      return `time ${done}`;
    });
    const night = at('2026-03-02T02:31:00Z');
    await Promise.all(Array.from({ length: 10 }, () => runDueJobs([job], night)));
    await runDueJobs([job], at('2026-03-02T20:00:00Z'));
    expect(await runs()).toEqual([{ due: at('2026-03-02T02:30:00Z'), outcome: 'time 1', finished: true }]);
    await runDueJobs([job], at('2026-03-03T02:30:30Z'));
    expect((await runs()).map(({ outcome }) => outcome)).toEqual(['time 1', 'time 2']);
  });

  it('M6: should be done once, whatever the clocks of the processes say', async () => {
    let done = 0;
    const job: Job = {
      ...nightly(async () => {
        done += 1;
        return 'done';
      }),
      when: { everyMinutes: 24 * 60 },
    };
    const [today] = await asSuperuser<{ due: Date }>(`SELECT date_trunc('day', now(), 'UTC') AS due`);
    const real = Date.now();
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      for (const minutesOff of [0, 10, -10, -60, 24 * 60, -48 * 60]) {
        vi.setSystemTime(real + minutesOff * 60_000);
        await runDueJobs([job]);
      }
    } finally {
      vi.useRealTimers();
    }
    expect(done).toBe(1);
    expect((await runs()).map(({ due }) => due)).toEqual([today?.due]);
  });

  it('should be done by each process for itself, once for each time, where it is about what that process knows', async () => {
    let done = 0;
    const run = async () => {
      done += 1;
      return '';
    };
    const job: Job = { ...nightly(run), when: { everyMinutes: 1 }, inEveryProcess: true };
    for (const time of ['10:00:01', '10:00:59', '10:01:01']) await runDueJobs([job], at(`2026-03-02T${time}Z`));
    expect([done, await runs()]).toEqual([2, []]);
    // Another process has the same job, and knows nothing of this one's times.
    await runDueJobs([{ ...job }], at('2026-03-02T10:01:01Z'));
    expect(done).toBe(3);
  });

  it('should be made up for once when nobody ran at the time', async () => {
    await runDueJobs([nightly()], at('2026-03-02T02:30:00Z'));
    await runDueJobs([nightly()], at('2026-03-09T12:00:00Z'));
    expect((await runs()).map(({ due }) => due)).toEqual([at('2026-03-02T02:30:00Z'), at('2026-03-09T02:30:00Z')]);
  });

  it('should not keep the others from being done when one fails', async () => {
    const failing = nightly(() => Promise.reject(new Error('no luck')));
    let other = false;
    const next: Job = {
      name: 'next',
      when: { everyMinutes: 1 },
      run: async () => {
        other = true;
        return 'done';
      },
    };
    await runDueJobs([failing, next], at('2026-03-02T03:00:00Z'));
    expect(other).toBe(true);
    expect((await runs()).map(({ outcome }) => outcome)).toEqual(['failed']);
  });

  it('should be forgotten after a month', async () => {
    for (const day of ['2026-02-01', '2026-02-03', '2026-03-05']) await runDueJobs([nightly()], at(`${day}T12:00:00Z`));
    expect((await runs()).map(({ due }) => due)).toEqual([at('2026-02-03T02:30:00Z'), at('2026-03-05T02:30:00Z')]);
  });
});
