import { type Command, InvalidArgumentError, Option } from 'commander';
import type { CloneOptions, CreateOptions, RenameOptions } from './tenantChanges';
import { actingCommand, EXIT_CODES, readingCommand, run } from './usage';

const COMPANY = '<company>';
const COMPANY_IS = 'its slug or its id';
const CONFIRM = 'the slug of the company, typed once more; without it, what would happen is shown';

type Common = { readonly json?: true; readonly by?: string };
type Confirmed = Common & { readonly confirm?: string };

/** `lavoro tenants …`. Answers the command, so that others can put theirs beside these. */
export function registerTenants(program: Command): Command {
  const tenants = program
    .command('tenants')
    .description('companies: makes, lists, suspends, copies, deletes them')
    .addHelpText('after', EXIT_CODES);
  registerReading(tenants);
  registerChanges(tenants);
  registerRemoval(tenants);
  return tenants;
}

function registerReading(tenants: Command): void {
  readingCommand(tenants, 'list', 'lists the companies')
    .addOption(new Option('--status <status>', 'only those in this state').choices(['active', 'suspended', 'deleting']))
    .action((options: Common & { status?: string }) =>
      run(options, async () => (await read()).listTenants(options.status)),
    );
  readingCommand(tenants, 'show', 'says all there is to say of a company')
    .argument(COMPANY, COMPANY_IS)
    .action((company: string, options: Common) => run(options, async () => (await read()).showTenant(company)));
  readingCommand(tenants, 'events', 'says what has happened to a company, a purged one too')
    .argument(COMPANY, COMPANY_IS)
    .option('--most <number>', 'the newest so many', wholeNumber, 50)
    .action((company: string, options: Common & { most: number }) =>
      run(options, async () => (await read()).listEvents(company, options.most)),
    );
}

function registerChanges(tenants: Command): void {
  actingCommand(tenants, 'create', 'makes a company')
    .requiredOption('--name <name>', 'its name')
    .requiredOption('--owner <user>', 'who owns it: e-mail address, phone number or id of a user')
    .option('--slug <slug>', 'its address; made from the name when left out')
    .option('--industry <text>', 'what it makes')
    .option('--description <text>', 'what it is')
    .option('--country <country>', 'where it is')
    .option('--currency <code>', "what it counts in; its country's when left out")
    .option('--time-zone <name>', 'by which clock it is today there, like Asia/Kolkata; UTC when left out')
    .action((options: Common & CreateOptions) => run(options, async () => (await changes()).createTenant(options)));
  actingCommand(tenants, 'rename', 'changes name, address and description; an empty value takes one away')
    .argument(COMPANY, COMPANY_IS)
    .option('--name <name>', 'another name')
    .option('--slug <slug>', 'another address; the old one leads to it for 30 days')
    .option('--industry <text>', 'what it makes')
    .option('--description <text>', 'what it is')
    .option('--country <country>', 'where it is')
    .action((company: string, options: Common & RenameOptions, command: Command) => {
      const { json: _json, by: _by, ...wanted } = options;
      if (Object.keys(wanted).length === 0) command.error('Say what to change, such as --name <name>');
      return run(options, async () => (await changes()).renameTenant(company, options));
    });
  actingCommand(tenants, 'suspend', 'closes a company: its people are refused at once')
    .argument(COMPANY, COMPANY_IS)
    .requiredOption('--reason <text>', 'why')
    .action((company: string, options: Common & { reason: string }) =>
      run(options, async () => (await changes()).suspendTenant(company, options)),
    );
  actingCommand(tenants, 'resume', 'opens a suspended company again')
    .argument(COMPANY, COMPANY_IS)
    .action((company: string, options: Common) =>
      run(options, async () => (await changes()).resumeTenant(company, options)),
    );
  actingCommand(tenants, 'clone', 'makes a copy of a company: its tables, and with --with-data what is in them')
    .argument(COMPANY, COMPANY_IS)
    .requiredOption('--name <name>', 'the name of the copy')
    .requiredOption('--slug <slug>', 'the address of the copy')
    .requiredOption('--owner <user>', 'who owns the copy, and is its only member')
    .option('--with-data', 'with every row but the audit log')
    .action((company: string, options: Common & CloneOptions) =>
      run(options, async () => (await changes()).copyTenant(company, options)),
    );
}

function registerRemoval(tenants: Command): void {
  actingCommand(tenants, 'delete', 'asks for the deletion of a company, and closes it')
    .argument(COMPANY, COMPANY_IS)
    .option('--confirm <slug>', CONFIRM)
    .action((company: string, options: Confirmed) =>
      run(options, async () => (await removal()).deleteTenant(company, options)),
    );
  actingCommand(tenants, 'agree', 'agrees to a deletion, as a second person')
    .argument(COMPANY, COMPANY_IS)
    .option('--confirm <slug>', CONFIRM)
    .action((company: string, options: Confirmed) =>
      run(options, async () => (await removal()).agreeToDelete(company, options)),
    );
  actingCommand(tenants, 'restore', 'withdraws a deletion: the company is what it was')
    .argument(COMPANY, COMPANY_IS)
    .action((company: string, options: Common) =>
      run(options, async () => (await removal()).restoreTenant(company, options)),
    );
  actingCommand(tenants, 'purge', 'backs a company up and removes it, when its time has come')
    .argument('[company]', COMPANY_IS)
    .option('--confirm <slug>', CONFIRM)
    .option('--due', 'all whose time has come, instead of one')
    .option('--most <number>', 'with --due: at most so many', wholeNumber)
    .option('--yes', 'with --due: really; without it, they are listed')
    .action(purge);
}

type PurgeOptions = Confirmed & { readonly due?: true; readonly most?: number; readonly yes?: true };

function purge(company: string | undefined, options: PurgeOptions, command: Command): Promise<void> {
  const { due, most, yes, confirm } = options;
  if ((company === undefined) === (due === undefined)) command.error('Name a company, or say --due');
  if (due && confirm !== undefined) command.error('--confirm is for one company; with --due say --yes');
  if (!due && (most !== undefined || yes)) command.error('--most and --yes go with --due');
  return run(options, async () => {
    const { purgeAllDue, purgeOne } = await removal();
    return company === undefined ? purgeAllDue(options) : purgeOne(company, options);
  });
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1 to 99999.');
  return Number(text);
}

// What a command needs is loaded when it runs.
const read = () => import('./tenantRead');
const changes = () => import('./tenantChanges');
const removal = () => import('./tenantRemoval');
