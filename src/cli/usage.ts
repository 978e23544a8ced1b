import type { Command } from 'commander';
import type { Output } from './output';

export const EXIT_CODES = '\nExit code: 0 done, 1 refused or something was found, 2 wrong usage.';

/** A command that only looks. */
export function readingCommand(parent: Command, name: string, description: string): Command {
  return parent
    .command(name)
    .description(description)
    .option('--json', 'one JSON document, for machines')
    .addHelpText('after', EXIT_CODES);
}

/** A command that changes something of a company, which is recorded with who did it. */
export function actingCommand(parent: Command, name: string, description: string): Command {
  return readingCommand(parent, name, description).option(
    '--by <name>',
    'who does it, as events tell; the user of the operating system when left out',
  );
}

/** Runs a task; what it needs is loaded only then, so that help and a slip of the pen are answered at once. */
export async function run(options: { readonly json?: true }, task: () => Promise<Output>): Promise<void> {
  const { runTask } = await import('./task');
  await runTask(options, task);
}
