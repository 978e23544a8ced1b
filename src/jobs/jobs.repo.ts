import { sql } from 'kysely';
import { databaseManager } from '@/database/connection';

const KEPT_DAYS = 30;

/** The time by the clock of the database, which all processes share. */
export async function databaseTime(): Promise<Date> {
  const { rows } = await sql<{ now: string }>`SELECT clock_timestamp() AS now`.execute(databaseManager.control);
  return new Date(rows[0]?.now ?? '');
}

/** Whether this process is the one to do what was due then: of several, one. */
export async function claimRun(job: string, dueAt: Date): Promise<boolean> {
  const due = dueAt.toISOString();
  const { rows } = await sql<{ claimed: boolean }>`
    WITH forgotten AS (
      DELETE FROM job_runs WHERE job = ${job} AND due_at < ${due}::timestamptz - make_interval(days => ${KEPT_DAYS})),
    claimed AS (
      INSERT INTO job_runs (job, due_at) VALUES (${job}, ${due}) ON CONFLICT DO NOTHING RETURNING 1)
    SELECT count(*) > 0 AS claimed FROM claimed`.execute(databaseManager.control);
  return rows[0]?.claimed === true;
}

export async function endRun(job: string, dueAt: Date, outcome: string): Promise<void> {
  await databaseManager.control
    .updateTable('jobRuns')
    .set({ finishedAt: sql<string>`now()`, outcome })
    .where('job', '=', job)
    .where('dueAt', '=', dueAt.toISOString())
    .execute();
}
