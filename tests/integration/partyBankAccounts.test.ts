import { beforeAll, describe, expect, it } from 'vitest';
import { type Client, type Company, makeCompany } from '../support/api';
import { makePerson, makeRole } from '../support/people';
import { got, type Made, made, refusal } from './support';

const IBAN = 'IT60X0542811101000000123456';
const PARTIES = [
  { path: '/suppliers', kind: 'YARN' },
  { path: '/customers', kind: 'BRAND' },
] as const;

describe.each(PARTIES)('the bank accounts of one of $path', ({ path, kind }) => {
  let company: Company;
  let owner: Client;
  let party: Made;
  beforeAll(async () => {
    company = await makeCompany({ country: 'Italy' });
    owner = company.owner;
    party = await made(owner, path, { name: 'Alba', kind });
  });
  const url = () => `${path}/${party.id}/bank-accounts`;
  const set = async (bankAccounts: unknown, by = owner, version?: number) => {
    const now = version ?? (await owner.call('GET', url())).body.version;
    return by.call('PATCH', url(), { bankAccounts }, { 'if-match': `"${now}"` });
  };

  it('should be kept in their order, tidied, and shown in full to who may see them', async () => {
    const answer = await set([
      { holder: 'Alba', iban: 'it60 x054 2811 1010 0000 0123 456', swift: 'bcitit mm', currency: 'EUR' },
      { holder: 'Alba India', accountNumber: '0012 3456 7890', ifsc: 'hdfc0001234', bankName: 'HDFC' },
    ]);
    expect(answer.status).toBe(200);
    expect(answer.body.bankAccounts).toEqual([
      {
        holder: 'Alba',
        bankName: null,
        iban: IBAN,
        accountNumber: null,
        lastFour: '3456',
        ifsc: null,
        swift: 'BCITITMM',
        currency: 'EUR',
      },
      {
        holder: 'Alba India',
        bankName: 'HDFC',
        iban: null,
        accountNumber: '001234567890',
        lastFour: '7890',
        ifsc: 'HDFC0001234',
        swift: null,
        currency: null,
      },
    ]);
    for (const by of [owner, await company.as('ADMIN')])
      expect((await by.call('GET', url())).body).toEqual(answer.body);
    expect(answer.body.version).toBe((await got(owner, path, party.id)).version);
  });

  it('should be the last four alone for all others, who change none', async () => {
    await set([{ holder: 'Alba', iban: IBAN }]);
    for (const role of ['MANAGER', 'EMPLOYEE'] as const) {
      const by = await company.as(role);
      const { status, body, text } = await by.call('GET', url());
      expect([status, body.bankAccounts[0].lastFour, text.includes('00001234')]).toEqual([200, '3456', false]);
      expect(Object.keys(body.bankAccounts[0])).not.toContain('iban');
      expect((await set([], by)).status).toBe(403);
    }
    expect((await owner.call('GET', url())).body.bankAccounts[0].iban).toBe(IBAN);
  });

  it('should be changed by nobody who may not see them in full, although they could empty the list', async () => {
    const { id: customRoleId } = await makeRole(owner, ['partners:read', 'bank:write']);
    const { caller } = await makePerson(company, 'MANAGER', { customRoleId });
    const answer = await set([{ holder: 'Thief', iban: 'DE89370400440532013000' }], caller);
    expect(refusal(answer)).toEqual([403, 'FORBIDDEN', 'bankAccounts.0.iban']);
    expect(refusal(await set([{ holder: 'Thief' }], caller))).toEqual([
      422,
      'RULE_VIOLATED',
      'bankAccounts.0.accountNumber',
    ]);
    expect((await set([], caller)).status).toBe(200);
  });

  it('should never be in the log in clear, which says by whom and which by the last four', async () => {
    await set([{ holder: 'Alba', iban: IBAN }]);
    await set([{ holder: 'Alba', accountNumber: '9988776655443322' }]);
    const { body, text } = await owner.call(
      'GET',
      `/tenants/current/audit?entityId=${party.id}&action=change-bank-accounts`,
    );
    expect(body.data.length).toBeGreaterThan(1);
    const log = text + (await owner.call('GET', `/tenants/current/audit/export?format=ndjson`)).text;
    for (const secret of [IBAN, '0542811101', '9988776655443322']) expect(log.includes(secret)).toBe(false);
    expect([log.includes('[masked]'), log.includes('"3456"'), log.includes('"3322"')]).toEqual([true, true, true]);
  });

  it.each([
    ['no number', [{ holder: 'A' }], 422, 'bankAccounts.0.accountNumber'],
    [
      'an IFSC without a number',
      [{ holder: 'A', iban: IBAN, ifsc: 'HDFC0001234' }],
      422,
      'bankAccounts.0.accountNumber',
    ],
    ['a wrong check digit', [{ holder: 'A', iban: 'IT61X0542811101000000123456' }], 400, 'bankAccounts.0.iban'],
    ['a bad IFSC', [{ holder: 'A', accountNumber: '12345', ifsc: 'HDFC' }], 400, 'bankAccounts.0.ifsc'],
    ['a bad SWIFT code', [{ holder: 'A', iban: IBAN, swift: 'XX' }], 400, 'bankAccounts.0.swift'],
    ['nobody as holder', [{ iban: IBAN }], 400, 'bankAccounts.0.holder'],
    ['the last four, which are made', [{ holder: 'A', iban: IBAN, lastFour: '1234' }], 400, 'bankAccounts.0.lastFour'],
    ['no list', null, 400, 'bankAccounts'],
  ])('should be refused with %s, and stay', async (_what, accounts, status, at) => {
    const before = (await owner.call('GET', url())).body;
    const answer = await set(accounts);
    expect([answer.status, answer.body.errors[0].path]).toEqual([status, at]);
    expect((await owner.call('GET', url())).body).toEqual(before);
  });

  it('should ask for the version that was seen, and stay when the party is archived', async () => {
    const { body } = await set([{ holder: 'Alba', iban: IBAN }]);
    expect(refusal(await set([], owner, body.version - 1))).toEqual([412, 'VERSION_MISMATCH']);
    expect(refusal(await owner.call('PATCH', url(), { bankAccounts: [] }))).toEqual([400, 'IF_MATCH_REQUIRED']);
    await owner.call('POST', `${path}/${party.id}/actions/archive`);
    expect(refusal(await set([]))).toEqual([409, 'INVALID_STATE']);
    expect((await owner.call('GET', url())).body.bankAccounts).toHaveLength(1);
  });
});
