import type pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, type Company, makeCompany } from '../support/api';
import { connectAs } from '../support/database';
import { locationCalls } from './locationCalls';
import { atOnce, auditLog, ifMatch, listed, type Made, made, refusal } from './support';

let company: Company;
let owner: Client;
let db: pg.Client;
let calls: ReturnType<typeof locationCalls>;

beforeAll(async () => {
  company = await makeCompany({ country: 'Italy' });
  owner = company.owner;
  calls = locationCalls(owner);
  db = await connectAs(company.id);
});
afterAll(() => db.end());

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
    expect(await calls.reload(answer.body)).toEqual(answer.body);
    expect(await listed(owner, '/locations?q=dye%20works')).toEqual([answer.body]);
  });

  it('should keep what a change leaves out, and lose what a change sets to null', async () => {
    const location = await calls.makeLocation({ city: 'Biella', state: 'BI' });
    const answer = await calls.change(location, { city: null, name: 'Wool store' });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ name: 'Wool store', city: null, state: 'BI', version: 2 });
  });

  it.each([
    ['WATERFRONT', 'water front', 'Waterfront'],
    ['FÁBRICA', 'x', 'Fábrica'],
    ['ＤＯＣＫ É', 'y', 'ｄｏｃｋ é'],
  ])('should be refused the name %s of another one, whatever the case', async (taken, free, again) => {
    await calls.makeLocation({ name: taken });
    const other = await calls.makeLocation({ name: free });
    expect(refusal(await owner.call('POST', '/locations', { name: again, locationType: 'STORE' }))).toEqual([
      409,
      'ALREADY_EXISTS',
      'name',
    ]);
    expect(refusal(await calls.change(other, { name: again }))).toEqual([409, 'ALREADY_EXISTS', 'name']);
  });

  it('should be allowed to change the case of its own name', async () => {
    const location = await calls.makeLocation({ name: 'north shed' });
    expect((await calls.change(location, { name: 'North Shed' })).body.name).toBe('North Shed');
  });

  it('should be gone once deleted, and its name free again', async () => {
    const location = await calls.makeLocation({ name: 'Short lived' });
    expect((await calls.remove(location)).status).toBe(204);
    expect((await owner.call('GET', `/locations/${location.id}`)).status).toBe(404);
    expect((await calls.makeLocation({ name: 'Short lived' })).id).not.toBe(location.id);
  });

  it('should not be found by an id that is none', async () => {
    for (const id of [uuidv7(), 'x', '1%27', '00000000-0000-0000-0000-000000000000']) {
      expect(refusal(await owner.call('GET', `/locations/${id}`))).toEqual([404, 'NOT_FOUND']);
    }
  });

  it('should be read by everybody, changed by managers, and made or deleted by administrators only', async () => {
    const location = await calls.makeLocation();
    const attempts = async (by: Client) => [
      (await by.call('GET', `/locations/${location.id}`)).status,
      (await by.call('PATCH', `/locations/${location.id}`, {}, ifMatch(await calls.reload(location)))).status,
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
    const { id } = await calls.makeLocation();
    const ask = (headers: Record<string, string>) =>
      owner.call(method, `/locations/${id}`, method === 'PATCH' ? {} : undefined, headers);
    expect(refusal(await ask({}))).toEqual([400, 'IF_MATCH_REQUIRED']);
    expect(refusal(await ask({ 'if-match': '*' }))).toEqual([400, 'BAD_REQUEST']);
    expect(refusal(await ask({ 'if-match': '"2"' }))).toEqual([412, 'VERSION_MISMATCH']);
    expect((await ask({ 'if-match': '"1"' })).status).toBe(method === 'PATCH' ? 200 : 204);
  });

  it('should let exactly one of many changes at once through', async () => {
    const location = await calls.makeLocation();
    const answers = await atOnce(10, (index) => calls.change(location, { city: `City ${index}` }));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(412)]);
    const winner = answers.find(({ status }) => status === 200);
    expect(await calls.reload(location)).toEqual(winner?.body);
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
    const location = await calls.makeLocation();
    await use(location.id);
    expect(refusal(await calls.remove(location))).toEqual([409, 'IN_USE']);
    expect(await calls.reload(location)).toEqual(location);
    expect((await calls.change(location, { isActive: false })).body).toMatchObject({
      id: location.id,
      isActive: false,
      version: 2,
    });
  });

  it('should not be given to a new document once it is inactive, while an old one keeps it', async () => {
    const location = await calls.makeLocation();
    const expense = { type: 'EXPENSE', locationId: location.id, transactionDate: '2026-03-01', amount: '1' };
    const old = await made(owner, '/finance/transactions', expense);
    await calls.change(location, { isActive: false });
    expect(refusal(await owner.call('POST', '/finance/transactions', expense))).toEqual([
      422,
      'RULE_VIOLATED',
      'locationId',
    ]);
    const fields = { locationId: location.id, amount: '2' };
    const kept = await owner.call('PATCH', `/finance/transactions/${old.id}`, fields, ifMatch(old));
    expect([kept.status, kept.body.locationId, kept.body.amount]).toEqual([200, location.id, '2.0000']);
  });
});

describe('the audit log', () => {
  /** The audit rows that `work` leaves. */
  const audited = async (work: () => Promise<unknown>) => {
    const before = (await auditLog(db)).length;
    await work();
    return (await auditLog(db)).slice(before);
  };

  it('should hold one row for every location a write changes, with who, before and after', async () => {
    let current = await calls.makeLocation();
    const row = (action: string, before: object | null, after: object | null) => [
      { action, entity: 'location', entity_id: current.id, actor_user_id: company.ownerId, before, after },
    ];
    expect((await auditLog(db)).slice(-1)).toEqual(row('create', null, current));
    const original = current;
    expect(
      await audited(async () => {
        current = (await calls.change(current, { city: 'Como' })).body;
      }),
    ).toEqual(row('update', original, current));
    for (const title of ['default', 'headquarters'] as const) {
      const before = current;
      const previous = await calls.reload({ id: (await calls.primaries())[title][0] ?? '' });
      const rows = await audited(async () => {
        current = (await calls.setPrimary(title, current)).body;
      });
      const action = `set-${title}`;
      const rowOfPrevious = { ...row(action, previous, await calls.reload(previous))[0], entity_id: previous.id };
      expect(rows).toEqual([...row(action, before, current), rowOfPrevious]);
      // Asked for again, nothing changes, and the one row says so.
      expect(await audited(() => calls.setPrimary(title, current))).toEqual(row(action, current, current));
    }
    current = await calls.makeLocation();
    expect(await audited(() => calls.remove(current))).toEqual(row('delete', current, null));
  });

  it('should know a location by one id, however the caller writes it', async () => {
    const location = await calls.makeLocation();
    const answer = await owner.call('PATCH', `/locations/${location.id.toUpperCase()}`, {}, ifMatch(location));
    expect([answer.status, answer.body.id]).toEqual([200, location.id]);
    expect((await auditLog(db)).at(-1)).toMatchObject({ action: 'update', entity_id: location.id });
  });

  it('should be written in the transaction of the change', async () => {
    const { id } = await calls.makeLocation();
    const { rows } = await db.query(
      'SELECT a.xmin::text = l.xmin::text AS same FROM locations l JOIN audit_log a ON a.entity_id = l.id::text WHERE l.id = $1',
      [id],
    );
    expect(rows).toEqual([{ same: true }]);
  });

  it('should hold nothing of a write that was refused', async () => {
    const location = await calls.makeLocation({ name: 'Audited' });
    const inactive = (await calls.change(await calls.makeLocation(), { isActive: false })).body;
    const primary = await calls.reload({ id: (await calls.primaries()).default[0] ?? '' });
    const employee = await company.as('EMPLOYEE');
    const statuses: number[] = [];
    const rows = await audited(async () => {
      for (const attempt of [
        () => owner.call('POST', '/locations', { name: 'AUDITED', locationType: 'STORE' }),
        () => owner.call('POST', '/locations', { name: 'Unknown key', locationType: 'STORE', isDefault: true }),
        () => calls.change({ ...location, version: 7 }, { city: 'Como' }),
        () => calls.change(primary, { isActive: false }),
        () => calls.remove(primary),
        () => calls.setPrimary('default', inactive),
        () => employee.call('DELETE', `/locations/${location.id}`, undefined, ifMatch(location)),
        () => owner.call('PATCH', `/locations/${uuidv7()}`, {}, ifMatch(location)),
      ])
        statuses.push((await attempt()).status);
    });
    expect(statuses).toEqual([409, 400, 412, 409, 409, 409, 403, 404]);
    expect(rows).toEqual([]);
  });
});
