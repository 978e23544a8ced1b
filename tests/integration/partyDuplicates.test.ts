import { beforeAll, describe, expect, it } from 'vitest';
import { type Client, type Company, makeCompany } from '../support/api';
import { asSuperuser, connectAs } from '../support/database';
import { atOnce, got, ifMatch, type Made, made, refusal } from './support';

const PARTIES = [
  { path: '/suppliers', one: 'supplier', kind: 'YARN' },
  { path: '/customers', one: 'customer', kind: 'BRAND' },
] as const;

describe.each(PARTIES)('a $one that looks like another', ({ path, kind }) => {
  let company: Company;
  let owner: Client;
  let alba: Made;
  beforeAll(async () => {
    company = await makeCompany({ country: 'Italy' });
    owner = company.owner;
    alba = await made(owner, path, {
      name: 'Filatura Alba S.p.A.',
      kind,
      country: 'Italy',
      taxId: 'IT00743110157',
      email: 'info@alba.test',
      phone: '+39 0574 123456',
    });
  });
  const post = (fields: object) => owner.call('POST', path, { name: 'Quite another', kind, ...fields });

  it.each([
    ['name', { name: 'FILATURA ALBA Srl' }],
    ['name', { name: 'Filatura Abla' }],
    ['taxId', { taxId: '007 431 101 57', country: 'Italia' }],
    ['taxId', { taxId: 'IT00743110157' }],
    ['email', { email: 'INFO@alba.test' }],
    ['phone', { phone: '+39 (0574) 12-34-56' }],
  ])('should be refused for its %s: %j', async (reason, fields) => {
    const answer = await post(fields);
    expect(refusal(answer)).toEqual([409, 'LOOKS_LIKE_ANOTHER', reason]);
    expect(answer.body.detail).toContain(`${alba.code} Filatura Alba S.p.A.`);
  });

  it('should be named with everything that is alike', async () => {
    const answer = await post({ name: 'Filatura Alba', email: 'info@alba.test', phone: '+390574123456' });
    expect(refusal(answer)).toEqual([409, 'LOOKS_LIKE_ANOTHER', 'email', 'phone', 'name']);
  });

  it('should be entered all the same when that is said, and not kept as a field', async () => {
    const { status, body } = await post({ name: 'Filatura Alba', code: 'AGAIN', allowDuplicate: true });
    expect([status, body.code, 'allowDuplicate' in body]).toEqual([201, 'AGAIN', false]);
    expect(refusal(await post({ name: 'Filatura Alba', allowDuplicate: false }))[1]).toBe('LOOKS_LIKE_ANOTHER');
    expect(refusal(await post({ name: 'Filatura Alba', allowDuplicate: 'yes' }))).toEqual([
      400,
      'VALIDATION_FAILED',
      'allowDuplicate',
    ]);
  });

  it('should not use up a number when it is refused', async () => {
    const next = async () => Number((await made(owner, path, { name: 'Counts', kind })).code.slice(-5));
    const before = await next();
    await post({ name: 'Filatura Alba SRL' });
    expect(await next()).toBe(before + 1);
  });

  it('should be found also when the other one is archived, which is said', async () => {
    const away = await made(owner, path, { name: 'Tintoria Serchio', kind });
    await owner.call('POST', `${path}/${away.id}/actions/archive`);
    const answer = await post({ name: 'Tintoria Serchio' });
    expect(refusal(answer)).toEqual([409, 'LOOKS_LIKE_ANOTHER', 'name']);
    expect(answer.body.detail).toContain('Tintoria Serchio (archived)');
  });

  it('should be refused when a change makes it so, and not for what it was before', async () => {
    const other = await made(owner, path, { name: 'Ritorcitura Bisenzio', kind, email: 'info@alba.test' });
    const change = (body: object) => owner.call('PATCH', `${path}/${other.id}`, body, ifMatch(other));
    expect(refusal(await change({ name: 'Filatura Alba' }))).toEqual([409, 'LOOKS_LIKE_ANOTHER', 'name']);
    expect(refusal(await change({ phone: alba.phone, city: 'Prato' }))).toEqual([409, 'LOOKS_LIKE_ANOTHER', 'phone']);
    expect(await got(owner, path, other.id)).toEqual(other);
    const moved = await change({ city: 'Prato', email: 'info@alba.test', name: 'Ritorcitura Bisenzio' });
    expect(moved.body).toMatchObject({ city: 'Prato', version: 2 });
    const renamed = { name: 'Filatura Alba', allowDuplicate: true };
    expect((await owner.call('PATCH', `${path}/${other.id}`, renamed, ifMatch(moved.body))).status).toBe(200);
  });

  it('should be one of two when two are entered at once, with codes of their own', async () => {
    const db = await connectAs(company.id);
    // Lets both look for others, and neither enter anything, until both have looked or wait for their turn.
    await db.query('BEGIN');
    await db.query(`LOCK TABLE ${path.slice(1)} IN SHARE MODE`);
    const entering = atOnce(2, (index) => post({ name: 'Maglificio Ombrone', code: `AT-ONCE-${index}` }));
    const waiters = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    while ((await asSuperuser(waiters)).length < 2);
    await db.query('ROLLBACK');
    await db.end();
    expect((await entering).map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  it('should be neither of the other kind nor of another company', async () => {
    const elsewhere = (await makeCompany({ country: 'Italy' })).owner;
    expect((await elsewhere.call('POST', path, { name: 'Filatura Alba', kind })).status).toBe(201);
    const other = PARTIES.find((each) => each.path !== path) ?? PARTIES[0];
    expect((await owner.call('POST', other.path, { name: 'Filatura Alba', kind: other.kind })).status).toBe(201);
  });

  describe('while it is being typed', () => {
    const ask = async (query: Record<string, string>, by = owner) =>
      by.call('GET', `${path}/duplicates?${new URLSearchParams(query)}`);

    it('should be found by what there is of it, the likest first', async () => {
      const query = { name: 'filatura alba', taxId: 'it00743110157', country: 'Italy', phone: '+39 0574 123456' };
      const { status, body } = await ask(query);
      expect([status, body.data[0]]).toEqual([
        200,
        {
          id: alba.id,
          code: alba.code,
          name: 'Filatura Alba S.p.A.',
          city: null,
          country: 'Italy',
          archivedAt: null,
          reasons: ['taxId', 'phone', 'name'],
        },
      ]);
      const { body: mailed } = await ask({ email: 'INFO@ALBA.test' });
      expect(mailed.data).toContainEqual(expect.objectContaining({ id: alba.id, reasons: ['email'] }));
    });

    it('should be nothing where nothing is alike, nothing was typed, or only half', async () => {
      for (const query of [
        {},
        { name: 'Fil' },
        { name: '%' },
        { name: '___' },
        { country: 'Italy' },
        { email: 'info' },
      ])
        expect([query, (await ask(query)).body]).toEqual([query, { data: [] }]);
    });

    it('should refuse what it does not know, and be open to whoever sees partners', async () => {
      for (const query of ['id=1', 'name=', 'limit=5', `name=${'x'.repeat(161)}`])
        expect([query, (await owner.call('GET', `${path}/duplicates?${query}`)).status]).toEqual([query, 400]);
      expect((await ask({ name: 'Filatura Alba' }, await company.as('EMPLOYEE'))).status).toBe(200);
    });
  });

  it('should be found among those entered before there were keys to compare, once these are filled', async () => {
    const { batch } = await import('../../prisma/tenant/migrations/20261126100003_partner_keys/data');
    const schema = `tenant_${company.id.replaceAll('-', '_')}`;
    await made(owner, path, {
      name: 'Pettinatura Antica',
      kind,
      taxId: 'IT 00488410010',
      country: 'Italy',
      terms: 'Old',
    });
    await asSuperuser(`UPDATE ${schema}.${path.slice(1)} SET name_key = NULL, tax_key = NULL`);
    await asSuperuser(`DELETE FROM ${schema}.partner_terms`);
    expect((await owner.call('GET', `${path}/duplicates?name=pettinatura%20antica`)).body.data).toEqual([]);
    const rows = {
      query: async <Row extends object>(text: string, values: readonly unknown[] = []) => {
        const inSchema = text.replaceAll(/\b(suppliers|customers|partner_terms)\b(?!\.)/g, `${schema}.$1`);
        const found = await asSuperuser<Row>(inSchema, [...values]);
        return { rows: found, rowCount: found.length };
      },
    };
    for (let cursor: string | null = null, turns = 0; turns < 10; turns += 1) {
      const moved: { cursor: string } | null = await batch(rows, cursor);
      if (!moved) break;
      cursor = moved.cursor;
    }
    const query = `name=pettinatura%20antica&taxId=00488410010&country=IT`;
    const [found] = (await owner.call('GET', `${path}/duplicates?${query}`)).body.data;
    expect(found).toMatchObject({ name: 'Pettinatura Antica', reasons: ['taxId', 'name'] });
    const { body } = await owner.call('GET', `${path}/${found.id}/terms`);
    expect(body.data).toMatchObject([{ number: 1, text: 'Old', current: true }]);
  });
});
