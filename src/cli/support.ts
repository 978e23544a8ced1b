import type { Command } from 'commander';
import type { OpenOptions } from './supportActions';
import { EXIT_CODES, readingCommand, run } from './usage';

type Common = { readonly json?: true };

const BY = ['--by <name>', 'who it is, as the company sees it'] as const;

/** `lavoro support …` */
export function registerSupport(program: Command): Command {
  const support = program
    .command('support')
    .description('work in a company that lets support in, visibly and for a time')
    .addHelpText('after', EXIT_CODES);
  readingCommand(support, 'open', 'gives a token for a company that consents; refused, and recorded, where it does not')
    .argument('<company>', 'slug or id of the company')
    .requiredOption(...BY)
    .requiredOption('--reason <text>', 'why, as the company sees it')
    .action((company: string, options: Common & OpenOptions) =>
      run(options, async () => (await actions()).openCompany(company, options)),
    );
  readingCommand(support, 'list', 'the companies that let support in now, and who is in')
    .argument('[company]', 'of this one alone: slug or id')
    .action((company: string | undefined, options: Common) =>
      run(options, async () => (await actions()).listOpen(company)),
    );
  readingCommand(support, 'close', 'ends an access before its time')
    .argument('<access>', 'its id, as list shows it')
    .requiredOption(...BY)
    .action((access: string, options: Common & { readonly by: string }) =>
      run(options, async () => (await actions()).closeAccess(access, options)),
    );
  return support;
}

const actions = () => import('./supportActions');
