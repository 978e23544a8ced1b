import { beforeAll, describe, expect, it } from 'vitest';
import { type Client, type Company, makeCompany } from '../support/api';
import { atOnce, got, ifMatch, listed, type Made, made, numbered, refusal } from './support';

const PARTNERS = [
  { path: '/suppliers', one: 'supplier', prefix: 'SUP', kind: 'YARN', otherKind: 'TRIMS' },
  { path: '/customers', one: 'customer', prefix: 'CUS', kind: 'BRAND', otherKind: 'RETAILER' },
] as const;

describe.each(PARTNERS)('a $one', ({ path, prefix, kind, otherKind }) => {
  let company: Company;
  let owner: Client;

  beforeAll(async () => {
    company = await makeCompany({ country: 'India' });
    owner = company.owner;
  });

  const partner = (fields: object = {}): Promise<Made> => made(owner, path, { name: 'Arno', kind, ...fields });
  const change = (current: Made, body: object) => owner.call('PATCH', `${path}/${current.id}`, body, ifMatch(current));
  const act = (action: string, { id }: Made) => owner.call('POST', `${path}/${id}/actions/${action}`);

  describe('code', () => {
    it('should be the next of the series when it is left out, passing over codes that are taken', async () => {
      expect((await partner()).code).toBe(numbered(prefix, 1));
      await partner({ code: numbered(prefix, 2) });
      await partner({ code: numbered(prefix, 3) });
      expect((await partner()).code).toBe(numbered(prefix, 4));
      expect((await partner()).code).toBe(numbered(prefix, 5));
    });

    it('should be kept as given', async () => {
      expect((await partner({ code: ' Alba/7 ' })).code).toBe('Alba/7');
    });

    it('should be refused when another one has it, archived or not', async () => {
      const [first, second] = [await partner({ code: 'TAKEN' }), await partner()];
      expect(refusal(await owner.call('POST', path, { name: 'B', kind, code: 'TAKEN' }))).toEqual([
        409,
        'ALREADY_EXISTS',
        'code',
      ]);
      expect(refusal(await change(second, { code: 'TAKEN' }))).toEqual([409, 'ALREADY_EXISTS', 'code']);
      await act('archive', first);
      expect(refusal(await owner.call('POST', path, { name: 'B', kind, code: 'TAKEN' }))).toEqual([
        409,
        'ALREADY_EXISTS',
        'code',
      ]);
      expect(await got(owner, path, second.id)).toEqual(second);
    });

    it('should be different for each of 20 made at once, without a gap', async () => {
      const { code } = await partner();
      const start = Number(code.slice(-5));
      const codes = (await atOnce(20, () => partner())).map((each) => each.code);
      expect(codes.sort()).toEqual(Array.from({ length: 20 }, (_, index) => numbered(prefix, start + 1 + index)));
    });
  });

  it('should have the currency of the company and 30 days when nothing else is said', async () => {
    expect(await partner()).toMatchObject({
      currency: 'INR',
      paymentTerms: 'NET_30',
      archivedAt: null,
      email: null,
      notes: null,
      version: 1,
    });
  });

  it('should be given back as it was made', async () => {
    const body = {
      name: 'Filatura Alba',
      kind: otherKind,
      contactName: 'Rosa',
      email: 'Rosa@Alba.Test',
      phone: '+91 98765 43210',
      country: 'India',
      city: 'Tiruppur',
      currency: 'USD',
      paymentTerms: 'END_OF_MONTH',
      terms: 'Ex works.\nNo returns.',
      notes: 'Closed in August',
    };
    const stored = await partner(body);
    expect(stored).toMatchObject({ ...body, email: 'rosa@alba.test', phone: '+919876543210' });
    expect(await got(owner, path, stored.id)).toEqual(stored);
  });

  it('should take the payment terms there are, and no others', async () => {
    for (const paymentTerms of ['IMMEDIATE', 'ADVANCE', 'COD', 'END_OF_MONTH', 'NET_1', 'NET_999']) {
      expect((await partner({ paymentTerms })).paymentTerms).toBe(paymentTerms);
    }
    for (const paymentTerms of ['NET_0', 'NET_1000', 'net_30', 'NET_', '', ' COD', null]) {
      const answer = await owner.call('POST', path, { name: 'B', kind, paymentTerms });
      expect([paymentTerms, ...refusal(answer)]).toEqual([paymentTerms, 400, 'VALIDATION_FAILED', 'paymentTerms']);
    }
  });

  it('should tell every fault of a body at once', async () => {
    const body = { name: ' ', kind: 'NONE', email: 'x', phone: '123', currency: 'eur', taxID: '1' };
    const [status, code, ...paths] = refusal(await owner.call('POST', path, body));
    expect([status, code, paths.sort()]).toEqual([
      400,
      'VALIDATION_FAILED',
      ['currency', 'email', 'kind', 'name', 'phone', 'taxID'],
    ]);
  });

  describe('when it is changed', () => {
    it('should keep what is left out, lose what is null, and count its version up', async () => {
      const before = await partner({ city: 'Prato', country: 'Italy' });
      const { status, body, headers } = await change(before, { city: null, name: 'Arno Filati', kind: otherKind });
      expect([status, headers.get('etag')]).toEqual([200, '"2"']);
      expect(body).toEqual({
        ...before,
        city: null,
        name: 'Arno Filati',
        kind: otherKind,
        version: 2,
        updatedAt: body.updatedAt,
      });
      expect(await got(owner, path, before.id)).toEqual(body);
    });

    it('should ask for the version that was seen, and refuse an old one', async () => {
      const before = await partner();
      expect(refusal(await owner.call('PATCH', `${path}/${before.id}`, { city: 'Como' }))).toEqual([
        400,
        'IF_MATCH_REQUIRED',
      ]);
      const after = (await change(before, { city: 'Como' })).body;
      expect(refusal(await change(before, { city: 'Lecco' }))).toEqual([412, 'VERSION_MISMATCH']);
      expect(await got(owner, path, before.id)).toEqual(after);
    });

    it('should not take fields that are not its own to change', async () => {
      const before = await partner();
      for (const body of [{ id: before.id }, { version: 3 }, { archivedAt: null }, { createdAt: before.createdAt }]) {
        expect(refusal(await change(before, body))).toEqual([400, 'VALIDATION_FAILED', Object.keys(body)[0]]);
      }
    });
  });

  describe('when it is archived', () => {
    it('should leave the list, stand in the list of archived ones, and come back when restored', async () => {
      const one = await partner({ name: 'Passing through' });
      const ids = async (query: string) =>
        (await listed(owner, `${path}?limit=200&q=passing${query}`)).map(({ id }) => id);
      const archived = (await act('archive', one)).body;
      expect(archived).toMatchObject({
        id: one.id,
        version: 2,
        archivedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      });
      expect([await ids(''), await ids('&archived=false'), await ids('&archived=true')]).toEqual([[], [], [one.id]]);
      expect(await got(owner, path, one.id)).toEqual(archived);
      expect((await act('restore', one)).body).toMatchObject({ archivedAt: null, version: 3 });
      expect([await ids(''), await ids('&archived=false'), await ids('&archived=true')]).toEqual([
        [one.id],
        [one.id],
        [],
      ]);
    });

    it('should not be changed, nor archived or restored twice', async () => {
      const one = await partner();
      expect(refusal(await act('restore', one))).toEqual([409, 'INVALID_STATE']);
      const archived = (await act('archive', one)).body;
      expect(refusal(await change(archived, { name: 'New' }))).toEqual([409, 'INVALID_STATE']);
      expect(refusal(await act('archive', one))).toEqual([409, 'INVALID_STATE']);
      expect(await got(owner, path, one.id)).toEqual(archived);
    });
  });

  it('should be read by everybody and written by all but employees', async () => {
    const one = await partner();
    const attempts = async (by: Client) => [
      (await by.call('GET', path)).status,
      (await by.call('GET', `${path}/${one.id}`)).status,
      (await by.call('POST', path, { name: 'C', kind })).status,
      (await by.call('PATCH', `${path}/${one.id}`, {}, ifMatch(await got(owner, path, one.id)))).status,
    ];
    expect(await attempts(await company.as('EMPLOYEE'))).toEqual([200, 200, 403, 403]);
    expect(await attempts(await company.as('MANAGER'))).toEqual([200, 200, 201, 200]);
  });
});

describe('what only one of the two has', () => {
  let owner: Client;
  beforeAll(async () => {
    owner = (await makeCompany()).owner;
  });

  it('should be a lead time of 0 to 999 whole days for suppliers', async () => {
    for (const leadTimeDays of [0, 999, null]) {
      expect((await made(owner, '/suppliers', { name: 'A', kind: 'YARN', leadTimeDays })).leadTimeDays).toBe(
        leadTimeDays,
      );
    }
    for (const leadTimeDays of [-1, 1000, 1.5, '7']) {
      expect(refusal(await owner.call('POST', '/suppliers', { name: 'A', kind: 'YARN', leadTimeDays }))).toEqual([
        400,
        'VALIDATION_FAILED',
        'leadTimeDays',
      ]);
    }
    expect(refusal(await owner.call('POST', '/customers', { name: 'A', kind: 'BRAND', leadTimeDays: 1 }))).toEqual([
      400,
      'VALIDATION_FAILED',
      'leadTimeDays',
    ]);
  });

  it('should be an exact credit limit for customers', async () => {
    for (const [sent, stored] of [
      ['9999999999999999.9999', '9999999999999999.9999'],
      ['0.1', '0.1000'],
      ['0', '0.0000'],
      [null, null],
    ]) {
      expect((await made(owner, '/customers', { name: 'A', kind: 'BRAND', creditLimit: sent })).creditLimit).toBe(
        stored,
      );
    }
    for (const creditLimit of ['-1', '1e5', '1,5', '0.00001', 5, 'NaN', '10000000000000000']) {
      expect(refusal(await owner.call('POST', '/customers', { name: 'A', kind: 'BRAND', creditLimit }))).toEqual([
        400,
        'VALIDATION_FAILED',
        'creditLimit',
      ]);
    }
    expect(refusal(await owner.call('POST', '/suppliers', { name: 'A', kind: 'YARN', creditLimit: '1' }))).toEqual([
      400,
      'VALIDATION_FAILED',
      'creditLimit',
    ]);
  });
});
