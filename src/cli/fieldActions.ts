import { type CustomField, createCustomFieldBody } from '@/contract/customFields';
import { addCustomField, customFieldsOf, removeCustomField } from '@/database/customFields';
import { Refusal } from '@/lib/refusal';
import { checked, requireCompany } from './companies';
import type { Output } from './output';
import { actorOf } from './task';

export type AddOptions = {
  readonly table: string;
  readonly label: string;
  readonly type: string;
  readonly key?: string;
  readonly choices?: string;
};
export type RemoveOptions = { readonly confirm?: string };

type By = { readonly by?: string };

/** Who does it stands in the audit log where a request's id does, too: so it did before there was a column for it. */
const auditOf = (options: By) => {
  const actor = actorOf(options);
  return { userId: null, sessionId: null, requestId: actor, ip: null, actor };
};

/** `lavoro fields list`: by table and in order. */
export async function listFields(company: string): Promise<Output> {
  return describe(await fieldsOf(company));
}

/** `lavoro fields add` */
export async function addField(company: string, { choices, by, ...options }: AddOptions & By): Promise<Output> {
  const audit = auditOf({ ...(by !== undefined && { by }) });
  const list = choices?.split(',').map((choice) => choice.trim());
  const body = checked(createCustomFieldBody, { ...options, ...(list && { choices: list }) });
  const { id } = await requireCompany(company);
  return describe([await addCustomField(id, body, audit)], 'Added ');
}

/** `lavoro fields remove` */
export async function removeField(
  company: string,
  table: string,
  key: string,
  options: RemoveOptions & By,
): Promise<Output> {
  const audit = auditOf(options);
  const field = (await fieldsOf(company)).find((each) => each.table === table && each.key === key);
  if (!field) throw new Refusal('NOT_FOUND', `There is no field "${key}" on ${table}.`);
  const { id } = await requireCompany(company);
  return describe([await removeCustomField(id, field.id, options.confirm, audit)], 'Removed ');
}

async function fieldsOf(company: string): Promise<CustomField[]> {
  const { id, shapeVersion } = await requireCompany(company);
  return Object.values(await customFieldsOf(id, shapeVersion)).flat();
}

function describe(fields: readonly CustomField[], done = ''): Output {
  const line = ({ table, key, label, type, choices }: CustomField) =>
    `${done}${table}.${key}  ${type}${choices ? ` (${choices.join(', ')})` : ''}  ${label}`;
  return {
    json: { fields },
    text: fields.length === 0 ? 'This company has no fields of its own.' : fields.map(line).join('\n'),
  };
}
