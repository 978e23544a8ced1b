import type { Command } from 'commander';
import type { CustomField, NewCustomField } from '@/contract/customFields';

type AddOptions = { table: string; label: string; type: string; key?: string; choices?: string; json?: true };
type RemoveOptions = { confirm?: string; json?: true };

const COMPANY = 'slug or id of the company';
/** Stands in the audit log for a request. */
const ACTOR = { userId: null, sessionId: null, requestId: 'cli', ip: null };

/** `lavoro fields list|add|remove`: the fields companies have declared for themselves. */
export function addFieldsCommand(program: Command): void {
  const fields = program.command('fields').description("a company's own fields: real columns beside the common ones");
  fields
    .command('list')
    .description('the fields of a company')
    .argument('<company>', COMPANY)
    .option('--json', 'one JSON document, for machines')
    .action((company: string, { json }: { json?: true }) =>
      run(async () => print(await list(company), json ? 'json' : 'text')),
    );
  fields
    .command('add')
    .description('gives the records of a table one more field')
    .argument('<company>', COMPANY)
    .requiredOption('--table <name>', 'locations, suppliers, customers, inventory_items, production_orders, …')
    .requiredOption('--label <text>', 'what people call it')
    .requiredOption('--type <type>', 'TEXT, INTEGER, DECIMAL, BOOLEAN, DATE or CHOICE')
    .option('--key <key>', 'its name in the API; made from the label when it is left out')
    .option('--choices <list>', 'for CHOICE: the choices, separated by commas')
    .option('--json', 'one JSON document, for machines')
    .action((company: string, { json, ...options }: AddOptions) =>
      run(async () => print([await add(company, options)], json ? 'json' : 'text')),
    );
  fields
    .command('remove')
    .description('removes a field and every value in it')
    .argument('<company>', COMPANY)
    .argument('<table>', 'the table it is of')
    .argument('<key>', 'its key')
    .option('--confirm <key>', 'the key once more: needed when records hold a value')
    .option('--json', 'one JSON document, for machines')
    .action((company: string, table: string, key: string, { confirm, json }: RemoveOptions) =>
      run(async () => print([await remove(company, { table, key, confirm })], json ? 'json' : 'text')),
    );
}

async function run(work: () => Promise<void>): Promise<void> {
  const { runCommand } = await import('@/database/commands/run');
  await runCommand(work);
}

/** The fields of a company as they are now, by table and in order. */
async function list(company: string): Promise<CustomField[]> {
  const { requireTenant } = await import('@/database/findTenant');
  const { customFieldsOf } = await import('@/database/customFields');
  const { id, shapeVersion } = await requireTenant(company);
  return Object.values(await customFieldsOf(id, shapeVersion)).flat();
}

async function add(company: string, options: Omit<AddOptions, 'json'>): Promise<CustomField> {
  const { requireTenant } = await import('@/database/findTenant');
  const { addCustomField } = await import('@/database/customFields');
  const body = await checked(options);
  return addCustomField((await requireTenant(company)).id, body, ACTOR);
}

/** Throws VALIDATION_FAILED with every fault in one sentence each. */
async function checked({ choices, ...options }: Omit<AddOptions, 'json'>): Promise<NewCustomField> {
  const { createCustomFieldBody } = await import('@/contract/customFields');
  const { Refusal } = await import('@/lib/refusal');
  const list = choices?.split(',').map((choice) => choice.trim());
  const result = createCustomFieldBody.safeParse({ ...options, ...(list && { choices: list }) });
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) => `--${path[0]?.toString()}: ${message}`);
  throw new Refusal('VALIDATION_FAILED', faults.join('\n'));
}

type Named = { readonly table: string; readonly key: string; readonly confirm: string | undefined };

async function remove(company: string, { table, key, confirm }: Named): Promise<CustomField> {
  const { requireTenant } = await import('@/database/findTenant');
  const { removeCustomField } = await import('@/database/customFields');
  const { Refusal } = await import('@/lib/refusal');
  const fields = await list(company);
  const field = fields.find((each) => each.table === table && each.key === key);
  if (!field) throw new Refusal('NOT_FOUND', `There is no field "${key}" on ${table}.`);
  return removeCustomField((await requireTenant(company)).id, field.id, confirm, ACTOR);
}

function print(fields: readonly CustomField[], format: 'text' | 'json'): void {
  console.log(format === 'json' ? JSON.stringify({ fields }, null, 2) : asText(fields));
}

function asText(fields: readonly CustomField[]): string {
  if (fields.length === 0) return 'This company has no fields of its own.';
  const line = ({ table, key, label, type, choices }: CustomField) =>
    `${table}.${key}  ${type}${choices ? ` (${choices.join(', ')})` : ''}  ${label}`;
  return fields.map(line).join('\n');
}
