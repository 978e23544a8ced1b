import { userInfo } from 'node:os';
import { actorName } from '@/contract/tenants';
import { runCommand } from '@/database/commands/run';
import { requireReadyDatabase } from '@/database/ready';
import { Refusal } from '@/lib/refusal';
import { logTo } from '@/observability/log';
import type { Output } from './output';

export type TaskOptions = { readonly json?: true };

/**
 * Runs one command to its end: what it says goes to stdout, a refusal as a sentence to stderr, without log lines. The
 * exit code is 0, or 1 for a refusal. An embedded server that runs is used; one that does not is started for it.
 */
export async function runTask({ json }: TaskOptions, task: () => Promise<Output>): Promise<void> {
  logTo(process.stderr, 'fatal');
  await runCommand(async () => {
    await requireReadyDatabase();
    const output = await task();
    console.log(json ? JSON.stringify(output.json, null, 2) : output.text);
  });
}

/** Who does it, as events name them: `--by`, or the user of the operating system. */
export function actorOf({ by }: { readonly by?: string }): string {
  const actor = actorName.safeParse(`cli:${by ?? userInfo().username}`);
  if (!actor.success || by === '')
    throw new Refusal('BAD_REQUEST', '--by must be a name of one line, at most 150 characters.');
  return actor.data;
}
