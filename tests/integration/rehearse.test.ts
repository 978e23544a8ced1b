import { beforeAll, describe, expect, it } from 'vitest';
import { addCustomField } from '@/database/customFields';
import { rehearse } from '@/database/fleet/rehearse';
import { readMigrations } from '@/database/migrationFiles';
import { purgeTenant } from '@/database/purge/purge';
import { asSuperuser, contentsOf, makeTenant } from '../support/database';
import { addCustomers, extraMigration, SHOUT } from '../support/fleet';
import { letGo } from '../support/leavingCompany';

const base = readMigrations('tenant');
const colour = extraMigration('29990101000000_colour', { sql: 'ALTER TABLE customers ADD COLUMN colour text' });
const index = extraMigration('29990102000000_index', { sql: 'CREATE INDEX colour_idx ON customers (colour)' });
const slugOf = async (id: string) =>
  (await asSuperuser<{ slug: string }>('SELECT slug FROM tenants WHERE id = $1', [id]))[0]?.slug ?? '';
const left = () => asSuperuser(`SELECT FROM pg_namespace WHERE nspname = 'lavoro_rehearsal'`);

describe('a rehearsal that was cut off', () => {
  it('should leave nothing of a company that is purged', async () => {
    await asSuperuser(
      'SET ROLE lavoro_owner; CREATE SCHEMA lavoro_rehearsal; CREATE TABLE lavoro_rehearsal.customers (name text); RESET ROLE',
    );
    const gone = await makeTenant();
    await letGo(gone);
    expect(await purgeTenant(gone, 'cli:anna')).not.toHaveProperty('failure');
    expect(await left()).toEqual([]);
  });
});

describe('a rehearsal', () => {
  let large: string;
  let varied: string;
  beforeAll(async () => {
    large = await makeTenant();
    varied = await makeTenant();
    await addCustomers(
      large,
      Array.from({ length: 12_000 }, (_, n) => `Customer ${n}`),
    );
    const actor = { userId: null, sessionId: null, requestId: 'test', ip: null };
    for (const label of ['Season', 'Region', 'Rank'])
      await addCustomField(varied, { table: 'customers', label, type: 'TEXT' }, actor);
    await addCustomers(varied, ['Anna']);
    // Older than all, but nobody's.
    const spare = await makeTenant();
    await asSuperuser(`UPDATE tenants SET status = 'SPARE', created_at = '2000-01-01' WHERE id = $1`, [spare]);
  });

  it('should not run what is no step of a transaction', async () => {
    const odd = extraMigration('29990101000000_odd', { sql: 'COMMIT; CREATE TABLE lavoro_rehearsal.stays (id int)' });
    await expect(rehearse({ migrations: [...base, odd] })).rejects.toThrow(
      'The runner begins and ends the transaction',
    );
    expect(await left()).toEqual([]);
  });

  it('should be alone', async () => {
    const outcomes = await Promise.allSettled([1, 2].map(() => rehearse({ migrations: [...base, colour] })));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const [refused] = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.message] : []));
    expect(refused).toBe('Another rehearsal is under way.');
    expect(await left()).toEqual([]);
  });

  it('should tell time and locks of every step in the largest, the oldest and the most varied company', async () => {
    const before = await Promise.all([contentsOf(large), contentsOf(varied)]);
    const rehearsals = await rehearse({ migrations: [...base, colour, index, SHOUT] });
    const [oldest] = await asSuperuser<{ slug: string }>(
      `SELECT slug FROM tenants WHERE status <> 'SPARE' ORDER BY created_at, id LIMIT 1`,
    );
    expect(rehearsals.map(({ slug, chosenAs }) => [slug, chosenAs]).sort()).toEqual(
      [
        [await slugOf(large), ['largest']],
        [await slugOf(varied), ['most varied']],
        [oldest?.slug, ['oldest']],
      ].sort(),
    );
    const steps = rehearsals.find(({ chosenAs }) => chosenAs.includes('largest'))?.steps ?? [];
    expect(steps.map(({ migration, kind, error }) => [migration, kind, error])).toEqual([
      [colour.name, 'up', null],
      [index.name, 'up', null],
      [SHOUT.name, 'up', null],
      [SHOUT.name, 'data', null],
    ]);
    expect(steps.slice(0, 2).map(({ locks }) => locks)).toEqual([
      [{ table: 'customers', mode: 'AccessExclusiveLock', readersWait: true }],
      [{ table: 'customers', mode: 'ShareLock', readersWait: false }],
    ]);
    expect(steps.every(({ ms }) => ms >= 0)).toBe(true);
    expect(await Promise.all([contentsOf(large), contentsOf(varied)])).toEqual(before);
    expect(await left()).toEqual([]);
  });

  it('should say what would fail, and why, and leave nothing behind', async () => {
    const unique = extraMigration('29990101000000_unique', { sql: 'CREATE UNIQUE INDEX kinds ON customers (kind)' });
    const [rehearsal] = await rehearse({ tenants: [large], migrations: [...base, unique, colour] });
    expect(rehearsal?.steps).toHaveLength(1);
    expect(rehearsal?.steps[0]?.error).toContain('could not create unique index "kinds"');
    expect(await left()).toEqual([]);
  });

  it('should begin anew where an earlier one was cut off', async () => {
    await asSuperuser('CREATE SCHEMA lavoro_rehearsal; CREATE TABLE lavoro_rehearsal.customers (id int)');
    const [rehearsal] = await rehearse({ tenants: [varied], migrations: [...base, colour] });
    expect(rehearsal?.steps.map(({ error }) => error)).toEqual([null]);
    expect(await left()).toEqual([]);
  });
});
