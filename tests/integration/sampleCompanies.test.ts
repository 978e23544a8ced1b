import { describe, expect, it } from 'vitest';
import { databaseManager } from '@/database/connection';
import { loadCompany } from '@/seed/loadCompany';
import { makeCompany } from '../support/api';
import { listed } from './support';

const SAMPLES = [
  { slug: 'textile-corp', currency: 'INR', country: 'India' },
  { slug: 'garment-industries', currency: 'EUR', country: 'Italy' },
];

describe.each(SAMPLES)('the sample company $slug', ({ slug, currency, country }) => {
  it('should be loaded with parties as the API would have taken them', async () => {
    const { id, owner } = await makeCompany({ country });
    const db = databaseManager.getTenantDb(id);
    await db.transaction().execute((transaction) => loadCompany(transaction, { id, slug, currency }));
    expect((await listed(owner, '/certificates?expiresWithin=30')).length).toBeGreaterThan(0);
    expect((await listed(owner, '/suppliers?hasExpiringCertificate=true')).length).toBeGreaterThan(1);
    expect(await listed(owner, '/customers?onHold=true')).toHaveLength(1);
    const [first] = await listed(owner, '/suppliers?sort=code&limit=1');
    const { body } = await owner.call('GET', `/suppliers/${first?.id}`);
    expect(body.contacts).toHaveLength(2);
    expect((await owner.call('GET', `/suppliers/${first?.id}/bank-accounts`)).body.bankAccounts).toHaveLength(1);
    expect((await owner.call('GET', `/suppliers/${first?.id}/terms`)).body.data).toMatchObject([
      { number: 1, text: body.terms, current: true },
    ]);
    const query = new URLSearchParams({ name: `${body.name} Ltd`, taxId: body.taxId });
    const double = await owner.call('GET', `/suppliers/duplicates?${query}`);
    expect(double.body.data).toMatchObject([{ id: body.id, reasons: ['taxId', 'name'] }]);
    // As it is, it can be saved again.
    const saved = await owner.call(
      'PATCH',
      `/suppliers/${body.id}`,
      { taxId: body.taxId, pan: body.pan },
      {
        'if-match': `"${body.version}"`,
      },
    );
    expect(saved.status).toBe(200);
  });
});
