import { afterEach, describe, expect, it, vi } from 'vitest';
import { databaseManager } from '@/database/connection';
import { makeCompany } from '../support/api';
import { asSuperuser } from '../support/database';
import { consented, SUPPORT, supported } from '../support/supportAccess';

/** No change is heard of here: what is worth then is what this process does itself, and the five seconds. */
databaseManager.onChange = () => undefined;

describe('H2: support that is let in no more', () => {
  afterEach(() => vi.restoreAllMocks());

  it('should be out at the very next request where the consent is ended, or another takes its place', async () => {
    const company = await makeCompany();
    for (const end of [
      (id: string) => company.owner.call('DELETE', `${SUPPORT}/${id}`),
      () => consented(company.owner, { level: 'READ' }),
    ]) {
      const { caller, consent } = await supported(company, 'READ_WRITE');
      expect((await caller.call('GET', '/suppliers')).status).toBe(200);
      await end(consent.id);
      expect((await caller.call('GET', '/suppliers')).status).toBe(401);
      expect((await caller.call('GET', '/auth/me')).status).toBe(401);
    }
  });

  it.each([
    [
      'the consent has ended',
      `UPDATE support_consents SET ended_at = now(), ended_how = 'REVOKED' WHERE tenant_id = $1`,
    ],
    [
      'the access is closed',
      `UPDATE support_accesses SET closed_at = now(), closed_by = 'cli:anna' WHERE tenant_id = $1`,
    ],
    ['the company is suspended', `UPDATE tenants SET status = 'SUSPENDED' WHERE id = $1`],
    ['the company is not active', 'UPDATE tenants SET is_active = false WHERE id = $1'],
    ['the rows are gone', 'DELETE FROM support_consents WHERE tenant_id = $1'],
  ])('should be out five seconds after %s, though nobody was told', async (_what, sql) => {
    const company = await makeCompany();
    const { caller } = await supported(company, 'READ');
    expect((await caller.call('GET', '/suppliers')).status).toBe(200);
    await asSuperuser(sql, [company.id]);
    const now = performance.now.bind(performance);
    vi.spyOn(performance, 'now').mockImplementation(() => now() + 5001);
    expect((await caller.call('GET', '/suppliers')).status).toBe(401);
  });
});
