import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseManager } from '@/database/connection';
import { addCustomField, removeCustomField } from '@/database/customFields';
import { proveIsolation } from '@/database/proof';
import { tenantSchema } from '@/database/tenantName';
import { declare, FIELDS_PATH, makeRecordOf, ownColumns } from '../integration/customFieldCases';
import { listed, type Made, refusal } from '../integration/support';
import { type Company, makeCompany } from '../support/api';
import { asSuperuser, connectAs, contentsOf, sqlState } from '../support/database';
import { sendsOnPurpose, statementErrors } from '../support/statements';

/** Nothing is heard from the database here: what this process knows of fields is as old as it can be. */
databaseManager.onChange = () => undefined;

const ELSEWHERE = { userId: null, sessionId: null, requestId: 'elsewhere', ip: null };
const DENIED = '42501';
const UNKNOWN_COLUMN = '42703';

describe('the fields of one company', () => {
  let company: Company;
  let other: Company;
  let field: Made;
  let client: pg.Client;

  beforeAll(async () => {
    [company, other] = await Promise.all([makeCompany(), makeCompany()]);
    await makeRecordOf(other.owner, 'suppliers');
    field = await declare(company.owner, { table: 'suppliers', label: 'Secret note', type: 'TEXT' });
    await makeRecordOf(company.owner, 'suppliers', { custom: { secret_note: 'Ours' } });
    client = await connectAs(company.id);
  });
  afterAll(() => client.end());

  it('should not be there for another: not in its lists, its schema, its document or its bodies', async () => {
    const { owner } = other;
    expect(await listed(owner, FIELDS_PATH)).toEqual([]);
    expect((await listed(owner, '/suppliers')).map(({ custom }) => custom)).toEqual([{}]);
    expect(await ownColumns(other.id, 'suppliers')).toEqual([]);
    expect((await owner.call('GET', '/tenants/current/openapi.json')).text).not.toContain('secret_note');
    const body = { name: 'S', kind: 'YARN', custom: { secret_note: 'a' } };
    expect(refusal(await owner.call('POST', '/suppliers', body))).toEqual([
      400,
      'VALIDATION_FAILED',
      'custom.secret_note',
    ]);
    expect((await owner.call('GET', '/suppliers?custom.secret_note=Ours')).status).toBe(400);
  });

  it('should be changed and removed by nobody of another, who is told that there is no such field', async () => {
    const before = await Promise.all([contentsOf(company.id), contentsOf(other.id)]);
    const path = `${FIELDS_PATH}/${field.id}`;
    expect((await other.owner.call('PATCH', path, { label: 'Mine' })).status).toBe(404);
    expect((await other.owner.call('DELETE', `${path}?confirm=secret_note`)).status).toBe(404);
    expect(await Promise.all([contentsOf(company.id), contentsOf(other.id)])).toEqual(before);
  });

  it('should leave another company as it was: its rows, its version, its columns', async () => {
    const before = await contentsOf(other.id);
    await declare(company.owner, { table: 'customers', label: 'One more', type: 'INTEGER' });
    expect(await contentsOf(other.id)).toEqual(before);
    const versions = await asSuperuser('SELECT shape_version AS version FROM tenants WHERE id = ANY($1) ORDER BY id', [
      [company.id, other.id],
    ]);
    expect(versions).toEqual(expect.arrayContaining([{ version: 0 }, { version: 2 }]));
  });

  it.each([
    ['declare a field', `INSERT INTO custom_fields VALUES (gen_random_uuid(), 'suppliers', 'a', 'A', 'TEXT', NULL, 1)`],
    ['change a declaration', `UPDATE custom_fields SET label = 'x'`],
    ['delete a declaration', 'DELETE FROM custom_fields'],
    ['empty the declarations', 'TRUNCATE custom_fields'],
    ['add a column', 'ALTER TABLE suppliers ADD COLUMN x_mine text'],
    ['drop a column', 'ALTER TABLE suppliers DROP COLUMN x_secret_note'],
    ['drop a CHECK', 'ALTER TABLE suppliers DROP CONSTRAINT suppliers_x_secret_note_check'],
  ])("should not be for the company's own role to %s", async (_what, sql) => {
    expect(await sqlState(client, sql)).toBe(DENIED);
  });

  it("should be read by the company's own role, and no more than its own", async () => {
    expect((await client.query('SELECT key FROM custom_fields ORDER BY 1')).rows).toEqual([
      { key: 'one_more' },
      { key: 'secret_note' },
    ]);
    expect(await sqlState(client, `SELECT 1 FROM ${tenantSchema(other.id)}.custom_fields`)).toBe(DENIED);
  });

  it('should leave the wall between the companies standing', async () => {
    const operator = await import('@/database/owner');
    expect(await operator.asOperator(proveIsolation)).toEqual([]);
  });
});

describe('fields that were changed by another process, which this one has not heard of', () => {
  let company: Company;
  let record: Made;

  beforeAll(async () => {
    company = await makeCompany();
    record = await makeRecordOf(company.owner, 'suppliers');
  });
  afterAll(() => {
    for (const { code, text } of statementErrors()) if (code === UNKNOWN_COLUMN) sendsOnPurpose(text);
  });

  /** A field this process knows of, then as another leaves it. */
  async function known(key: string, type: 'TEXT' | 'INTEGER' = 'TEXT'): Promise<Made> {
    const field = await declare(company.owner, { table: 'suppliers', label: key, key, type });
    expect((await listed(company.owner, '/suppliers'))[0]?.custom).toEqual({ [key]: null });
    return field;
  }
  const removed = (field: Made) => removeCustomField(company.id, field.id, field.key, ELSEWHERE);
  const unheard = () => statementErrors().filter(({ code }) => code === UNKNOWN_COLUMN).length;

  it('should be gone from lists and records at once', async () => {
    await removed(await known('gone'));
    const before = unheard();
    expect((await listed(company.owner, '/suppliers'))[0]?.custom).toEqual({});
    expect(unheard()).toBe(before + 1);
    expect((await company.owner.call('GET', `/suppliers/${record.id}`)).body.custom).toEqual({});
  });

  it('should be refused as unknown in bodies and filters, and the rest be written', async () => {
    await removed(await known('written'));
    const { owner } = company;
    const written = await owner.call('POST', '/suppliers', { name: 'W', kind: 'YARN', custom: { written: 'a' } });
    expect(refusal(written)).toEqual([400, 'VALIDATION_FAILED', 'custom.written']);
    await removed(await known('filtered'));
    expect(refusal(await owner.call('GET', '/suppliers?custom.filtered=a'))).toEqual([
      400,
      'VALIDATION_FAILED',
      'custom.filtered',
    ]);
    await removed(await known('beside'));
    const made = await owner.call(
      'POST',
      '/suppliers',
      { name: 'Beside', kind: 'YARN' },
      { 'idempotency-key': 'once' },
    );
    expect([made.status, made.body.custom]).toEqual([201, {}]);
    expect(await listed(owner, '/suppliers?q=Beside')).toHaveLength(1);
  });

  it('should be of their new type when they came back with another', async () => {
    await removed(await known('turned'));
    await addCustomField(
      company.id,
      { table: 'suppliers', label: 'turned', key: 'turned', type: 'INTEGER' },
      ELSEWHERE,
    );
    const { owner } = company;
    const answer = await owner.call('POST', '/suppliers', { name: 'T', kind: 'YARN', custom: { turned: 'text' } });
    expect(refusal(answer)).toEqual([400, 'VALIDATION_FAILED', 'custom.turned']);
    const [field] = await listed(owner, FIELDS_PATH);
    await removed(field as Made);
  });

  it('should be a reason to try again, when they change all the while', async () => {
    const field = await known('moving');
    const schema = tenantSchema(company.id);
    await asSuperuser(`UPDATE ${schema}.custom_fields SET label = 'Moved' WHERE id = $1`, [field.id]);
    await asSuperuser(`ALTER TABLE ${schema}.suppliers DROP COLUMN x_moving`);
    const answer = await company.owner.call('GET', '/suppliers');
    expect(refusal(answer)).toEqual([503, 'UNAVAILABLE']);
    expect(answer.body.detail).toBe('The fields of this company have just changed: try again.');
    expect(answer.headers.get('retry-after')).not.toBeNull();
    await asSuperuser(`DELETE FROM ${schema}.custom_fields`);
  });
});
