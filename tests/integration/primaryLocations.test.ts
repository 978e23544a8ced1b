import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Company, makeCompany } from '../support/api';
import { connectAs, sqlState } from '../support/database';
import { locationCalls } from './locationCalls';
import { atOnce, listed, refusal } from './support';

let company: Company;
let db: pg.Client;
let calls: ReturnType<typeof locationCalls>;

beforeAll(async () => {
  company = await makeCompany({ country: 'Italy' });
  calls = locationCalls(company.owner);
  db = await connectAs(company.id);
});
afterAll(() => db.end());

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

describe('default and headquarters', () => {
  it.each(['default', 'headquarters'] as const)(
    'should move to another location as %s, and to that one alone',
    async (title) => {
      const before = await calls.primaries();
      const location = await calls.makeLocation();
      const answer = await calls.setPrimary(title, location);
      expect(answer.status).toBe(200);
      expect(answer.body).toMatchObject({
        id: location.id,
        [title === 'default' ? 'isDefault' : 'isHeadquarters']: true,
        version: 2,
      });
      expect(await calls.primaries()).toEqual({ ...before, [title]: [location.id] });
    },
  );

  it.each(['default', 'headquarters'] as const)(
    'should stay where they are when the %s is set again',
    async (title) => {
      const location = await calls.makeLocation();
      await calls.setPrimary(title, location);
      const again = await calls.setPrimary(title, location);
      expect([again.status, again.body.version]).toEqual([200, 2]);
      expect((await calls.primaries())[title]).toEqual([location.id]);
    },
  );

  it.each(['default', 'headquarters'] as const)('should never be deactivated or deleted as %s', async (title) => {
    const location = await calls.makeLocation();
    const primary = (await calls.setPrimary(title, location)).body;
    expect(refusal(await calls.change(primary, { isActive: false }))).toEqual([409, 'INVALID_STATE']);
    expect(refusal(await calls.remove(primary))).toEqual([409, 'INVALID_STATE']);
    expect(await calls.reload(location)).toEqual(primary);
  });

  it.each(['default', 'headquarters'] as const)(
    'should not go to an inactive location as %s, but to one that is active again',
    async (title) => {
      const inactive = (await calls.change(await calls.makeLocation(), { isActive: false })).body;
      const before = await calls.primaries();
      expect(refusal(await calls.setPrimary(title, inactive))).toEqual([409, 'INVALID_STATE']);
      expect(await calls.primaries()).toEqual(before);
      expect((await calls.change(inactive, { isActive: true })).status).toBe(200);
      expect((await calls.setPrimary(title, inactive)).status).toBe(200);
    },
  );

  it('should be exactly one default after 20 changes of it at once', async () => {
    const locations = await atOnce(20, () => calls.makeLocation());
    const answers = await Promise.all(locations.map((location) => calls.setPrimary('default', location)));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    const after = (await calls.primaries()).default;
    expect(after).toHaveLength(1);
    expect(locations.map(({ id }) => id)).toContain(after[0]);
  });

  it('should both be moved when they change places at the same moment', async () => {
    let [first, second] = [await calls.makeLocation(), await calls.makeLocation()];
    await calls.setPrimary('default', first);
    await calls.setPrimary('headquarters', second);
    for (let round = 1; round <= 5; round += 1) {
      [first, second] = [second, first];
      const answers = await Promise.all([calls.setPrimary('default', first), calls.setPrimary('headquarters', second)]);
      expect([round, ...answers.map(({ status }) => status)]).toEqual([round, 200, 200]);
      expect(await calls.primaries()).toEqual({ default: [first.id], headquarters: [second.id] });
    }
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
    const [before] = [await calls.primaries(), await calls.makeLocation()];
    await db.query('BEGIN');
    expect(await sqlState(db, sql)).toBeUndefined();
    expect(await sqlState(db, 'COMMIT')).toBe('23503');
    expect(await calls.primaries()).toEqual(before);
  });
});
