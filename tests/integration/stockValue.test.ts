import { beforeAll, describe, expect, it } from 'vitest';
import { type Client, type Company, makeCompany } from '../support/api';
import { expectRight, makeStore, posted, stockOf, worthOf } from '../support/mill';
import { ifMatch, made, refusal } from './support';

let company: Company;
let owner: Client;
beforeAll(async () => {
  company = await makeCompany({ country: 'India' });
  owner = company.owner;
});

const VALUATIONS = ['MOVING_AVERAGE', 'FIFO'] as const;
const valueOfMoves = async (id: string, type: string) => {
  const { body } = await owner.call('GET', `/inventory/movements?itemId=${id}&movementType=${type}&sort=seq&limit=200`);
  return body.data.map(({ stockValue }: { stockValue: string }) => stockValue);
};

describe('what stock is worth', () => {
  it.each(VALUATIONS)(
    'should come to 3.01 for two at 1.00 and one at 1.01, with nothing left: %s',
    async (valuation) => {
      const { north, yarn } = await makeStore(owner, { unit: 'pcs', valuation });
      const head = { locationId: north.id };
      await posted(owner, 'RECEIPT', head, { itemId: yarn.id, quantity: '2', unitCost: '1.00' });
      await posted(owner, 'RECEIPT', head, { itemId: yarn.id, quantity: '1', unitCost: '1.01' });
      await posted(owner, 'ISSUE', head, { itemId: yarn.id, quantity: '3' });
      expect(await valueOfMoves(yarn.id, 'PRODUCTION_OUT')).toEqual(['3.0100']);
      expect(await worthOf(owner, yarn.id)).toBe('0.0000');
    },
  );

  it.each(VALUATIONS)(
    'should be exactly nothing after seven single issues of two at 5.07 and five at 3.02: %s',
    async (valuation) => {
      const { north, yarn } = await makeStore(owner, { unit: 'pcs', valuation });
      const head = { locationId: north.id };
      await posted(owner, 'RECEIPT', head, { itemId: yarn.id, quantity: '2', unitCost: '5.07' });
      await posted(owner, 'RECEIPT', head, { itemId: yarn.id, quantity: '5', unitCost: '3.02' });
      for (let n = 0; n < 7; n += 1) await posted(owner, 'ISSUE', head, { itemId: yarn.id, quantity: '1' });
      const values = await valueOfMoves(yarn.id, 'PRODUCTION_OUT');
      if (valuation === 'FIFO') expect(values).toEqual(['5.0700', '5.0700', ...Array(5).fill('3.0200')]);
      expect(await worthOf(owner, yarn.id)).toBe('0.0000');
      await expectRight(owner);
    },
  );

  it('should stay as a draft says when somebody changes its lines who does not see it', async () => {
    const { north, yarn } = await makeStore(owner);
    const { yarn: other } = await makeStore(owner, { name: 'Other yarn' });
    const line = (itemId: string, quantity: string) => ({ itemId, quantity });
    const draft = await made(owner, '/inventory/documents', {
      type: 'RECEIPT',
      locationId: north.id,
      lines: [{ ...line(yarn.id, '1'), unitCost: '4.2' }],
    });
    const employee = await company.as('EMPLOYEE');
    const lines = [line(other.id, '2'), line(yarn.id, '3')];
    const changed = await employee.call('PATCH', `/inventory/documents/${draft.id}`, { lines }, ifMatch(draft));
    expect([changed.status, changed.text.includes('unitCost')]).toEqual([200, false]);
    const { body } = await owner.call('GET', `/inventory/documents/${draft.id}`);
    const costs = body.lines.map(({ unitCost }: { unitCost: string | null }) => unitCost);
    expect(costs).toEqual([null, '4.200000']);
    const cleared = await owner.call('PATCH', `/inventory/documents/${draft.id}`, { lines }, ifMatch(body));
    expect(cleared.body.lines.map(({ unitCost }: { unitCost: string | null }) => unitCost)).toEqual([null, null]);
  });

  it('should go with the lot, whichever goes first', async () => {
    const { north, yarn } = await makeStore(owner, { tracking: 'LOT', valuation: 'LOT' });
    const head = { locationId: north.id };
    const [dear, cheap] = [
      await posted(owner, 'RECEIPT', head, { itemId: yarn.id, quantity: '10', unitCost: '9', lot: {} }),
      await posted(owner, 'RECEIPT', head, { itemId: yarn.id, quantity: '10', unitCost: '2', lot: {} }),
    ];
    await posted(owner, 'ISSUE', head, { itemId: yarn.id, quantity: '5', lotId: cheap.lines[0].lotId });
    await posted(owner, 'ISSUE', head, { itemId: yarn.id, quantity: '5', lotId: dear.lines[0].lotId });
    expect(await valueOfMoves(yarn.id, 'PRODUCTION_OUT')).toEqual(['10.0000', '45.0000']);
    await expectRight(owner);
  });

  it('should stay in its item when a lot is split, joined and measured anew, with its second quantity', async () => {
    const { north, yarn } = await makeStore(owner, {
      name: 'Jersey',
      secondUnit: 'm',
      tracking: 'ROLL',
      valuation: 'LOT',
    });
    const line = { itemId: yarn.id, quantity: '20', quantity2: '60', unitCost: '4', lot: { number: 'R 1' } };
    const receipt = await posted(owner, 'RECEIPT', { locationId: north.id }, line);
    const path = `/inventory/lots/${receipt.lines[0].lotId}`;
    const parts = [
      { quantity: '5', number: 'R 1a' },
      { quantity: '1', quantity2: '2.5', isEndBit: true, number: 'R 1b' },
    ];
    const split = await owner.call('POST', `${path}/actions/split`, { locationId: north.id, parts });
    expect([split.status, split.body.stock]).toMatchObject([200, [{ onHand: '14.0000', onHand2: '42.5000' }]]);
    const { body: children } = await owner.call('GET', `/inventory/lots?parentLotId=${receipt.lines[0].lotId}`);
    expect(
      children.data.map(({ number, isEndBit }: { number: string; isEndBit: boolean }) => [number, isEndBit]),
    ).toEqual([
      ['R 1a', false],
      ['R 1b', true],
    ]);
    expect(await worthOf(owner, yarn.id)).toBe('80.0000');
    const lotIds = [children.data[0].id];
    expect((await owner.call('POST', `${path}/actions/join`, { locationId: north.id, lotIds })).status).toBe(200);
    const measured = { locationId: north.id, quantity: '18', quantity2: '50', actualLengthM: '50' };
    const again = await owner.call('POST', `${path}/actions/remeasure`, measured);
    expect([again.status, again.body.actualLengthM, again.body.stock]).toMatchObject([
      200,
      '50.0000',
      [{ onHand: '18.0000', onHand2: '50.0000' }],
    ]);
    expect(await stockOf(owner, yarn.id)).toEqual([
      `${north.name}/R 1/AVAILABLE 18.0000`,
      `${north.name}/R 1b/AVAILABLE 1.0000`,
    ]);
    await expectRight(owner);
  });
});

describe('the day something moved', () => {
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

  it('should not be one on which there was less, nor one that has not come, nor one that is closed', async () => {
    const { north, yarn } = await makeStore(owner);
    const head = { locationId: north.id };
    await posted(owner, 'RECEIPT', { ...head, effectiveDate: daysAgo(10) }, { itemId: yarn.id, quantity: '5' });
    await posted(owner, 'RECEIPT', { ...head, effectiveDate: daysAgo(2) }, { itemId: yarn.id, quantity: '5' });
    const issue = (quantity: string, days: number) =>
      owner.call('POST', '/inventory/documents', {
        type: 'ISSUE',
        post: true,
        ...head,
        effectiveDate: daysAgo(days),
        lines: [{ itemId: yarn.id, quantity }],
      });
    expect(refusal(await issue('6', 5))).toEqual([422, 'RULE_VIOLATED', 'lines.0.quantity']);
    expect(refusal(await issue('1', 20))).toEqual([422, 'RULE_VIOLATED', 'lines.0.quantity']);
    expect(refusal(await issue('1', -3))).toEqual([422, 'RULE_VIOLATED', 'effectiveDate']);
    expect((await issue('5', 5)).status).toBe(201);
    const { body: settings } = await owner.call('GET', '/inventory/settings');
    const closed = await owner.call(
      'PATCH',
      '/inventory/settings',
      { closedThrough: daysAgo(4) },
      { 'if-match': `"${settings.version}"` },
    );
    expect([closed.status, closed.body.closedThrough]).toEqual([200, daysAgo(4)]);
    expect(refusal(await issue('1', 4))).toEqual([422, 'RULE_VIOLATED', 'effectiveDate']);
    expect((await issue('1', 1)).status).toBe(201);
    const { body: then } = await owner.call('GET', `/inventory/reports/valuation?on=${daysAgo(6)}`);
    const row = then.items.find(({ itemId }: { itemId: string }) => itemId === yarn.id);
    expect(row.quantity).toBe('5.0000');
    await expectRight(owner);
  });
});
