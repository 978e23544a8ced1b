import { escapeLiteral } from 'pg';
import { VERSION } from '@/config';
import { destructiveStatements } from '../diff/destructive';
import type { Step } from './steps';

/** Which schema is changed: a company's, or with null the global tables. */
export type Target = { readonly schema: string; readonly tenantId: string | null };

/** SQL: writes down that an attempt begins, and answers its `id`. */
export function beginAttemptSql(
  runId: string,
  { tenantId }: Target,
  { kind, migration }: Step,
  attempt: number,
): string {
  const direction = kind === 'down' ? 'DOWN' : 'UP';
  const sql = kind === 'down' ? migration.down : migration.sql;
  const values = [
    escapeLiteral(runId),
    tenantId === null ? 'NULL' : escapeLiteral(tenantId),
    escapeLiteral(migration.name),
    escapeLiteral(direction),
    attempt,
    destructiveStatements(sql ?? '').length > 0,
    escapeLiteral(VERSION),
  ];
  return `INSERT INTO public.migration_ledger
    (run_id, tenant_id, migration, direction, attempt, destructive, app_version, status)
    VALUES (${values.join(', ')}, 'RUNNING') RETURNING id`;
}

/** SQL: what became of an attempt. */
export function endAttemptSql(
  id: string,
  status: 'DONE' | 'FAILED' | 'INTERRUPTED',
  error: string | null = null,
): string {
  return `UPDATE public.migration_ledger SET status = '${status}', finished_at = now(),
    error = ${error === null ? 'NULL' : escapeLiteral(error)} WHERE id = ${escapeLiteral(id)}`;
}

/** SQL: nothing came of it, for somebody else had done the step meanwhile. */
export const dropAttemptSql = (id: string) => `DELETE FROM public.migration_ledger WHERE id = ${escapeLiteral(id)}`;

/**
 * SQL: attempts that say they run in a schema whose lock the caller holds were cut off.
 */
export const closeCutOffSql = ({ tenantId }: Target, butId: string) =>
  `UPDATE public.migration_ledger SET status = 'INTERRUPTED', finished_at = now()
   WHERE status = 'RUNNING' AND id <> ${escapeLiteral(butId)} AND tenant_id IS NOT DISTINCT FROM ${tenantId === null ? 'NULL' : `${escapeLiteral(tenantId)}::uuid`}`;
