import { describe, expect, it, vi } from 'vitest';
import type { TenantInput } from '@/database/tenantInput';
import { tenantSchema } from '@/database/tenantName';

const { logSink } = await import('../support/canary');

vi.hoisted(() => {
  process.env.TENANT_SPARES = '3';
  vi.resetModules();
});

const { migrationManager } = await import('@/database/migrations');
const { createSpare } = await import('@/database/provision');
const { fillSpares } = await import('@/database/spares');
const { checkDrift } = await import('@/database/fleet/drift');
const { proveIsolation } = await import('@/database/proof');
const { databaseManager } = await import('@/database/connection');
const { asOperator } = await import('@/database/owner');
const { logTo } = await import('@/observability/log');
const { asSuperuser, makeUser } = await import('../support/database');
const { knowCompany } = await import('../support/marks');
logTo(logSink);

const spares = async () =>
  (await asSuperuser<{ id: string }>(`SELECT id FROM tenants WHERE status = 'SPARE' ORDER BY created_at`)).map(
    ({ id }) => id,
  );
const input = (userId: string, more: Partial<TenantInput> = {}): TenantInput => ({
  name: 'New Mill',
  slug: 'new-mill',
  industry: 'Knitting',
  description: 'A new one',
  country: 'India',
  timeZone: 'Asia/Kolkata',
  userId,
  ...more,
});
const create = async (more: Partial<TenantInput> = {}) => {
  const id = await migrationManager.createTenant(input(await makeUser(), more));
  knowCompany(id);
  return id;
};

describe('spares', () => {
  it('should be made until there are as many as wanted, however many processes try', async () => {
    await Promise.all([fillSpares(), fillSpares(), createSpare(3), createSpare(3)]);
    await fillSpares();
    expect(await spares()).toHaveLength(3);
    expect((await checkDrift({})).flatMap(({ differences }) => differences)).toEqual([]);
    expect(await asOperator(proveIsolation)).toEqual([]);
  });

  it('should become the next company, id and all, with nothing left of the spare', async () => {
    const [oldest = ''] = await spares();
    const userId = await makeUser();
    const id = await migrationManager.createTenant(input(userId));
    knowCompany(id);
    expect(id).toBe(oldest);
    const [row] = await asSuperuser(
      `SELECT name, slug, industry, description, country, currency, status, created_at > now() - interval '1 minute' AS new
       FROM tenants WHERE id = $1`,
      [id],
    );
    expect(row).toEqual({
      name: 'New Mill',
      slug: 'new-mill',
      industry: 'Knitting',
      description: 'A new one',
      country: 'India',
      currency: 'INR',
      status: 'ACTIVE',
      new: true,
    });
    expect(await asSuperuser('SELECT user_id, role FROM user_tenants WHERE tenant_id = $1', [id])).toEqual([
      { user_id: userId, role: 'OWNER' },
    ]);
    const locations = await databaseManager.getTenantPrisma(id).tenantLocation.findMany();
    expect(locations.map(({ tenantId, country, isHeadquarters }) => ({ tenantId, country, isHeadquarters }))).toEqual([
      { tenantId: id, country: 'India', isHeadquarters: true },
    ]);
    expect(await asSuperuser(`SELECT time_zone FROM ${tenantSchema(id)}.company_settings`)).toEqual([
      { time_zone: 'Asia/Kolkata' },
    ]);
    expect(await spares()).toHaveLength(2);
  });

  it('should go to one company each when many are made at once, and the others are made anew', async () => {
    await fillSpares();
    const ready = await spares();
    const ids = await Promise.all(Array.from({ length: 8 }, (_, n) => create({ slug: `at-once-${n}` })));
    expect(new Set(ids).size).toBe(8);
    expect(ids.filter((id) => ready.includes(id))).toHaveLength(3);
    const rows = await asSuperuser<{ count: number }>(
      `SELECT count(*)::int AS count FROM tenants WHERE slug LIKE 'at-once-%' AND status = 'ACTIVE'`,
    );
    expect(rows[0]?.count).toBe(8);
  });

  it('should stay a spare when the company is refused', async () => {
    await fillSpares();
    const ready = await spares();
    await create({ slug: 'taken' });
    await fillSpares();
    const before = await spares();
    await expect(create({ slug: 'taken' })).rejects.toMatchObject({ code: 'ALREADY_EXISTS', field: 'slug' });
    await expect(
      migrationManager.createTenant(input('01890000-0000-7000-8000-0000000000ff', { slug: 'nobodys' })),
    ).rejects.toMatchObject({ field: 'userId' });
    expect(await spares()).toEqual(before);
    expect(ready).toHaveLength(3);
  });

  it('should not be given away while it is behind, or set aside', async () => {
    await fillSpares();
    const [behind = '', aside = '', good = ''] = await spares();
    await asSuperuser(`UPDATE tenants SET migrations_digest = 'older' WHERE id = $1`, [behind]);
    await asSuperuser(`UPDATE tenants SET quarantined_at = now(), quarantine_reason = 'x' WHERE id = $1`, [aside]);
    await fillSpares();
    expect(await spares()).toHaveLength(4);
    expect(await create({ slug: 'first' })).toBe(good);
    expect([behind, aside]).not.toContain(await create({ slug: 'second' }));
    // The next run brings it up.
    await migrationManager.deploy();
    expect(await create({ slug: 'third' })).toBe(behind);
    await asSuperuser(`UPDATE tenants SET quarantined_at = NULL, quarantine_reason = NULL`);
    expect(await asSuperuser(`SELECT FROM pg_namespace WHERE nspname = $1`, [tenantSchema(aside)])).toHaveLength(1);
  });
});
