import { type Command, Option } from 'commander';
import { CUSTOM_FIELD_TABLES, CUSTOM_FIELD_TYPES } from '@/contract/enums';
import type { AddOptions, RemoveOptions } from './fieldActions';
import { actingCommand, EXIT_CODES, readingCommand, run } from './usage';

type Json = { readonly json?: true; readonly by?: string };

const COMPANY = '<company>';
const COMPANY_IS = 'its slug or its id';

/** `lavoro fields list|add|remove`: the fields companies have declared for themselves. */
export function addFieldsCommand(program: Command): void {
  const fields = program
    .command('fields')
    .description("a company's own fields: real columns beside the common ones")
    .addHelpText('after', EXIT_CODES);
  readingCommand(fields, 'list', 'the fields of a company')
    .argument(COMPANY, COMPANY_IS)
    .action((company: string, options: Json) => run(options, async () => (await actions()).listFields(company)));
  actingCommand(fields, 'add', 'gives the records of a table one more field')
    .argument(COMPANY, COMPANY_IS)
    .addOption(new Option('--table <name>', 'whose records').choices(CUSTOM_FIELD_TABLES).makeOptionMandatory())
    .requiredOption('--label <text>', 'what people call it')
    .addOption(new Option('--type <type>', 'what is in it').choices(CUSTOM_FIELD_TYPES).makeOptionMandatory())
    .option('--key <key>', 'its name in the API; made from the label when it is left out')
    .option('--choices <list>', 'for CHOICE: the choices, separated by commas')
    .action((company: string, { json, ...options }: Json & AddOptions) =>
      run({ ...(json && { json }) }, async () => (await actions()).addField(company, options)),
    );
  actingCommand(fields, 'remove', 'removes a field and every value in it')
    .argument(COMPANY, COMPANY_IS)
    .argument('<table>', 'the table it is of')
    .argument('<key>', 'its key')
    .option('--confirm <key>', 'the key once more: needed when records hold a value')
    .action((company: string, table: string, key: string, options: Json & RemoveOptions) =>
      run(options, async () => (await actions()).removeField(company, table, key, options)),
    );
}

// What a command needs is loaded when it runs.
const actions = () => import('./fieldActions');
