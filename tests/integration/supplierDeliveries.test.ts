import { beforeAll, describe, expect, it } from 'vitest';
import { type Client, type Company, makeCompany } from '../support/api';
import { makeStore, post, posted } from '../support/mill';
import { makePerson, makeRole } from '../support/people';
import { got, ifMatch, type Made, made, refusal } from './support';

describe('what a supplier has delivered', () => {
  let company: Company;
  let owner: Client;
  let north: Made;
  let south: Made;
  let yarn: Made;
  beforeAll(async () => {
    company = await makeCompany();
    owner = company.owner;
    ({ north, south, yarn } = await makeStore(owner));
  });

  const supplier = (fields: object = {}) => made(owner, '/suppliers', { name: 'Filatura', kind: 'YARN', ...fields });
  const receive = (from: Made, head: object, ...lines: object[]) =>
    posted(owner, 'RECEIPT', { locationId: north.id, supplierId: from.id, ...head }, ...lines);
  const kg = (quantity: string) => ({ itemId: yarn.id, quantity });
  const deliveries = async (of: Made, by = owner) => (await got(by, '/suppliers', of.id)).rating?.deliveries;

  it('should be no figure where there is nothing to measure', async () => {
    const from = await supplier({ leadTimeDays: 10 });
    expect(from.rating).toBeNull();
    const draft = { type: 'RECEIPT', locationId: north.id, supplierId: from.id, lines: [kg('5')] };
    await made(owner, '/inventory/documents', draft);
    expect(await deliveries(from)).toBeUndefined();
    await receive(from, {}, kg('5'));
    expect(await deliveries(from)).toEqual({
      receipts: 1,
      onTime: null,
      quantities: [{ unit: 'kg', received: '5.0000', returned: '0.0000', returnedShare: '0.0000' }],
      lengths: null,
    });
    expect((await got(owner, '/suppliers', from.id)).rating.inspections).toBeNull();
    // Nothing was promised.
    const silent = await supplier();
    await receive(silent, { effectiveDate: '2026-03-20', orderedOn: '2026-03-01' }, kg('5'));
    expect((await deliveries(silent)).onTime).toBeNull();
  });

  it('should be on time within the lead time of the day it was ordered, the last day included', async () => {
    const from = await supplier({ leadTimeDays: 10 });
    const comes = (orderedOn: string | null, effectiveDate: string) =>
      receive(from, { orderedOn, effectiveDate }, kg('1'));
    await comes('2026-03-01', '2026-03-11');
    await comes('2026-03-01', '2026-03-12');
    await comes('2026-03-01', '2026-03-05');
    await comes('2026-02-20', '2026-03-08');
    await comes(null, '2026-03-30');
    const wrong = await comes('2026-01-01', '2026-03-30');
    await owner.call('POST', `/inventory/documents/${wrong.id}/actions/reverse`);
    const found = await deliveries(from);
    // One and six days late, of four.
    expect([found.receipts, found.onTime]).toEqual([
      5,
      { measured: 4, onTime: 2, share: '0.5000', daysLate: '1.7500' },
    ]);
    const longer = await owner.call('PATCH', `/suppliers/${from.id}`, { leadTimeDays: 16 }, ifMatch(from));
    expect(longer.body.rating.deliveries.onTime).toMatchObject({ onTime: 4, share: '1.0000', daysLate: '0.0000' });
  });

  it('should tell what was sent back, by unit, and how long rolls really are', async () => {
    const from = await supplier();
    const roll = await made(owner, '/inventory/items', {
      ...{ name: 'Jersey', kind: 'RAW_MATERIAL', unit: 'pcs', tracking: 'ROLL' },
    });
    const ticket = (ticketLengthM: string, actualLengthM?: string) => ({
      ...{ itemId: roll.id, quantity: '1' },
      lot: { ticketLengthM, ...(actualLengthM && { actualLengthM }) },
    });
    await receive(from, {}, kg('200'), ticket('100', '98.5'), ticket('50', '50'), ticket('70'));
    const back = await posted(owner, 'SUPPLIER_RETURN', { locationId: north.id, supplierId: from.id }, kg('15'));
    const undone = await posted(owner, 'SUPPLIER_RETURN', { locationId: north.id, supplierId: from.id }, kg('5'));
    await owner.call('POST', `/inventory/documents/${undone.id}/actions/reverse`);
    expect(back.status).toBe('POSTED');
    const found = await deliveries(from);
    expect([found.quantities, found.lengths]).toEqual([
      [
        { unit: 'kg', received: '200.0000', returned: '15.0000', returnedShare: '0.0750' },
        { unit: 'pcs', received: '3.0000', returned: '0.0000', returnedShare: '0.0000' },
      ],
      { lots: 2, ticketM: '150.0000', actualM: '148.5000', share: '0.9900' },
    ]);
  });

  it('should be that of the locations where whoever asks works', async () => {
    const from = await supplier();
    await receive(from, {}, kg('7'));
    await receive(from, { locationId: south.id }, kg('4'));
    const role = await makeRole(owner, ['partners:read']);
    const { caller } = await makePerson(company, 'EMPLOYEE', { customRoleId: role.id, locationIds: [south.id] });
    expect((await deliveries(from)).quantities[0].received).toBe('11.0000');
    expect((await deliveries(from, caller)).quantities[0].received).toBe('4.0000');
  });

  it('should be ordered before it comes, and only what is received', async () => {
    const from = await supplier();
    const at = { locationId: north.id, supplierId: from.id };
    const early = await post(
      owner,
      'RECEIPT',
      { ...at, effectiveDate: '2026-03-01', orderedOn: '2026-03-02' },
      kg('1'),
    );
    expect(refusal(early)).toEqual([422, 'RULE_VIOLATED', 'orderedOn']);
    expect(refusal(await post(owner, 'RECEIPT', { ...at, orderedOn: '2099-01-01' }, kg('1')))).toEqual([
      422,
      'RULE_VIOLATED',
      'orderedOn',
    ]);
    const issue = await post(owner, 'ISSUE', { locationId: north.id, orderedOn: '2026-03-01' }, kg('1'));
    expect(refusal(issue)).toEqual([422, 'RULE_VIOLATED', 'orderedOn']);
    const { id, version } = await made(owner, '/inventory/documents', { type: 'RECEIPT', ...at, lines: [kg('1')] });
    const path = `/inventory/documents/${id}`;
    const changed = await owner.call('PATCH', path, { orderedOn: '2026-03-01' }, ifMatch({ version }));
    expect(changed.body.orderedOn).toBe('2026-03-01');
    expect((await owner.call('POST', `${path}/actions/post`)).body).toMatchObject({
      status: 'POSTED',
      orderedOn: '2026-03-01',
    });
  });
});
