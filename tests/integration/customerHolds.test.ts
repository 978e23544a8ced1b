import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Client, type Company, makeCompany } from '../support/api';
import { importsBy } from '../support/imports';
import { makeStore, post, posted, stockOf } from '../support/mill';
import { makePerson } from '../support/people';
import { got, ifMatch, type Made, made, refusal } from './support';

describe('a customer who is on hold', () => {
  let company: Company;
  let owner: Client;
  let north: Made;
  let yarn: Made;
  beforeAll(async () => {
    company = await makeCompany();
    owner = company.owner;
    ({ north, yarn } = await makeStore(owner));
    await posted(owner, 'RECEIPT', { locationId: north.id }, { itemId: yarn.id, quantity: '100' });
  });

  const customer = (fields: object = {}) =>
    made(owner, '/customers', { name: 'Maison Verre', kind: 'BRAND', ...fields });
  const hold = async (by: Client, { id }: Made, fields: object) => {
    const answer = await by.call('PATCH', `/customers/${id}`, fields, ifMatch(await got(owner, '/customers', id)));
    expect([answer.status, answer.status === 200 ? '' : answer.text]).toEqual([200, '']);
  };
  const line = () => ({ itemId: yarn.id, quantity: '1' });
  const draft = (to: Made): Promise<Made> =>
    made(owner, '/inventory/documents', { type: 'DISPATCH', locationId: north.id, customerId: to.id, lines: [line()] });
  const postDraft = ({ id }: Made) => owner.call('POST', `/inventory/documents/${id}/actions/post`);
  const messageOf = async (to: Made) =>
    (await post(owner, 'DISPATCH', { locationId: north.id, customerId: to.id }, line())).body.errors[0].message;

  it('should be sent nothing: no dispatch is posted, and it says who has said so, when and why', async () => {
    const to = await customer();
    const before = await draft(to);
    expect(before.customerHold).toBeNull();
    const { caller } = await makePerson(company, 'MANAGER');
    const { body: me } = await caller.call('GET', '/auth/me');
    await hold(caller, to, { onHold: true, holdReason: 'Invoice 12 is open' });
    const stock = await stockOf(owner, yarn.id);
    const at = { locationId: north.id, customerId: to.id };
    expect(refusal(await post(owner, 'DISPATCH', at, line()))).toEqual([422, 'RULE_VIOLATED', 'customerId']);
    expect(refusal(await postDraft(before))).toEqual([422, 'RULE_VIOLATED', 'customerId']);
    // With all that is wrong besides.
    const wrong = await post(owner, 'DISPATCH', { ...at, toLocationId: north.id }, { itemId: uuidv7(), quantity: '1' });
    expect(refusal(wrong)).toEqual([422, 'RULE_VIOLATED', 'toLocationId', 'customerId', 'lines.0.itemId']);
    const name = `${me.user.firstName} ${me.user.lastName}`;
    const shown = { reason: 'Invoice 12 is open', by: name, since: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) };
    const { customerHold } = await got(owner, '/inventory/documents', before.id);
    expect(customerHold).toEqual(shown);
    expect(await messageOf(to)).toBe(
      `This customer is on hold, since ${customerHold.since.slice(0, 10)}, by ${name}: Invoice 12 is open. Nothing is sent to them meanwhile`,
    );
    expect(await stockOf(owner, yarn.id)).toEqual(stock);
    // A draft can be made, and says so at once.
    const during = await draft(to);
    expect([during.status, during.customerHold]).toEqual(['DRAFT', shown]);
    await hold(owner, to, { onHold: false });
    expect((await got(owner, '/inventory/documents', during.id)).customerHold).toBeNull();
    for (const each of [before, during])
      expect((await postDraft(each)).body).toMatchObject({ status: 'POSTED', customerHold: null });
  });

  it('should say what is known of its hold, from the day it was entered or from a file', async () => {
    const entered = await customer({ onHold: true });
    expect(await messageOf(entered)).toMatch(/^This customer is on hold, since [\d-]{10}, by .+\. Nothing is sent/);
    // A change of something else is no new hold.
    const { body: me } = await owner.call('GET', '/auth/me');
    const { caller } = await makePerson(company, 'MANAGER');
    await hold(caller, entered, { city: 'Lyon', holdReason: 'Asked for' });
    expect(await messageOf(entered)).toContain(`by ${me.user.firstName} ${me.user.lastName}: Asked for.`);
    const files = importsBy(owner, 'customers');
    await files.imported('code,name,kind,on hold\nHELD,Maison Noire,BRAND,yes\n');
    const { body } = await owner.call('GET', '/customers?q=HELD');
    expect(await messageOf(body.data[0])).toContain('This customer is on hold, since');
  });

  it('should have what was sent taken back, and give back what it has', async () => {
    const to = await customer();
    const at = { locationId: north.id, customerId: to.id };
    const sent = await posted(owner, 'DISPATCH', at, line());
    const second = await posted(owner, 'DISPATCH', at, line());
    await hold(owner, to, { onHold: true });
    expect((await owner.call('POST', `/inventory/documents/${sent.id}/actions/reverse`)).status).toBe(201);
    await posted(owner, 'CUSTOMER_RETURN', at, line());
    expect((await got(owner, '/inventory/documents', second.id)).status).toBe('POSTED');
    await posted(owner, 'ISSUE', { locationId: north.id }, line());
  });
});
