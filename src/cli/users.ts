import { type Command, Option } from 'commander';
import type { PasswordOptions } from './password';
import { actingCommand, EXIT_CODES, readingCommand, run } from './usage';
import type { CreateUserOptions } from './userActions';

const USER = '<user>';
const USER_IS = 'e-mail address, phone number or id';
const COMPANY_IS = 'slug or id of the company';
const FROM_STDIN = 'read the password from the first line of standard input instead of asking for it';

type Common = { readonly json?: true; readonly by?: string };

/** `lavoro users …` */
export function registerUsers(program: Command): Command {
  const users = program
    .command('users')
    .description('people: accounts, passwords, and who belongs to which company')
    .addHelpText('after', EXIT_CODES);
  registerAccounts(users);
  registerMemberships(users);
  return users;
}

function registerAccounts(users: Command): void {
  readingCommand(users, 'list', 'lists the users')
    .option('--company <company>', 'only the members of this one: slug or id')
    .action((options: Common & { company?: string }) =>
      run(options, async () => (await actions()).listUsers(options.company)),
    );
  readingCommand(users, 'show', 'says all there is to say of a user')
    .argument(USER, USER_IS)
    .action((user: string, options: Common) => run(options, async () => (await actions()).showUser(user)));
  readingCommand(users, 'create', 'makes an account; the password is asked for')
    .requiredOption('--first-name <name>', 'first name')
    .requiredOption('--last-name <name>', 'last name')
    .option('--email <address>', 'e-mail address; this or a phone number is needed')
    .option('--phone <number>', 'phone number with country code')
    .option('--password-stdin', FROM_STDIN)
    .action((options: Common & CreateUserOptions) => run(options, async () => (await actions()).createUser(options)));
  readingCommand(users, 'disable', 'lets somebody in no more, and ends all their sessions')
    .argument(USER, USER_IS)
    .option('--force', 'also the last owner of a company, which is left without one')
    .action((user: string, options: Common & { force?: true }) =>
      run(options, async () => (await actions()).disableUser(user, options)),
    );
  readingCommand(users, 'enable', 'lets somebody in again')
    .argument(USER, USER_IS)
    .action((user: string, options: Common) => run(options, async () => (await actions()).enableUser(user)));
  readingCommand(users, 'passwd', 'gives somebody another password, which is asked for, and ends all their sessions')
    .argument(USER, USER_IS)
    .option('--password-stdin', FROM_STDIN)
    .action((user: string, options: Common & PasswordOptions) =>
      run(options, async () => (await actions()).changePassword(user, options)),
    );
  readingCommand(users, 'disable-totp', 'for somebody who has lost their authenticator app and their recovery codes')
    .argument(USER, USER_IS)
    .action((user: string, options: Common) => run(options, async () => (await actions()).disableTotp(user)));
}

function registerMemberships(users: Command): void {
  actingCommand(users, 'add', 'makes somebody a member of a company, or gives a member another role')
    .argument(USER, USER_IS)
    .argument('<company>', COMPANY_IS)
    .addOption(
      new Option('--role <role>', 'what they may do there')
        .choices(['owner', 'admin', 'manager', 'employee'])
        .makeOptionMandatory(),
    )
    .option('--unverified', 'although nobody has shown to read the address: you know whose account it is')
    .action((user: string, company: string, options: Common & { role: string; unverified?: true }) =>
      run(options, async () => (await actions()).addUser(user, company, options)),
    );
  actingCommand(users, 'remove', 'ends a membership, and that person’s sessions in the company')
    .argument(USER, USER_IS)
    .argument('<company>', COMPANY_IS)
    .action((user: string, company: string, options: Common) =>
      run(options, async () => (await actions()).removeUser(user, company, options)),
    );
}

const actions = () => import('./userActions');
