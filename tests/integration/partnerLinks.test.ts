import { beforeAll, describe, expect, it } from 'vitest';
import { type Client, makeCompany } from '../support/api';
import { ifMatch, type Made, made, refusal } from './support';

describe('a partner that is archived', () => {
  let owner: Client;
  let place: { itemId: string; locationId: string };
  beforeAll(async () => {
    owner = (await makeCompany()).owner;
    const location = await made(owner, '/locations', { name: 'Mill', locationType: 'FACTORY' });
    const item = await made(owner, '/inventory/items', { name: 'Jersey', kind: 'FINISHED_GOODS', unit: 'kg' });
    place = { itemId: item.id, locationId: location.id };
  });

  const DOCUMENTS: [string, string, string, string, () => object][] = [
    [
      'supplier',
      'quality record',
      '/suppliers',
      '/quality/records',
      () => ({ ...place, kind: 'INCOMING', quantityInspected: '5' }),
    ],
    [
      'supplier',
      'bill',
      '/suppliers',
      '/finance/transactions',
      () => ({ locationId: place.locationId, type: 'BILL', transactionDate: '2026-03-01', amount: '5' }),
    ],
    ['customer', 'production order', '/customers', '/production/orders', () => ({ ...place, quantity: '5' })],
    [
      'customer',
      'invoice',
      '/customers',
      '/finance/transactions',
      () => ({ locationId: place.locationId, type: 'INVOICE', transactionDate: '2026-03-01', amount: '5' }),
    ],
  ];

  it.each(DOCUMENTS)(
    'should stay the %s of an old %s but not become that of a new one',
    async (one, _document, partners, path, body) => {
      const kind = one === 'supplier' ? 'FABRIC' : 'AGENT';
      const partner = () => made(owner, partners, { name: 'Old friend', kind });
      const [retired, other] = [await partner(), await partner()];
      const field = `${one}Id`;
      const kept = await made(owner, path, { ...body(), [field]: retired.id });
      const moved = await made(owner, path, { ...body(), [field]: other.id });
      await owner.call('POST', `${partners}/${retired.id}/actions/archive`);

      const change = (document: Made, changes: object) =>
        owner.call('PATCH', `${path}/${document.id}`, changes, ifMatch(document));
      expect(refusal(await owner.call('POST', path, { ...body(), [field]: retired.id }))).toEqual([
        422,
        'RULE_VIOLATED',
        field,
      ]);
      expect(refusal(await change(moved, { [field]: retired.id }))).toEqual([422, 'RULE_VIOLATED', field]);
      const after = await change(kept, { [field]: retired.id, locationId: place.locationId });
      expect([after.status, after.body[field], after.body[`${one}Name`], after.body.version]).toEqual([
        200,
        retired.id,
        'Old friend',
        2,
      ]);

      await owner.call('POST', `${partners}/${retired.id}/actions/restore`);
      expect((await change(moved, { [field]: retired.id })).body[field]).toBe(retired.id);
    },
  );
});
