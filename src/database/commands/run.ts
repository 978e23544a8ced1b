import { ConfigError } from '@/config';
import { Refusal } from '@/lib/refusal';
import { databaseManager } from '../connection';

/**
 * Runs a command to its end: the database is given up afterwards, a mistake of the caller's is one line on stderr and
 * exit code 1, a fault of ours is shown whole.
 */
export async function runCommand(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    process.exitCode = 1;
    console.error(describe(error));
  } finally {
    await databaseManager.disconnect();
  }
}

/** What a person at a terminal is told of an error. */
export function describe(error: unknown): string {
  if (error instanceof ConfigError) return error.faults.join('\n');
  if (error instanceof Refusal) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
