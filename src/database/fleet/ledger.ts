import pg from 'pg';
import { VERSION } from '@/config';
import type { Step } from './steps';

/** Which schema is changed: a company's, or with null the global tables. */
export type Target = { readonly schema: string; readonly tenantId: string | null };

/** One try of one step: a row of the ledger. */
export type Attempt = {
  readonly runId: string;
  readonly target: Target;
  readonly step: Step;
  readonly number: number;
  /** Whether its SQL can lose data. */
  readonly destructive: boolean;
};

const literal = (text: string | null) => (text === null ? 'NULL' : pg.escapeLiteral(text));
const directionOf = ({ kind }: Step) => (kind === 'down' ? 'DOWN' : 'UP');

/** SQL: writes down that an attempt begins. */
export function beginAttemptSql({ runId, target, step, number, destructive }: Attempt): string {
  const texts = [runId, target.tenantId, step.migration.name, directionOf(step), VERSION].map(literal);
  return `INSERT INTO public.migration_ledger
    (run_id, tenant_id, migration, direction, app_version, attempt, destructive, status)
    VALUES (${[...texts, number, destructive].join(', ')}, 'RUNNING')`;
}

/** SQL: what became of an attempt. */
export const endAttemptSql = (
  attempt: Attempt,
  status: 'DONE' | 'FAILED' | 'INTERRUPTED',
  error: string | null = null,
): string =>
  `UPDATE public.migration_ledger SET status = '${status}', finished_at = clock_timestamp(), error = ${literal(error)}
   WHERE ${itself(attempt)}`;

/** SQL: nothing came of it, for somebody else had done the step meanwhile. */
export const dropAttemptSql = (attempt: Attempt) => `DELETE FROM public.migration_ledger WHERE ${itself(attempt)}`;

/** Attempts whose server process is gone were cut off; their transactions with them. */
export async function closeCutOff(worker: pg.Client): Promise<void> {
  await worker.query(
    `UPDATE public.migration_ledger SET status = 'INTERRUPTED', finished_at = now()
     WHERE status = 'RUNNING' AND NOT EXISTS (SELECT FROM pg_stat_activity WHERE pid = backend_pid)`,
  );
}

const itself = ({ runId, target, step, number }: Attempt) =>
  `status = 'RUNNING' AND ${ofTenant(target.tenantId)} AND run_id = ${literal(runId)} AND attempt = ${number}
   AND migration = ${literal(step.migration.name)} AND direction = '${directionOf(step)}'`;

const ofTenant = (tenantId: string | null) =>
  tenantId === null ? 'tenant_id IS NULL' : `tenant_id = ${literal(tenantId)}`;
