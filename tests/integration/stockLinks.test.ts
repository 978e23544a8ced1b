import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Company, makeCompany } from '../support/api';
import { makeStore, posted } from '../support/mill';
import { makePerson } from '../support/people';
import { made, refusal } from './support';

let company: Company;
beforeAll(async () => {
  company = await makeCompany({ country: 'India' });
});

describe('a draft of a stock document that names a reservation', () => {
  it('should be refused one that is not there, or is of another item or place', async () => {
    const { owner } = company;
    const { north, south, yarn } = await makeStore(owner);
    const other = await made(owner, '/inventory/items', { name: 'Wool yarn', kind: 'RAW_MATERIAL', unit: 'kg' });
    await posted(owner, 'RECEIPT', { locationId: north.id }, { itemId: yarn.id, quantity: '10' });
    const place = { itemId: yarn.id, locationId: north.id };
    const { id: reservationId } = await made(owner, '/inventory/reservations', { ...place, quantity: '4' });
    const draft = (locationId: string, line: object, by = owner) =>
      by.call('POST', '/inventory/documents', { type: 'ISSUE', locationId, lines: [{ quantity: '1', ...line }] });
    const refused = [422, 'RULE_VIOLATED', 'lines.0.reservationId'];
    const unknown = await draft(north.id, { itemId: yarn.id, reservationId: uuidv7() });
    expect(refusal(unknown)).toEqual(refused);
    expect(refusal(await draft(north.id, { itemId: other.id, reservationId }))).toEqual(refused);
    expect(refusal(await draft(south.id, { itemId: yarn.id, reservationId }))).toEqual(refused);
    expect((await draft(north.id, { itemId: yarn.id, reservationId })).status).toBe(201);
    // To whoever does not work there it is one that is not there.
    const { caller } = await makePerson(company, 'MANAGER', { locationIds: [south.id] });
    const elsewhere = await draft(south.id, { itemId: yarn.id, reservationId }, caller);
    expect([elsewhere.status, elsewhere.body.errors]).toEqual([422, unknown.body.errors]);
  });
});

describe('a lot', () => {
  it('should be told by the field when its item has one of that number', async () => {
    const { owner } = company;
    const { yarn } = await makeStore(owner, { tracking: 'LOT' });
    const lot = { itemId: yarn.id, number: 'Dye 7' };
    await made(owner, '/inventory/lots', lot);
    expect(refusal(await owner.call('POST', '/inventory/lots', lot))).toEqual([409, 'ALREADY_EXISTS', 'number']);
  });
});
