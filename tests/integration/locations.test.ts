import type pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, type Company, makeCompany } from '../support/api';
import { connectAs, sqlState } from '../support/database';
import { atOnce, auditLog, got, ifMatch, listed, type Made, made, refusal } from './support';

let company: Company;
let owner: Client;
let db: pg.Client;
let count = 0;

beforeAll(async () => {
  company = await makeCompany({ country: 'Italy' });
  owner = company.owner;
  db = await connectAs(company.id);
});
afterAll(() => db.end());

const makeLocation = (fields: object = {}): Promise<Made> => {
  count += 1;
  return made(owner, '/locations', { name: `Place ${count}`, locationType: 'WAREHOUSE', ...fields });
};
const change = (location: Made, body: object) =>
  owner.call('PATCH', `/locations/${location.id}`, body, ifMatch(location));
const remove = (location: Made) => owner.call('DELETE', `/locations/${location.id}`, undefined, ifMatch(location));
const reload = ({ id }: Made) => got(owner, '/locations', id);
const setPrimary = (title: 'default' | 'headquarters', { id }: Made) =>
  owner.call('POST', `/locations/${id}/actions/set-${title}`);

/** The ids of the locations that carry each flag. */
async function primaries(): Promise<{ default: string[]; headquarters: string[] }> {
  const all = await listed(owner, '/locations?limit=200');
  const ids = (flag: string) => all.filter((location) => location[flag]).map(({ id }) => id);
  return { default: ids('isDefault'), headquarters: ids('isHeadquarters') };
}

describe('a new company', () => {
  it('should have one active location that is both default and headquarters', async () => {
    const { owner: other } = await makeCompany({ country: 'India' });
    const [first, ...more] = await listed(other, '/locations');
    expect(first).toMatchObject({
      name: 'Headquarters',
      country: 'India',
      isDefault: true,
      isHeadquarters: true,
      isActive: true,
    });
    expect(more).toEqual([]);
  });
});

describe('a location', () => {
  it('should be given back as it was made, with its version as ETag', async () => {
    const body = {
      name: 'Dye works',
      locationType: 'DYE_HOUSE',
      email: 'Dye@Mill.Test',
      phone: '+39 055 123-4567',
      city: 'Prato',
    };
    const answer = await owner.call('POST', '/locations', body);
    expect(answer.status).toBe(201);
    expect(answer.headers.get('etag')).toBe('"1"');
    expect(answer.body).toMatchObject({
      name: 'Dye works',
      email: 'dye@mill.test',
      phone: '+390551234567',
      city: 'Prato',
      version: 1,
    });
    expect(answer.body).toMatchObject({
      tenantId: company.id,
      pincode: null,
      isActive: true,
      isDefault: false,
      isHeadquarters: false,
    });
    expect(await reload(answer.body)).toEqual(answer.body);
    expect(await listed(owner, '/locations?q=dye%20works')).toEqual([answer.body]);
  });

  it('should keep what a change leaves out, and lose what a change sets to null', async () => {
    const location = await makeLocation({ city: 'Biella', state: 'BI' });
    const answer = await change(location, { city: null, name: 'Wool store' });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ name: 'Wool store', city: null, state: 'BI', version: 2 });
  });

  it.each([
    ['WATERFRONT', 'water front', 'Waterfront'],
    ['FÁBRICA', 'x', 'Fábrica'],
    ['ＤＯＣＫ É', 'y', 'ｄｏｃｋ é'],
  ])('should be refused the name %s of another one, whatever the case', async (taken, free, again) => {
    await makeLocation({ name: taken });
    const other = await makeLocation({ name: free });
    expect(refusal(await owner.call('POST', '/locations', { name: again, locationType: 'STORE' }))).toEqual([
      409,
      'ALREADY_EXISTS',
      'name',
    ]);
    expect(refusal(await change(other, { name: again }))).toEqual([409, 'ALREADY_EXISTS', 'name']);
  });

  it('should be allowed to change the case of its own name', async () => {
    const location = await makeLocation({ name: 'north shed' });
    expect((await change(location, { name: 'North Shed' })).body.name).toBe('North Shed');
  });

  it('should be gone once deleted, and its name free again', async () => {
    const location = await makeLocation({ name: 'Short lived' });
    expect((await remove(location)).status).toBe(204);
    expect((await owner.call('GET', `/locations/${location.id}`)).status).toBe(404);
    expect((await makeLocation({ name: 'Short lived' })).id).not.toBe(location.id);
  });

  it('should not be found by an id that is none', async () => {
    for (const id of [uuidv7(), 'x', '1%27', '00000000-0000-0000-0000-000000000000']) {
      expect(refusal(await owner.call('GET', `/locations/${id}`))).toEqual([404, 'NOT_FOUND']);
    }
  });

  it('should be read by everybody, changed by managers, and made or deleted by administrators only', async () => {
    const location = await makeLocation();
    const attempts = async (by: Client) => [
      (await by.call('GET', `/locations/${location.id}`)).status,
      (await by.call('PATCH', `/locations/${location.id}`, {}, ifMatch(await reload(location)))).status,
      (await by.call('POST', `/locations/${location.id}/actions/set-default`)).status,
      (await by.call('POST', '/locations', { name: `By role ${uuidv7()}`, locationType: 'STORE' })).status,
      (await by.call('DELETE', `/locations/${uuidv7()}`, undefined, { 'if-match': '"1"' })).status,
    ];
    expect(await attempts(await company.as('EMPLOYEE'))).toEqual([200, 403, 403, 403, 403]);
    expect(await attempts(await company.as('MANAGER'))).toEqual([200, 200, 403, 403, 403]);
    expect(await attempts(await company.as('ADMIN'))).toEqual([200, 200, 200, 201, 404]);
  });
});

describe('the version of a location', () => {
  it.each(['PATCH', 'DELETE'])('should be asked for by %s', async (method) => {
    const { id } = await makeLocation();
    const ask = (headers: Record<string, string>) =>
      owner.call(method, `/locations/${id}`, method === 'PATCH' ? {} : undefined, headers);
    expect(refusal(await ask({}))).toEqual([400, 'IF_MATCH_REQUIRED']);
    expect(refusal(await ask({ 'if-match': '*' }))).toEqual([400, 'BAD_REQUEST']);
    expect(refusal(await ask({ 'if-match': '"2"' }))).toEqual([412, 'VERSION_MISMATCH']);
    expect((await ask({ 'if-match': '"1"' })).status).toBe(method === 'PATCH' ? 200 : 204);
  });

  it('should let exactly one of many changes at once through', async () => {
    const location = await makeLocation();
    const answers = await atOnce(10, (index) => change(location, { city: `City ${index}` }));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(412)]);
    const winner = answers.find(({ status }) => status === 200);
    expect(await reload(location)).toEqual(winner?.body);
  });
});

describe('default and headquarters', () => {
  it.each(['default', 'headquarters'] as const)(
    'should move to another location as %s, and to that one alone',
    async (title) => {
      const before = await primaries();
      const location = await makeLocation();
      const answer = await setPrimary(title, location);
      expect(answer.status).toBe(200);
      expect(answer.body).toMatchObject({
        id: location.id,
        [title === 'default' ? 'isDefault' : 'isHeadquarters']: true,
        version: 2,
      });
      expect(await primaries()).toEqual({ ...before, [title]: [location.id] });
    },
  );

  it.each(['default', 'headquarters'] as const)(
    'should stay where they are when the %s is set again',
    async (title) => {
      const location = await makeLocation();
      await setPrimary(title, location);
      const again = await setPrimary(title, location);
      expect([again.status, again.body.version]).toEqual([200, 2]);
      expect((await primaries())[title]).toEqual([location.id]);
    },
  );

  it.each(['default', 'headquarters'] as const)('should never be deactivated or deleted as %s', async (title) => {
    const location = await makeLocation();
    const primary = (await setPrimary(title, location)).body;
    expect(refusal(await change(primary, { isActive: false }))).toEqual([409, 'INVALID_STATE']);
    expect(refusal(await remove(primary))).toEqual([409, 'INVALID_STATE']);
    expect(await reload(location)).toEqual(primary);
  });

  it.each(['default', 'headquarters'] as const)(
    'should not go to an inactive location as %s, but to one that is active again',
    async (title) => {
      const inactive = (await change(await makeLocation(), { isActive: false })).body;
      const before = await primaries();
      expect(refusal(await setPrimary(title, inactive))).toEqual([409, 'INVALID_STATE']);
      expect(await primaries()).toEqual(before);
      expect((await change(inactive, { isActive: true })).status).toBe(200);
      expect((await setPrimary(title, inactive)).status).toBe(200);
    },
  );

  it('should be exactly one default after 20 changes of it at once', async () => {
    const locations = await atOnce(20, () => makeLocation());
    const answers = await Promise.all(locations.map((location) => setPrimary('default', location)));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    const after = (await primaries()).default;
    expect(after).toHaveLength(1);
    expect(locations.map(({ id }) => id)).toContain(after[0]);
  });

  it('should both be moved when they change places at the same moment', async () => {
    let [first, second] = [await makeLocation(), await makeLocation()];
    await setPrimary('default', first);
    await setPrimary('headquarters', second);
    for (let round = 1; round <= 5; round += 1) {
      [first, second] = [second, first];
      const answers = await Promise.all([setPrimary('default', first), setPrimary('headquarters', second)]);
      expect([round, ...answers.map(({ status }) => status)]).toEqual([round, 200, 200]);
      expect(await primaries()).toEqual({ default: [first.id], headquarters: [second.id] });
    }
  });
});

describe('a location in use', () => {
  const item = (fields: object = {}) =>
    made(owner, '/inventory/items', { name: 'Yarn', kind: 'RAW_MATERIAL', unit: 'kg', ...fields });
  const uses: [string, (locationId: string) => Promise<Made>][] = [
    ['stock', (locationId) => item({ openingStock: [{ locationId, onHand: '1' }] })],
    [
      'a production order',
      async (locationId) => made(owner, '/production/orders', { itemId: (await item()).id, locationId, quantity: '1' }),
    ],
    [
      'a quality record',
      async (locationId) =>
        made(owner, '/quality/records', {
          kind: 'FINAL',
          itemId: (await item()).id,
          locationId,
          quantityInspected: '1',
        }),
    ],
    [
      'a transaction',
      (locationId) =>
        made(owner, '/finance/transactions', {
          type: 'EXPENSE',
          locationId,
          transactionDate: '2026-03-01',
          amount: '1',
        }),
    ],
  ];

  it.each(uses)('should not be deleted while it has %s, but may be deactivated', async (_what, use) => {
    const location = await makeLocation();
    await use(location.id);
    expect(refusal(await remove(location))).toEqual([409, 'IN_USE']);
    expect(await reload(location)).toEqual(location);
    expect((await change(location, { isActive: false })).body).toMatchObject({
      id: location.id,
      isActive: false,
      version: 2,
    });
  });
});

describe('the database itself', () => {
  it('should refuse a second default and a second headquarters', async () => {
    for (const flag of ['is_default', 'is_headquarters']) {
      const insert = `INSERT INTO locations (id, tenant_id, name, location_type, ${flag}) VALUES (gen_random_uuid(), '${company.id}', 'Second', 'STORE', true)`;
      expect([flag, await sqlState(db, insert)]).toEqual([flag, '23505']);
      expect([flag, await sqlState(db, `UPDATE locations SET ${flag} = true`)]).toEqual([flag, '23505']);
    }
  });

  it.each([
    ['take the flag from the only default', 'UPDATE locations SET is_default = false WHERE is_default'],
    ['take the flag from the only headquarters', 'UPDATE locations SET is_headquarters = false WHERE is_headquarters'],
    ['deactivate the default', 'UPDATE locations SET is_active = false WHERE is_default'],
    ['deactivate the headquarters', 'UPDATE locations SET is_active = false WHERE is_headquarters'],
    ['delete the default', 'DELETE FROM locations WHERE is_default'],
    ['delete the headquarters', 'DELETE FROM locations WHERE is_headquarters'],
    [
      'point at a location that is not the default',
      'UPDATE primary_locations SET default_location_id = (SELECT id FROM locations WHERE NOT is_default LIMIT 1)',
    ],
  ])('should not let a transaction %s', async (_what, sql) => {
    const [before] = [await primaries(), await makeLocation()];
    await db.query('BEGIN');
    expect(await sqlState(db, sql)).toBeUndefined();
    expect(await sqlState(db, 'COMMIT')).toBe('23503');
    expect(await primaries()).toEqual(before);
  });
});

describe('the audit log', () => {
  /** The audit rows that `work` leaves. */
  const audited = async (work: () => Promise<unknown>) => {
    const before = (await auditLog(db)).length;
    await work();
    return (await auditLog(db)).slice(before);
  };

  it('should hold exactly one row for every write, with who, before and after', async () => {
    let current = await makeLocation();
    const row = (action: string, before: object | null, after: object | null) => [
      { action, entity: 'location', entity_id: current.id, actor_user_id: company.ownerId, before, after },
    ];
    expect((await auditLog(db)).slice(-1)).toEqual(row('create', null, current));
    const steps: [string, () => Promise<{ body: Made }>][] = [
      ['update', () => change(current, { city: 'Como' })],
      ['set-default', () => setPrimary('default', current)],
      ['set-headquarters', () => setPrimary('headquarters', current)],
    ];
    for (const [action, step] of steps) {
      const before = current;
      const rows = await audited(async () => {
        current = (await step()).body;
      });
      expect(rows).toEqual(row(action, before, current));
    }
    current = await makeLocation();
    expect(await audited(() => remove(current))).toEqual(row('delete', current, null));
  });

  it('should be written in the transaction of the change', async () => {
    const { id } = await makeLocation();
    const { rows } = await db.query(
      'SELECT a.xmin::text = l.xmin::text AS same FROM locations l JOIN audit_log a ON a.entity_id = l.id::text WHERE l.id = $1',
      [id],
    );
    expect(rows).toEqual([{ same: true }]);
  });

  it('should hold nothing of a write that was refused', async () => {
    const location = await makeLocation({ name: 'Audited' });
    const inactive = (await change(await makeLocation(), { isActive: false })).body;
    const primary = await reload({ id: (await primaries()).default[0] ?? '', version: 0 });
    const employee = await company.as('EMPLOYEE');
    const statuses: number[] = [];
    const rows = await audited(async () => {
      for (const attempt of [
        () => owner.call('POST', '/locations', { name: 'AUDITED', locationType: 'STORE' }),
        () => owner.call('POST', '/locations', { name: 'Unknown key', locationType: 'STORE', isDefault: true }),
        () => change({ ...location, version: 7 }, { city: 'Como' }),
        () => change(primary, { isActive: false }),
        () => remove(primary),
        () => setPrimary('default', inactive),
        () => employee.call('DELETE', `/locations/${location.id}`, undefined, ifMatch(location)),
        () => owner.call('PATCH', `/locations/${uuidv7()}`, {}, ifMatch(location)),
      ])
        statuses.push((await attempt()).status);
    });
    expect(statuses).toEqual([409, 400, 412, 409, 409, 409, 403, 404]);
    expect(rows).toEqual([]);
  });
});
