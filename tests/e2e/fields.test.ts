import { beforeAll, describe, expect, it } from 'vitest';
import { lastAudit, makeRecordOf } from '../integration/customFieldCases';
import { type Company, makeCompany } from '../support/api';
import { asSuperuser, secret } from '../support/database';
import { runToEnd } from '../support/processes';

const lavoro = (...args: string[]) =>
  runToEnd(process.execPath, ['build/lavoro.mjs', 'fields', ...args], {
    env: {
      DATABASE_URL: process.env.DATABASE_URL ?? '',
      APP_SECRET: secret,
      LAVORO_DATA_DIR: process.env.LAVORO_DATA_DIR ?? '',
    },
  });

describe('lavoro fields', () => {
  let company: Company;
  let slug: string;
  beforeAll(async () => {
    company = await makeCompany();
    const rows = await asSuperuser<{ slug: string }>('SELECT slug FROM tenants WHERE id = $1', [company.id]);
    slug = rows[0]?.slug ?? '';
  });

  it('should add a field, list it, and remove it once the key is typed', async () => {
    expect(await lavoro('list', slug)).toEqual({ code: 0, output: 'This company has no fields of its own.\n' });
    const grade = ['--table', 'customers', '--label', 'Grade', '--type', 'CHOICE', '--choices', 'A, B'];
    const added = await lavoro('add', slug, ...grade, '--json', '--by', 'anna');
    const [field] = JSON.parse(added.output).fields;
    expect(field).toMatchObject({ table: 'customers', key: 'grade', choices: ['A', 'B'] });
    expect(await lastAudit(company.id, field.id)).toMatchObject({
      action: 'create',
      actor: null,
      requestId: 'cli:anna',
    });
    await makeRecordOf(company.owner, 'customers');
    expect((await lavoro('list', company.id)).output).toBe('customers.grade  CHOICE (A, B)  Grade\n');
    await asSuperuser(`UPDATE tenant_${company.id.replaceAll('-', '_')}.customers SET x_grade = 'A'`);
    const refused = await lavoro('remove', slug, 'customers', 'grade');
    expect([refused.code, refused.output]).toEqual([1, expect.stringContaining('1 record holds a value in "Grade".')]);
    expect((await lavoro('remove', slug, 'customers', 'grade', '--confirm', 'grade')).code).toBe(0);
    expect(JSON.parse((await lavoro('list', slug, '--json')).output)).toEqual({ fields: [] });
  });

  it.each([
    [['list', 'nowhere'], 1, 'There is no company "nowhere".'],
    [['remove', 'SLUG', 'customers', 'nope'], 1, 'There is no field "nope" on customers.\n'],
    [['add', 'SLUG', '--table', 'users', '--label', 'L', '--type', 'TEXT'], 2, 'Allowed choices are locations'],
    [['add', 'SLUG', '--table', 'customers', '--label', 'L', '--type', 'CHOICE'], 1, 'Say what the choices are'],
    [['add', 'SLUG', '--table', 'customers'], 2, "Required option '--label <text>' not specified"],
  ])('should say what is wrong with %j', async (args, code, sentence) => {
    const answer = await lavoro(...args.map((arg) => (arg === 'SLUG' ? slug : arg)));
    expect([answer.code, answer.output]).toEqual([code, expect.stringContaining(sentence)]);
  });
});
