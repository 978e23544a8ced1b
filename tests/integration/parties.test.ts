import { beforeAll, describe, expect, it } from 'vitest';
import { type Client, makeCompany } from '../support/api';
import { made } from './support';

describe('smoke', () => {
  let owner: Client;
  beforeAll(async () => {
    owner = (await makeCompany()).owner;
  });
  it('works', async () => {
    const s = await made(owner, '/suppliers', {
      name: 'Filatura Alba SpA',
      kind: 'YARN',
      country: 'Italia',
      taxId: 'it 00743110157',
      terms: 'A',
      tags: ['wool'],
      contacts: [{ name: 'Rosa' }],
      certificates: [{ standard: 'GOTS', number: '1', validUntil: '2026-12-10' }],
    });
    console.log(JSON.stringify(s));
    for (const u of [
      '/suppliers?tag=wool&hasExpiringCertificate=true&currency=EUR&q=rosa',
      '/certificates?expiresWithin=30&state=EXPIRING',
      '/suppliers/duplicates?name=FILATURA+ABLA',
      `/suppliers/${s.id}/terms`,
      `/suppliers/${s.id}/bank-accounts`,
    ]) {
      const r = await owner.call('GET', u);
      console.log(u, r.status, r.text.slice(0, 500));
    }
    const r = await owner.call('POST', '/suppliers', { name: 'Filatura Alba Srl', kind: 'YARN' });
    console.log(r.text);
    const o = await made(owner, '/suppliers', {
      name: 'Filatura Alba Srl',
      kind: 'YARN',
      allowDuplicate: true,
      terms: 'B',
    });
    const m = await owner.call('POST', `/suppliers/${o.id}/actions/merge`, { into: s.id });
    console.log(m.status, m.text);
    console.log((await owner.call('GET', `/suppliers/${s.id}/terms`)).text);
  });
});
