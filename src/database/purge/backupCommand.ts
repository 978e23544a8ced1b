import { spawn } from 'node:child_process';
import { commandEnvironment } from '@/config';
import { printable } from '@/lib/printable';
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
export async function runBackupCommand(command: string, company: BackedUp, limitMs = LIMIT_MS): Promise<void> {
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
    // A group of its own, so that all it has started can be stopped.
    detached: true,
  });
  const limit = setTimeout(() => stopGroup(child.pid), limitMs);
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      // Whole passwords are masked: what is cut off is cut off after that.
      printed = `${printed}${chunk.toString()}`.slice(-TOLD - password.length);
    });
  }
  const ended = await new Promise<number | string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(signal ?? code ?? 1));
  }).finally(() => clearTimeout(limit));
  if (ended === 0) return;
  const how = typeof ended === 'number' ? `ended with exit code ${ended}` : `was stopped by ${ended}`;
  const told = printable(printed.replaceAll(password || '\0', '***').slice(-TOLD), TOLD);
  throw new Refusal('UNAVAILABLE', `TENANT_BACKUP_COMMAND ${how}${told === '' ? '.' : `: ${told}`}`);
}

function stopGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has just ended.
  }
}
