import { beforeAll, describe, expect, it } from 'vitest';
import { type Change, changeHash } from '@/database/changes';
import { databaseManager } from '@/database/connection';
import { addCustomField, removeCustomField } from '@/database/customFields';
import { CONTROL_ROLE } from '@/database/owner';
import { tenantSchema } from '@/database/tenantName';
import { type Company, client, makeCompany } from '../support/api';
import { until } from '../support/broker';
import { sendsOnPurpose, statementsOf } from '../support/statements';
import { declare, FIELDS_PATH, makeRecordOf } from './customFieldCases';
import { ifMatch, listed, type Made } from './support';

const CLI = { userId: null, sessionId: null, requestId: 'cli', ip: null };

/** What this process has heard of changes, from before anything is asked. */
const heard: Change[] = [];
databaseManager.onChange((change) => heard.push(change));

/** What is sent to PostgreSQL for one request of the company, by login. */
async function sentFor(
  company: Company,
  request: () => Promise<unknown>,
): Promise<{ own: string[]; control: string[] }> {
  const sent = await statementsOf(request);
  const of = (login: string) => sent.filter(({ role }) => role === login).map(({ text }) => text);
  return { own: of(tenantSchema(company.id)), control: of(CONTROL_ROLE) };
}

describe('a company without fields of its own', () => {
  let company: Company;
  let record: Made;
  beforeAll(async () => {
    company = await makeCompany();
    record = await makeRecordOf(company.owner, 'suppliers');
  });

  const SHARED = [
    'id',
    'version',
    'created_at',
    'updated_at',
    'archived_at',
    'code',
    'name',
    'kind',
    'contact_name',
    'email',
    'phone',
    'country',
    'address_line_1',
    'address_line_2',
    'city',
    'state',
    'pincode',
    'tax_id',
    'pan',
    'registration_number',
    'currency',
    'payment_terms',
    'terms',
    'notes',
    'tags',
    'merged_into',
    'lead_time_days',
    'minimum_order',
  ];
  const columns = SHARED.map((name) => `"${name}"`).join(', ');

  it('should be answered with one statement, from its very first request on', async () => {
    const fresh = await makeCompany();
    const { own } = await sentFor(fresh, () => fresh.owner.call('GET', '/customers'));
    expect(own).toEqual([expect.stringContaining('from "customers"')]);
  });

  it('should be answered with the same statements as if there were no such fields', async () => {
    const path = `/suppliers/${record.id}`;
    // The change feed has just begun to listen, and made everything be read once more.
    await until(async () => (await sentFor(company, () => company.owner.call('GET', path))).control.length === 0);
    const get = await sentFor(company, () => company.owner.call('GET', path));
    expect(get).toEqual({
      own: [
        `select ${columns} from "suppliers" where "id" = $1 and true`,
        expect.stringMatching(/^SELECT .*"partner_contacts"/s),
        expect.stringMatching(/^select .*"quality_records"/s),
        expect.stringMatching(/^\s*SELECT .*FROM stock_documents/s),
      ],
      control: [],
    });
    expect(get.own.join()).not.toMatch(/custom|"x_/);
    const list = await sentFor(company, () => company.owner.call('GET', '/suppliers'));
    expect(list).toEqual({
      own: [
        `select ${columns}, "suppliers"."name"::text as "cursor_key_0", "suppliers"."id"::text as "cursor_key_1" from "suppliers" where "suppliers"."archived_at" IS NULL order by "suppliers"."name" asc, "suppliers"."id" asc limit $1`,
      ],
      control: [],
    });
  });

  it('should write no more than before', async () => {
    const change = await sentFor(company, () =>
      company.owner.call('PATCH', `/suppliers/${record.id}`, { name: 'Changed' }, ifMatch(record)),
    );
    const statements = change.own.flatMap((message) => message.split('; '));
    expect(statements.map((text) => text.trim().split(' ')[0]?.toLowerCase())).toEqual([
      'begin',
      'select',
      // The supplier with its lists, before and after; who else looks like it with the new name, while nobody enters one.
      'select',
      'select',
      'select',
      'select',
      'update',
      'select',
      'select',
      'insert',
      // What is measured of it: inspections, and deliveries.
      'select',
      'select',
      'commit',
    ]);
    expect(change.own.join()).not.toMatch(/custom|"x_/);
  });
});

describe('a company with fields of its own', () => {
  let company: Company;
  beforeAll(async () => {
    company = await makeCompany();
    await declare(company.owner, { table: 'suppliers', label: 'Note', type: 'TEXT' });
    await makeRecordOf(company.owner, 'suppliers', { custom: { note: 'a' } });
  });

  it('should be answered with one statement too, once its fields are known', async () => {
    const read = () => sentFor(company, () => company.owner.call('GET', '/suppliers?custom.note=a'));
    await until(async () => (await read()).control.length === 0);
    const { own, control } = await read();
    expect([own.length, control]).toEqual([1, []]);
    expect(own[0]).toContain('"suppliers"."x_note" = ANY($1)');
  });

  it("should have no statement of its own kept in every connection's memory", async () => {
    for (const path of ['/suppliers', '/locations']) await company.owner.call('GET', path);
    const kept = sendsOnPurpose(`SELECT statement AS text FROM pg_prepared_statements WHERE name LIKE 'hot%'`);
    const { rows } = await databaseManager.getTenantPool(company.id).query<{ text: string }>(kept);
    const lists = rows.map(({ text }) => text).filter((text) => text.includes('cursor_key'));
    expect(lists).toEqual([expect.stringContaining('from "locations"')]);
  });

  it('should have a cursor that is good only for the same fields', async () => {
    await makeRecordOf(company.owner, 'suppliers');
    const { nextCursor } = (await company.owner.call('GET', '/suppliers?limit=1')).body;
    const next = `/suppliers?limit=1&cursor=${nextCursor}`;
    expect((await company.owner.call('GET', next)).body.data).toHaveLength(1);
    expect((await company.owner.call('GET', `${next}&custom.note=a`)).status).toBe(400);
    await declare(company.owner, { table: 'suppliers', label: 'Other', type: 'TEXT' });
    expect((await company.owner.call('GET', next)).status).toBe(400);
  });

  it('should know at once of what another process or a person at a terminal has changed', async () => {
    await until(() => heard.some(({ kind }) => kind === 'all'));
    const keys = async () => (await listed(company.owner, FIELDS_PATH)).map(({ key }) => key);
    const hearing = async <T>(change: () => Promise<T>): Promise<T> => {
      await keys();
      const since = heard.length;
      const result = await change();
      await until(() =>
        heard.slice(since).some((each) => each.kind === 'tenant' && each.hash === changeHash(company.id)),
      );
      return result;
    };
    const body = { table: 'customers', label: 'Heard', type: 'DATE' } as const;
    const field = await hearing(() => addCustomField(company.id, body, CLI));
    expect(await keys()).toContain('heard');
    const record = await makeRecordOf(company.owner, 'customers', { custom: { heard: '2026-01-31' } });
    expect(record.custom.heard).toBe('2026-01-31');
    await hearing(() => removeCustomField(company.id, field.id, 'heard', CLI));
    expect(await keys()).not.toContain('heard');
  });

  it('should have an OpenAPI document with its fields, and the public one without', async () => {
    await declare(company.owner, { table: 'locations', label: 'Grade', type: 'CHOICE', choices: ['A', 'B'] });
    const { body } = await company.owner.call('GET', '/tenants/current/openapi.json');
    const { get, post } = body.paths['/api/v1/locations'];
    const rows = get.responses['200'].content['application/json'].schema.properties.data.items;
    expect(rows.properties.custom).toMatchObject({
      properties: { grade: { anyOf: [{ type: 'string', enum: ['A', 'B'] }, { type: 'null' }] } },
      required: ['grade'],
    });
    const sent = post.requestBody.content['application/json'].schema.properties.custom;
    expect([Object.keys(sent.properties), sent.additionalProperties, sent.required]).toEqual([
      ['grade'],
      false,
      undefined,
    ]);
    expect(get.parameters.map(({ name }: { name: string }) => name)).toContain('custom.grade');
    expect(body.paths['/api/v1/customers'].get.parameters).not.toContainEqual(
      expect.objectContaining({ name: 'custom.grade' }),
    );
    const open = (await client().call('GET', '/openapi.json')).body;
    const generic =
      open.paths['/api/v1/locations'].post.requestBody.content['application/json'].schema.properties.custom;
    expect([generic.type, generic.properties]).toEqual(['object', undefined]);
    expect(JSON.stringify(open)).not.toContain('"grade"');
  });
});
