import { beforeAll, describe, expect, it } from 'vitest';
import { openClient } from '@/database/client';
import { cloneTenant } from '@/database/clone/clone';
import { migrationManager } from '@/database/migrations';
import { changeSlug } from '@/tenants/companies/changes.service';
import { until } from '../support/broker';
import { asSuperuser, makeTenant, makeUser } from '../support/database';
import { slugOf } from '../support/leavingCompany';

/** An address that a company is just leaving is nobody else's, at no moment. */
let userId: string;
beforeAll(async () => {
  userId = await makeUser();
});

const WAITING = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
const untilWaiting = (count: number) => until(async () => (await asSuperuser(WAITING)).length === count);
const holdersOf = (slug: string) => asSuperuser('SELECT id FROM tenants WHERE slug = $1', [slug]);

const TAKERS: [string, (slug: string) => Promise<unknown>][] = [
  ['a new company', (slug) => migrationManager.createTenant({ name: 'New', slug, userId })],
  ['another one that moves', async (slug) => changeSlug(await makeTenant(), slug, 'cli:anna')],
  [
    'a copy',
    async (slug) => {
      const sourceId = await makeTenant();
      await cloneTenant({ sourceId, name: 'Copy', slug, userId, actor: 'cli:anna', rows: 'describing' });
    },
  ],
];

describe('an address that a company is leaving', () => {
  it.each(TAKERS)('N8: should not be had by %s that asks before it has left', async (_who, take) => {
    const id = await makeTenant();
    const slug = await slugOf(id);
    // The leaving company has its new address, and its old one is not kept yet.
    const held = await openClient({ connectionString: process.env.DATABASE_URL });
    await held.query('BEGIN; LOCK TABLE former_slugs IN SHARE ROW EXCLUSIVE MODE');
    const leaving = changeSlug(id, `${slug}-new`, 'cli:anna');
    await untilWaiting(1);
    const taking = take(slug).then(
      () => 'taken',
      (error: { code?: string }) => error.code,
    );
    await untilWaiting(2);
    await held.query('COMMIT');
    await held.end();
    await leaving;
    expect([await taking, await holdersOf(slug)]).toEqual(['ALREADY_EXISTS', []]);
  });

  it('N8: should not be had by any of a hundred at once', async () => {
    const ids = await Promise.all(Array.from({ length: 5 }, () => makeTenant()));
    const slugs = await Promise.all(ids.map(slugOf));
    const attempts = Array.from({ length: 95 }, (_, index) => slugs[index % slugs.length] ?? '');
    const [taken] = await Promise.all([
      Promise.allSettled(attempts.map((slug) => migrationManager.createTenant({ name: 'Race', slug, userId }))),
      ...ids.map((id, index) => changeSlug(id, `${slugs[index]}-new`, 'cli:anna')),
    ]);
    const reasons = taken.map((result) => (result.status === 'rejected' ? result.reason.code : result.value));
    expect(new Set(reasons)).toEqual(new Set(['ALREADY_EXISTS']));
    for (const slug of slugs) expect(await holdersOf(slug)).toEqual([]);
  });
});
