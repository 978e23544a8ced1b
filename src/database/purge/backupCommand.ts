import { spawn } from 'node:child_process';
import { commandEnvironment } from '@/config';
import { Refusal } from '@/lib/refusal';
import { databaseTarget } from '../target';
import type { BackedUp } from './backupFile';

/** What takes longer is stopped: it holds the company's row, and one of two connections of the operator. */
const LIMIT_MS = 3_600_000;
/** Of what the command prints, this much at the end is told when it fails. */
const TOLD = 500;

/**
 * Runs the shell command that backs a company up. It finds the company in LAVORO_TENANT_ID, LAVORO_TENANT_SLUG and
 * LAVORO_TENANT_SCHEMA, and the operator's connection in PGHOST, PGPORT, PGDATABASE, PGUSER, PGPASSWORD and PGSSLMODE.
 * Throws UNAVAILABLE with what it printed last when it ends with another exit code than 0, or does not end in an hour.
 */
export async function runBackupCommand(command: string, company: BackedUp): Promise<void> {
  const { host, port, database, user, password, ssl } = await databaseTarget();
  const env = commandEnvironment({
    LAVORO_TENANT_ID: company.id,
    LAVORO_TENANT_SLUG: company.slug,
    LAVORO_TENANT_SCHEMA: company.schema,
    PGHOST: host,
    PGPORT: String(port),
    PGDATABASE: database,
    PGUSER: user,
    PGPASSWORD: password,
    ...(ssl && { PGSSLMODE: 'require' }),
  });
  const child = spawn('/bin/sh', ['-c', command], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LIMIT_MS,
    killSignal: 'SIGKILL',
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      printed = `${printed}${chunk.toString()}`.slice(-TOLD);
    });
  }
  const ended = await new Promise<number | string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(signal ?? code ?? 1));
  });
  if (ended === 0) return;
  const how = typeof ended === 'number' ? `ended with exit code ${ended}` : `was stopped by ${ended}`;
  const told = printed.replaceAll(password || '\0', '***').trim();
  throw new Refusal('UNAVAILABLE', `TENANT_BACKUP_COMMAND ${how}${told === '' ? '.' : `: ${told}`}`);
}
