import type pg from 'pg';
import {
  type CustomField,
  type CustomFieldChange,
  MOST_CUSTOM_FIELDS,
  type NewCustomField,
  RESERVED_KEY,
} from '@/contract/customFields';
import type { CustomFieldTable } from '@/contract/enums';
import { merge } from '@/lib/merge';
import { fieldRefusal, Refusal } from '@/lib/refusal';
import { keyFromLabel } from '@/lib/slug';
import { addColumnSql, dropColumnSql, replaceCheckSql } from './columns';
import { columnsEver, deleteField, fieldsOn, insertField, requireField, updateField } from './rows';
import { type Actor, auditChange, changeShape } from './session';
import { countValues, holdTable } from './values';

/** A dropped column keeps its place in the table; PostgreSQL has 1,600, and migrations need some. */
const MOST_COLUMNS_EVER = 1200;
const CHECK_VIOLATION = '23514';

/**
 * Declares a field of a company: its column, CHECK and row, the new version of the company's shape and the audit row, all
 * or nothing. Throws RULE_VIOLATED for more than fifty or for choices that do not belong to the type, ALREADY_EXISTS for a
 * key that is taken, UNAVAILABLE when the table was too busy.
 */
export async function addCustomField(tenantId: string, body: NewCustomField, actor: Actor): Promise<CustomField> {
  requireChoices(body.type, body.choices);
  return changeShape(tenantId, actor, async (client) => {
    const others = await fieldsOn(client, body.table);
    await requireRoom(client, body.table, others.length);
    const key = freeKey(body, new Set([RESERVED_KEY, ...others.map((field) => field.key)]));
    const choices = body.choices ?? null;
    const position = body.position ?? Math.max(0, ...others.map((field) => field.position)) + 1;
    await client.query(addColumnSql({ ...body, key, choices }));
    const after = await insertField(client, { ...body, key, choices, position });
    await auditChange(client, actor, { before: null, after });
    return after;
  });
}

/** Changes label, position or choices. Throws NOT_FOUND, or IN_USE for a choice that records hold. */
export async function changeCustomField(
  tenantId: string,
  id: string,
  body: CustomFieldChange,
  actor: Actor,
): Promise<CustomField> {
  return changeShape(tenantId, actor, async (client) => {
    const before = await requireField(client, id);
    if (body.choices) await changeChoices(client, before, body.choices);
    const after = await updateField(client, merge(before, body));
    await auditChange(client, actor, { before, after });
    return after;
  });
}

/**
 * Removes a field with its column and every value in it. Throws NOT_FOUND, and IN_USE with the number of records that hold
 * a value unless `confirm` is the field's key.
 */
export async function removeCustomField(
  tenantId: string,
  id: string,
  confirm: string | undefined,
  actor: Actor,
): Promise<CustomField> {
  return changeShape(tenantId, actor, async (client) => {
    const before = await requireField(client, id);
    if (confirm !== undefined && confirm !== before.key)
      throw fieldRefusal('RULE_VIOLATED', 'confirm', `This is not the key of the field, which is ${before.key}`);
    if (confirm === undefined) await requireUnused(client, before);
    await client.query(dropColumnSql(before));
    await deleteField(client, id);
    await auditChange(client, actor, { before, after: null });
    return before;
  });
}

/** Counted first while others work, and once more when nobody can write a value any more. */
async function requireUnused(client: pg.Client, field: CustomField): Promise<void> {
  refuseHolders(field, await countValues(client, field));
  await holdTable(client, field.table);
  refuseHolders(field, await countValues(client, field));
}

function refuseHolders({ key, label }: CustomField, count: number): void {
  if (count === 0) return;
  const holders = count === 1 ? '1 record holds' : `${count} records hold`;
  throw fieldRefusal(
    'IN_USE',
    'confirm',
    `${holders} a value in "${label}". To remove the field with all of them, confirm it by its key, ${key}.`,
  );
}

async function changeChoices(client: pg.Client, before: CustomField, choices: string[]): Promise<void> {
  requireChoices(before.type, choices);
  const gone = (before.choices ?? []).filter((choice) => !choices.includes(choice));
  const count = gone.length === 0 ? 0 : await countValues(client, before, gone);
  if (count > 0) throw choiceInUse(gone, `${count}`);
  await client.query(replaceCheckSql({ ...before, choices })).catch((error: pg.DatabaseError) => {
    throw error.code === CHECK_VIOLATION ? choiceInUse(gone, 'Some') : error;
  });
}

const choiceInUse = (gone: readonly string[], count: string) =>
  fieldRefusal(
    'IN_USE',
    'choices',
    `${count} of the records still hold ${gone.map((choice) => `"${choice}"`).join(' or ')}: change those first.`,
  );

function requireChoices(type: CustomField['type'], choices: readonly string[] | undefined): void {
  if ((type === 'CHOICE') === (choices !== undefined)) return;
  throw fieldRefusal(
    'RULE_VIOLATED',
    'choices',
    type === 'CHOICE' ? 'Say what the choices are' : 'Only a field of type CHOICE has choices',
  );
}

async function requireRoom(client: pg.Client, table: CustomFieldTable, count: number): Promise<void> {
  if (count >= MOST_CUSTOM_FIELDS)
    throw fieldRefusal('RULE_VIOLATED', 'table', `There are ${count} fields there already, and no more can be added`);
  if ((await columnsEver(client, table)) >= MOST_COLUMNS_EVER)
    throw new Refusal(
      'RULE_VIOLATED',
      'Fields have been added and removed here too often. Ask whoever runs this server to rebuild the table.',
    );
}

/** The key asked for, or one made from the label that is still free. */
function freeKey({ key, label }: NewCustomField, taken: ReadonlySet<string>): string {
  if (key !== undefined && !taken.has(key)) return key;
  if (key !== undefined) throw fieldRefusal('ALREADY_EXISTS', 'key', 'There is another field with this key.');
  for (let number = 1; ; number += 1) {
    const candidate = keyFromLabel(label, number);
    if (!taken.has(candidate)) return candidate;
  }
}
