import { beforeAll, describe, expect, it } from 'vitest';
import { type Company, makeCompany } from '../support/api';
import { makeStore, posted } from '../support/mill';
import { makePerson } from '../support/people';
import { refusal } from './support';

let company: Company;
beforeAll(async () => {
  company = await makeCompany({ country: 'India' });
});

describe('what was done with a stock document', () => {
  it('should be told to all who see it, newest first, without what anything cost', async () => {
    const { owner } = company;
    const { north, south, yarn } = await makeStore(owner);
    const receipt = await posted(
      owner,
      'RECEIPT',
      { locationId: north.id },
      { itemId: yarn.id, quantity: '1', unitCost: '3' },
    );
    await owner.call('POST', `/inventory/documents/${receipt.id}/actions/reverse`);
    const path = `/inventory/documents/${receipt.id}/changes`;
    const employee = await company.as('EMPLOYEE');
    const { status, body, text } = await employee.call('GET', path);
    expect(status).toBe(200);
    expect(body.data.map(({ action }: { action: string }) => action)).toEqual(['reverse', 'create']);
    expect(body.data[0].actor).toMatchObject({ kind: 'user', name: expect.any(String) });
    expect(text).not.toContain('unitCost');
    // Who works somewhere else sees no more of it than of the document.
    const { caller } = await makePerson(company, 'MANAGER', { locationIds: [south.id] });
    expect(refusal(await caller.call('GET', path))).toEqual([404, 'NOT_FOUND']);
  });
});
