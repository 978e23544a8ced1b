import { beforeAll, describe, expect, it } from 'vitest';
import { addCustomField } from '@/database/customFields';
import { type Client, type Company, makeCompany } from '../support/api';
import { asSuperuser } from '../support/database';
import { declare, FIELDS_PATH, lastAudit, makeRecordOf, ownColumns } from './customFieldCases';
import { atOnce, got, ifMatch, listed, refusal } from './support';

const CLI = { userId: null, sessionId: null, requestId: 'cli', ip: null };
const LONGEST = `k${'x'.repeat(39)}`;

let company: Company;
let owner: Client;
beforeAll(async () => {
  company = await makeCompany();
  owner = company.owner;
});

const add = (body: object, by = owner) => by.call('POST', FIELDS_PATH, body);
const text = (label: string, more: object = {}) => ({ table: 'customers', label, type: 'TEXT', ...more });

describe('declaring a field', () => {
  it.each([
    ['Lot n° / Partita', 'lot_n_partita'],
    ['2nd quality', 'nd_quality'],
    ['質', 'field'],
    ['Città', 'citta'],
    ['Constructor', 'constructor_2'],
    ['x'.repeat(80), 'x'.repeat(40)],
  ])('should make the key of "%s" from its label', async (label, key) => {
    const first = await declare(owner, { table: 'locations', label, type: 'TEXT' });
    const second = await declare(owner, { table: 'locations', label, type: 'TEXT' });
    const next = key.endsWith('_2') ? key.replace(/2$/, '3') : `${key.slice(0, 38)}_2`;
    expect([first.key, second.key]).toEqual([key, next]);
  });

  it('should answer it, list it in order, and leave an audit row of who did it', async () => {
    const { owner: by, id, ownerId } = await makeCompany();
    const second = await declare(by, text('Second', { position: 7 }));
    const third = await declare(by, text('Third'));
    const first = await declare(by, text('First', { position: 1 }));
    expect(first).toEqual({
      id: expect.any(String),
      table: 'customers',
      key: 'first',
      label: 'First',
      type: 'TEXT',
      choices: null,
      position: 1,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
    expect(await listed(by, FIELDS_PATH)).toEqual([first, second, third]);
    expect(await lastAudit(id, first.id)).toEqual({
      action: 'create',
      actor: ownerId,
      requestId: expect.any(String),
      before: null,
      after: first,
    });
  });

  it('should refuse a key that is taken on the same table only', async () => {
    await declare(owner, text('Taken', { key: 'taken' }));
    expect(refusal(await add(text('Again', { key: 'taken' })))).toEqual([409, 'ALREADY_EXISTS', 'key']);
    await declare(owner, { table: 'suppliers', label: 'Taken', type: 'TEXT', key: 'taken' });
  });

  it.each([
    ['choices for another type', { choices: ['a'] }, 422],
    ['a choice without choices', { type: 'CHOICE' }, 422],
    ['no choice at all', { type: 'CHOICE', choices: [] }, 400],
    ['too many choices', { type: 'CHOICE', choices: Array.from({ length: 51 }, (_, index) => `c${index}`) }, 400],
    ['a choice twice', { type: 'CHOICE', choices: ['a', 'a'] }, 400],
    ['a choice with a comma', { type: 'CHOICE', choices: ['a,b'] }, 400],
  ])('should refuse %s', async (_what, more, status) => {
    const answer = await add(text('Choice', more));
    expect([answer.status, answer.body.errors[0].path.split('.')[0]]).toEqual([status, 'choices']);
  });

  it.each([
    'Lot',
    '1lot',
    'lot-note',
    'lot note',
    '_lot',
    '',
    `${LONGEST}x`,
    'lot"; DROP TABLE customers; --',
    "lot' OR 1=1",
    'lòt',
    'lot\u0000',
    'lot\n',
    '__proto__',
    'a.b',
    'constructor',
  ])('should refuse the key %j', async (key) => {
    expect(refusal(await add(text('Odd', { key })))).toEqual([400, 'VALIDATION_FAILED', 'key']);
  });

  it('should refuse a table and a type that are not on the lists', async () => {
    const tables = ['audit_log', 'custom_fields', 'public.users', 'stock_balances', '"locations"', 'locations; --'];
    for (const table of tables)
      expect([table, ...refusal(await add({ ...text('T'), table }))]).toEqual([
        table,
        400,
        'VALIDATION_FAILED',
        'table',
      ]);
    for (const type of ['text', 'JSON', 'TEXT; --'])
      expect(refusal(await add({ ...text('T'), type }))).toEqual([400, 'VALIDATION_FAILED', 'type']);
  });

  it('should take hostile labels and choices for nothing but text', async () => {
    const hostile = ["'; DROP TABLE customers; --", `"x" '' \\ $1`, "E'\\x27", '$$;SELECT 1;$$'];
    const field = await declare(owner, text(hostile[0] ?? '', { type: 'CHOICE', choices: hostile, key: 'hostile' }));
    expect([field.label, field.choices]).toEqual([hostile[0], hostile]);
    for (const choice of hostile) {
      const { id } = await makeRecordOf(owner, 'customers', { custom: { hostile: choice } });
      const found = await listed(owner, `/customers?custom.hostile=${encodeURIComponent(choice)}`);
      expect(found.map((row) => row.id)).toEqual([id]);
    }
  });

  it('should refuse parameters and names that are no field, whatever they are', async () => {
    for (const name of ['nope', 'id', 'name', 'x_taken', 'taken"', 'taken::text', '__proto__', 'constructor', '']) {
      const path = `custom.${name}`;
      const body = JSON.stringify({ name: 'N', kind: 'BRAND' }).replace(
        '}',
        `,"custom":${JSON.stringify({ [name]: 'a' })}}`,
      );
      const raw = name === '__proto__' ? '{"name":"N","kind":"BRAND","custom":{"__proto__":"a"}}' : body;
      expect([name, ...refusal(await owner.call('POST', '/customers', raw))]).toEqual([
        name,
        400,
        'VALIDATION_FAILED',
        path,
      ]);
      const filtered = await owner.call('GET', `/customers?${encodeURIComponent(path)}=a`);
      expect([name, ...refusal(filtered)]).toEqual([name, 400, 'VALIDATION_FAILED', path]);
    }
    expect(refusal(await owner.call('GET', '/inventory/stock?custom.taken=a'))).toEqual([
      400,
      'VALIDATION_FAILED',
      'custom.taken',
    ]);
    expect((await owner.call('GET', '/customers?sort=custom.taken')).status).toBe(400);
    expect((await owner.call('GET', '/customers?custom.taken=a&custom.taken=b')).status).toBe(400);
  });

  it('should take the words of SQL and of JavaScript as keys, and the longest one twice over', async () => {
    const keys = ['select', 'order', 'prototype', 'valueof', LONGEST, `${LONGEST.slice(0, -1)}y`, 'a_1', 'a1'];
    const table = 'financial_transactions';
    for (const key of keys) await declare(owner, { table, label: key, type: 'TEXT', key });
    const custom = Object.fromEntries(keys.map((key, index) => [key, `value ${index}`]));
    const { id } = await makeRecordOf(owner, table, { custom });
    expect((await got(owner, '/finance/transactions', id)).custom).toEqual(custom);
    const [row] = await listed(owner, `/finance/transactions?custom.${LONGEST}=value%204&custom.a1=value%207`);
    expect(row?.custom).toEqual(custom);
    const none = Object.fromEntries(keys.map((key) => [key, null]));
    expect((await makeRecordOf(owner, table, { custom: {} })).custom).toEqual(none);
    expect((await makeRecordOf(owner, table, { custom: { a1: 'one' } })).custom).toEqual({ ...none, a1: 'one' });
  });

  it.each(['MANAGER', 'EMPLOYEE'] as const)('should not be for the role %s, which may read them', async (role) => {
    const member = await company.as(role);
    const field = await declare(owner, {
      table: 'inventory_items',
      label: 'Kept',
      type: 'TEXT',
      key: `kept_${role.toLowerCase()}`,
    });
    expect(refusal(await add(text('No'), member))).toEqual([403, 'FORBIDDEN']);
    expect((await member.call('PATCH', `${FIELDS_PATH}/${field.id}`, { label: 'No' })).status).toBe(403);
    expect((await member.call('DELETE', `${FIELDS_PATH}/${field.id}`)).status).toBe(403);
    expect(await listed(member, FIELDS_PATH)).toContainEqual(field);
  });

  it('should be for an ADMIN', async () => {
    expect((await add(text('By an admin'), await company.as('ADMIN'))).status).toBe(201);
  });
});

describe('the number of fields', () => {
  it('should be fifty on a table at most, however many are added at once', async () => {
    const { id, owner: by } = await makeCompany();
    await atOnce(44, (index) => addCustomField(id, { table: 'customers', label: `F${index}`, type: 'INTEGER' }, CLI));
    const answers = await atOnce(12, () => add(text('More'), by));
    const kept = answers.filter(({ status }) => status === 201).map(({ body }) => body.key);
    const expected = ['more', 'more_2', 'more_3', 'more_4', 'more_5', 'more_6'];
    expect(kept.sort()).toEqual(expected);
    for (const answer of answers.filter(({ status }) => status !== 201))
      expect(refusal(answer)).toEqual([422, 'RULE_VIOLATED', 'table']);
    expect(await ownColumns(id, 'customers')).toHaveLength(50);
    expect((await add({ table: 'suppliers', label: 'Elsewhere', type: 'TEXT' }, by)).status).toBe(201);
    const record = await makeRecordOf(by, 'customers', { custom: { f0: 1, more_6: 'last' } });
    expect(Object.keys(record.custom)).toHaveLength(50);
    expect((await listed(by, '/customers'))[0]?.custom).toEqual(record.custom);
  }, 60_000);

  it('should be one of a key, when several people add the same at once', async () => {
    const { id, owner: by } = await makeCompany();
    const answers = await atOnce(5, () => add(text('Same', { key: 'same' }), by));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
    expect(await ownColumns(id, 'customers')).toEqual(['x_same']);
  });
});

describe('changing a field', () => {
  const change = (id: string, body: object) => owner.call('PATCH', `${FIELDS_PATH}/${id}`, body);

  it('should change label and position, and keep what it holds', async () => {
    const field = await declare(owner, text('Before', { key: 'changed' }));
    const record = await makeRecordOf(owner, 'customers', { custom: { changed: 'kept' } });
    const { body } = await change(field.id, { label: 'After', position: 3 });
    expect(body).toEqual({ ...field, label: 'After', position: 3 });
    expect((await lastAudit(company.id, field.id)).before).toEqual(field);
    expect((await got(owner, '/customers', record.id)).custom.changed).toBe('kept');
  });

  it('should add choices, and take one away only when no record has it', async () => {
    const field = await declare(owner, text('Grade', { type: 'CHOICE', choices: ['A', 'B'], key: 'grade' }));
    const record = await makeRecordOf(owner, 'customers', { custom: { grade: 'B' } });
    expect((await change(field.id, { choices: ['A', 'B', 'C'] })).body.choices).toEqual(['A', 'B', 'C']);
    await makeRecordOf(owner, 'customers', { custom: { grade: 'C' } });
    const refused = await change(field.id, { choices: ['A', 'C'] });
    expect(refusal(refused)).toEqual([409, 'IN_USE', 'choices']);
    expect(refused.body.detail).toBe('1 of the records still hold "B": change those first.');
    await owner.call('PATCH', `/customers/${record.id}`, { custom: { grade: 'A' } }, ifMatch(record));
    expect((await change(field.id, { choices: ['C', 'A'] })).body.choices).toEqual(['C', 'A']);
    const gone = await owner.call('POST', '/customers', { name: 'B', kind: 'BRAND', custom: { grade: 'B' } });
    expect(refusal(gone)).toEqual([400, 'VALIDATION_FAILED', 'custom.grade']);
    await expect(
      asSuperuser(`UPDATE tenant_${company.id.replaceAll('-', '_')}.customers SET x_grade = 'B'`),
    ).rejects.toThrow('customers_x_grade_check');
  });

  it('should refuse choices for another type, and what may never change', async () => {
    const field = await declare(owner, text('Plain', { key: 'plain' }));
    expect(refusal(await change(field.id, { choices: ['a'] }))).toEqual([422, 'RULE_VIOLATED', 'choices']);
    for (const name of ['key', 'type', 'table'])
      expect(refusal(await change(field.id, { [name]: 'TEXT' }))).toEqual([400, 'VALIDATION_FAILED', name]);
  });
});

describe('removing a field', () => {
  const remove = (id: string, query = '') => owner.call('DELETE', `${FIELDS_PATH}/${id}${query}`);

  it('should be done at once when no record holds a value', async () => {
    const field = await declare(owner, { table: 'quality_records', label: 'Empty', type: 'DATE' });
    await makeRecordOf(owner, 'quality_records', { custom: { empty: null } });
    expect((await remove(field.id)).status).toBe(204);
    expect(await ownColumns(company.id, 'quality_records')).toEqual([]);
    expect((await listed(owner, '/quality/records'))[0]?.custom).toEqual({});
    expect(await lastAudit(company.id, field.id)).toMatchObject({ action: 'delete', before: field, after: null });
    expect((await remove(field.id)).status).toBe(404);
  });

  it('should say how many records hold a value, and be done when the key is typed', async () => {
    const field = await declare(owner, { table: 'production_orders', label: 'Rush', type: 'BOOLEAN' });
    const record = await makeRecordOf(owner, 'production_orders', { custom: { rush: false } });
    await makeRecordOf(owner, 'production_orders', { custom: { rush: true } });
    const refused = await remove(field.id);
    expect([...refusal(refused), refused.body.detail]).toEqual([
      409,
      'IN_USE',
      'confirm',
      '2 records hold a value in "Rush". To remove the field with all of them, confirm it by its key, rush.',
    ]);
    expect(refusal(await remove(field.id, '?confirm=Rush'))).toEqual([422, 'RULE_VIOLATED', 'confirm']);
    expect((await got(owner, '/production/orders', record.id)).custom).toEqual({ rush: false });
    expect((await remove(field.id, '?confirm=rush')).status).toBe(204);
    expect((await got(owner, '/production/orders', record.id)).custom).toEqual({});
    const again = await declare(owner, { table: 'production_orders', label: 'Rush', type: 'INTEGER' });
    expect((await got(owner, '/production/orders', record.id)).custom).toEqual({ [again.key]: null });
  });
});
