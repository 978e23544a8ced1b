import { type Command, InvalidArgumentError, Option } from 'commander';

import { actingCommand } from './usage';

/** `lavoro tenants migrate`, `rollback`, `status`, `drift`, `ring`. */
export function addFleetCommands(tenants: Command): void {
  addMigrate(tenants);
  addRollback(tenants);
  tenants
    .command('status')
    .description('shows where every company’s schema stands: version, ring, set aside or not, last attempt, drift')
    .option('--json', 'one JSON document, for machines')
    .addHelpText('after', '\nExit code: 0 all are current, 1 some are not, 2 wrong usage.')
    .action(async (options) => (await import('./fleetActions')).showStatus(options));
  tenants
    .command('drift')
    .description('compares every company’s schema with what its migrations and custom fields make of an empty one')
    .option('--tenant <slug...>', 'only these companies, by slug or id')
    .option('--json', 'one JSON document, for machines')
    .addHelpText('after', '\nExit code: 0 no difference, 1 there are differences, 2 wrong usage.')
    .action(async (options) => (await import('./fleetActions')).showDrift(options));
  actingCommand(tenants, 'ring', 'puts a company into a ring: migrations reach ring 0, the canaries, first')
    .argument('<company>', 'its slug or its id')
    .argument('<ring>', 'from 0 to 9', wholeNumber(0, 9))
    .action(async (company: string, ring: number, options) =>
      (await import('./fleetActions')).putIntoRing(company, ring, options),
    );
}

function addMigrate(tenants: Command): void {
  withRunOptions(
    tenants
      .command('migrate')
      .description('brings the global tables, then every company to the newest migration')
      .option('--retry', 'also companies that were set aside because a migration failed')
      .addOption(
        new Option(
          '--rehearse',
          'only on throw-away copies of the largest, oldest and most varied companies: time and locks',
        ).conflicts(['ring', 'dryRun', 'retry']),
      ),
  ).action(async (options) => (await import('./fleetActions')).migrate(options));
}

function addRollback(tenants: Command): void {
  withRunOptions(
    tenants
      .command('rollback')
      .description('takes the companies back to a migration, by the down.sql of what came after it')
      .requiredOption('--to <migration>', 'the newest migration that stays')
      .addOption(new Option('--global', 'the global tables, instead of the companies').conflicts(['tenant', 'ring']))
      .option('--accept-data-loss', 'even where the way back drops columns or tables, and what is in them'),
  ).action(async (options) => (await import('./fleetActions')).rollback(options));
}

function withRunOptions(command: Command): Command {
  return command
    .option('--tenant <slug...>', 'only these companies, by slug or id; also when they are set aside')
    .option('--ring <number>', 'only rings up to this one; 0 are the canaries', wholeNumber(0, 9))
    .option('--concurrency <number>', 'companies at once', wholeNumber(1, 64), 4)
    .option('--max-failures <number>', 'stop after more failures than this', wholeNumber(0, 1_000_000), 10)
    .option('--attempts <number>', 'how often a busy company is tried', wholeNumber(1, 1000), 30)
    .option('--statement-timeout <seconds>', 'how long one statement may take', wholeNumber(1, 86_400), 60)
    .option('--dry-run', 'only print the SQL, and for which companies')
    .option('--json', 'one JSON object a line, for machines')
    .addHelpText(
      'after',
      '\nCtrl-C stops between two steps; the next run goes on. A company that fails is set aside as it was.\nExit code: 0 all done, 1 something failed or is left, 2 wrong usage.',
    );
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    if (/^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most) return Number(text);
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}
