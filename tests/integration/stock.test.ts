import { beforeAll, describe, expect, it } from 'vitest';
import { type Client, makeCompany } from '../support/api';
import { expectRight, makeStore, post, posted, stockOf, worthOf } from '../support/mill';
import { listed, made, refusal } from './support';

let owner: Client;
beforeAll(async () => {
  owner = (await makeCompany({ country: 'India' })).owner;
});

const get = async (path: string) => (await owner.call('GET', path)).body;
const act = (id: string, action: string, body?: object) =>
  owner.call('POST', `/inventory/documents/${id}/actions/${action}`, body);

describe('stock that moves', () => {
  it('should come, go and lie where it was put, to the gram', async () => {
    const { north, south, yarn } = await makeStore(owner);
    const receipt = await posted(
      owner,
      'RECEIPT',
      { locationId: north.id },
      { itemId: yarn.id, quantity: '100.5', unitCost: '2' },
      { itemId: yarn.id, quantity: '10', unit: 'lb', unitCost: '2' },
    );
    expect(receipt.lines.map((line: { quantity: string }) => line.quantity)).toEqual(['100.5000', '4.5359']);
    expect(await get(`/inventory/documents/${receipt.id}`)).toEqual(receipt);
    await posted(owner, 'ISSUE', { locationId: north.id }, { itemId: yarn.id, quantity: '500', unit: 'g' });
    await posted(
      owner,
      'TRANSFER',
      { locationId: north.id, toLocationId: south.id },
      { itemId: yarn.id, quantity: '4.5359' },
    );
    expect(await stockOf(owner, yarn.id)).toEqual([
      `${north.name}/AVAILABLE 100.0000`,
      `${south.name}/AVAILABLE 4.5359`,
    ]);
    await expectRight(owner);
  });

  it('should be counted on by one serial for each of its documents, whatever kind they are of and made how', async () => {
    const { north, yarn } = await makeStore(owner);
    const head = { locationId: north.id };
    const line = { itemId: yarn.id, quantity: '4' };
    const receipt = await posted(owner, 'RECEIPT', head, line);
    const draft = await made(owner, '/inventory/documents', { type: 'ISSUE', ...head, lines: [line] });
    const issue = await posted(owner, 'ISSUE', head, { ...line, quantity: '1' });
    const back = await act(issue.id, 'reverse');
    const serials = [receipt, draft, issue, back.body].map(({ number }) => Number(/^[A-Z]+-(\d+)$/.exec(number)?.[1]));
    expect(serials.map((serial) => serial - (serials[0] ?? 0))).toEqual([0, 1, 2, 3]);
  });

  it('should not leave where there is less, and say so by item, place, wanted and there; nothing is written', async () => {
    const { north, yarn } = await makeStore(owner, { name: 'Linen yarn' });
    await posted(owner, 'RECEIPT', { locationId: north.id }, { itemId: yarn.id, quantity: '5' });
    const movesBefore = (await get('/inventory/movements?limit=200')).data;
    const answer = await post(
      owner,
      'ISSUE',
      { locationId: north.id },
      { itemId: yarn.id, quantity: '3' },
      { itemId: yarn.id, quantity: '2.0001' },
    );
    expect(refusal(answer)).toEqual([422, 'INSUFFICIENT_STOCK', 'lines.1.quantity']);
    expect(answer.body.detail).toBe(`${north.name} has 5.0000 kg of ${yarn.sku} Linen yarn to take, not 5.0001 kg.`);
    expect((await get('/inventory/movements?limit=200')).data).toEqual(movesBefore);
    expect(await stockOf(owner, yarn.id)).toEqual([`${north.name}/AVAILABLE 5.0000`]);
  });

  it('should be on the way until somebody there says it has come, and what has not is lost', async () => {
    const { north, south, yarn } = await makeStore(owner);
    await posted(owner, 'RECEIPT', { locationId: north.id }, { itemId: yarn.id, quantity: '10', unitCost: '3' });
    const head = { locationId: north.id, toLocationId: south.id, viaTransit: true };
    const transfer = await posted(owner, 'TRANSFER', head, { itemId: yarn.id, quantity: '6' });
    expect(transfer.status).toBe('IN_TRANSIT');
    expect(await stockOf(owner, yarn.id)).toEqual([
      `${north.name}/AVAILABLE 4.0000`,
      `${south.name}/IN_TRANSIT 6.0000`,
    ]);
    const tooMuch = await act(transfer.id, 'receive', {
      lines: [{ lineId: transfer.lines[0].id, quantity: '6.0001' }],
    });
    expect(refusal(tooMuch)).toEqual([422, 'RULE_VIOLATED', 'lines.0.quantity']);
    const come = await act(transfer.id, 'receive', { lines: [{ lineId: transfer.lines[0].id, quantity: '5.5' }] });
    expect([come.status, come.body.status]).toEqual([200, 'POSTED']);
    expect(await stockOf(owner, yarn.id)).toEqual([`${north.name}/AVAILABLE 4.0000`, `${south.name}/AVAILABLE 5.5000`]);
    expect(await worthOf(owner, yarn.id)).toBe('28.5000');
    await expectRight(owner);
  });

  it('should neither come, be counted nor be cut while the stock is closed', async () => {
    const other = (await makeCompany({ country: 'India' })).owner;
    const { north, south, yarn } = await makeStore(other, { tracking: 'LOT' });
    const receipt = await posted(
      other,
      'RECEIPT',
      { locationId: north.id },
      { itemId: yarn.id, quantity: '10', lot: {} },
    );
    const lotId = receipt.lines[0].lotId;
    const head = { locationId: north.id, toLocationId: south.id, viaTransit: true };
    const sent = await posted(other, 'TRANSFER', head, { itemId: yarn.id, quantity: '6', lotId });
    const count = await made(other, '/inventory/counts', { locationId: north.id });
    const counted = `/inventory/counts/${count.id}/actions`;
    await other.call('POST', `${counted}/enter`, { lines: [{ itemId: yarn.id, lotId, counted: '3' }] });
    await other.call('POST', `${counted}/submit`);
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    const settings = { closedThrough: tomorrow };
    expect((await other.call('PATCH', '/inventory/settings', settings, { 'if-match': '"0"' })).status).toBe(200);
    const tries = [
      other.call('POST', `/inventory/documents/${sent.id}/actions/receive`, {}),
      other.call('POST', `${counted}/approve`),
      other.call('POST', `/inventory/lots/${lotId}/actions/split`, {
        locationId: north.id,
        parts: [{ quantity: '1' }],
      }),
      other.call('POST', `/inventory/documents/${receipt.id}/actions/reverse`),
    ];
    for (const answer of await Promise.all(tries)) expect(refusal(answer).slice(0, 2)).toEqual([422, 'RULE_VIOLATED']);
    await expectRight(other);
  });

  it('should be out before its item, or its lot, is archived', async () => {
    const { north, yarn } = await makeStore(owner, { name: 'Chenille', tracking: 'LOT' });
    const line = { itemId: yarn.id, quantity: '10' };
    const receipt = await posted(owner, 'RECEIPT', { locationId: north.id }, { ...line, lot: {} });
    const { lotId } = receipt.lines[0];
    const archive = (path: string) => owner.call('POST', `/inventory/${path}/actions/archive`);
    expect(refusal(await archive(`items/${yarn.id}`))).toEqual([409, 'INVALID_STATE']);
    expect(refusal(await archive(`lots/${lotId}`))).toEqual([409, 'INVALID_STATE']);
    await posted(owner, 'ISSUE', { locationId: north.id }, { ...line, lotId });
    expect((await archive(`lots/${lotId}`)).status).toBe(200);
    expect((await archive(`items/${yarn.id}`)).status).toBe(200);
  });

  it('should go back the way it came when a document is reversed, once, and only while it is there', async () => {
    const { north, yarn } = await makeStore(owner);
    const receipt = await posted(
      owner,
      'RECEIPT',
      { locationId: north.id },
      { itemId: yarn.id, quantity: '10', unitCost: '3' },
    );
    const issue = await posted(owner, 'ISSUE', { locationId: north.id }, { itemId: yarn.id, quantity: '4' });
    expect(refusal(await act(receipt.id, 'reverse'))).toEqual([422, 'INSUFFICIENT_STOCK', 'lines.0.quantity']);
    const back = await act(issue.id, 'reverse');
    expect([back.status, back.body.reversalOfId]).toEqual([201, issue.id]);
    expect((await get(`/inventory/documents/${issue.id}`)).status).toBe('REVERSED');
    const takingBack = await listed(owner, `/inventory/documents?reversalOfId=${issue.id}`);
    expect(takingBack.map(({ id }) => id)).toEqual([back.body.id]);
    expect(refusal(await act(issue.id, 'reverse')).slice(0, 2)).toEqual([409, 'INVALID_STATE']);
    expect((await act(receipt.id, 'reverse')).status).toBe(201);
    expect(await stockOf(owner, yarn.id)).toEqual([]);
    expect(await worthOf(owner, yarn.id)).toBe('0.0000');
    await expectRight(owner);
  });
});
