import { Command, CommanderError } from 'commander';
import { VERSION } from '@/config';
import { addAuditCommand } from './audit';
import { addFieldsCommand } from './fields';
import { addFleetCommands } from './fleet';
import { registerKeys } from './keys';
import { registerSeed } from './seed';
import { addStockCommand } from './stock';
import { registerSupport } from './support';
import { registerTenants } from './tenants';
import { registerUsers } from './users';

/** Exit code for what the caller should mend in the command itself. */
const WRONG_USAGE = 2;

const program = new Command('lavoro')
  .description('Looks after a Lavoro installation.')
  .version(VERSION)
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(asSentence(text)) });

// What a command needs is loaded when it runs, so that help and a slip of the pen are answered at once.
program
  .command('doctor')
  .description('looks for what is wrong: settings, database, migrations, the wall between the companies, logins, Redis')
  .option('--json', 'one JSON document, for machines')
  .addHelpText('after', '\nExit code: 0 all is well, 1 there are findings, 2 wrong usage.')
  .action(async ({ json }: { json?: true }) => {
    const { doctor } = await import('./doctor');
    await doctor(json ? 'json' : 'text');
  });

// Who reads has enough (head), or there is no room for more: nothing to explain to a reader, a sentence for a person.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  if (code !== 'EPIPE') process.stderr.write(`The output cannot be written: ${code}.\n`);
  process.exit(code === 'EPIPE' ? process.exitCode : 1);
});

addFleetCommands(registerTenants(program));
registerUsers(program);
addFieldsCommand(program);
registerKeys(program);
addAuditCommand(program);
addStockCommand(program);
registerSupport(program);
registerSeed(program);

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  // Help and version were asked for; everything else commander throws is wrong usage.
  process.exitCode = error.exitCode === 0 ? 0 : WRONG_USAGE;
}

/** `error: unknown option '--x'` as `Unknown option '--x'. For help: npx lavoro --help`. */
function asSentence(text: string): string {
  const message = text
    .replace(/^error: /, '')
    .trim()
    .replace(/\n\(/, ' (');
  const first = message.charAt(0).toUpperCase() + message.slice(1);
  return `${first}${/[.)?]$/.test(first) ? '' : '.'} For help: npx lavoro --help\n`;
}
