import { describe, expect, it } from 'vitest';
import { rollbackFleet } from '@/database/fleet/fleet';
import { OLDEST_TENANT_VERSION, readMigrations } from '@/database/migrationFiles';
import { migrationManager } from '@/database/migrations';
import { routes } from '@/routes';
import { makeCompany } from '../support/api';
import { asSuperuser } from '../support/database';
import { showsMany } from '../support/lists';

/** A company's version is remembered for five seconds. */
const PATIENCE = { timeout: 20_000 };

describe('a company whose schema is older than the newest', () => {
  it('should be worked in as long as the code can (N3)', async () => {
    const { id, owner } = await makeCompany();
    const { failures } = await rollbackFleet(OLDEST_TENANT_VERSION, { tenants: [id] });
    expect(failures).toEqual([]);
    const lists = routes.filter((route) => showsMany(route) && !route.path.includes(':'));
    expect(lists.length).toBeGreaterThan(6);
    for (const { path } of lists) expect((await owner.call('GET', path)).status, path).toBe(200);
    const { status, body } = await owner.call('POST', '/suppliers', { name: 'Old yarns', kind: 'YARN' });
    expect(status).toBe(201);
    await migrationManager.deploy({ tenants: [id] });
    expect((await owner.call('GET', `/suppliers/${body.id}`)).body.name).toBe('Old yarns');
  });

  it('should be refused with 503, and let in again, when it is older than that', async () => {
    const { id, owner } = await makeCompany();
    const set = (version: string) => asSuperuser('UPDATE tenants SET schema_version = $2 WHERE id = $1', [id, version]);
    const newest = readMigrations('tenant').at(-1)?.name ?? '';
    expect((await owner.call('GET', '/locations')).status).toBe(200);
    await set('20200101000000_long_ago');
    await expect.poll(async () => (await owner.call('GET', '/locations')).status, PATIENCE).toBe(503);
    const { body } = await owner.call('POST', '/suppliers', { name: 'A', kind: 'YARN' });
    expect(body).toMatchObject({
      code: 'UNAVAILABLE',
      detail: 'This company is being brought up to date. Try again in some minutes.',
    });
    // The session itself, and the person's other companies, are as before.
    expect((await owner.call('GET', '/auth/me')).status).toBe(200);
    await set(newest);
    await expect.poll(async () => (await owner.call('GET', '/locations')).status, PATIENCE).toBe(200);
  });

  it('should name a migration that there is as the oldest one', () => {
    expect(readMigrations('tenant').map(({ name }) => name)).toContain(OLDEST_TENANT_VERSION);
  });
});
