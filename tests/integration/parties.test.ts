import { beforeAll, describe, expect, it } from 'vitest';
import { type Client, type Company, makeCompany } from '../support/api';
import { asSuperuser } from '../support/database';
import { got, ifMatch, listed, type Made, made, refusal } from './support';

const PARTIES = [
  { path: '/suppliers', one: 'supplier', kind: 'YARN' },
  { path: '/customers', one: 'customer', kind: 'BRAND' },
] as const;

/** A day so many days from today, by the clock of the database. */
const dayIn = async (days: number) => {
  const [row] = await asSuperuser<{ day: string }>(`SELECT ((now() AT TIME ZONE 'UTC')::date + $1::int)::text AS day`, [
    days,
  ]);
  return row?.day ?? '';
};

describe.each(PARTIES)('a $one', ({ path, kind }) => {
  let company: Company;
  let owner: Client;
  beforeAll(async () => {
    company = await makeCompany({ country: 'Italy' });
    owner = company.owner;
  });
  const party = (fields: object = {}): Promise<Made> => made(owner, path, { name: 'Alba', kind, ...fields });
  const change = (current: Made, body: object) => owner.call('PATCH', `${path}/${current.id}`, body, ifMatch(current));
  const post = (fields: object) => owner.call('POST', path, { name: 'Nuova', kind, allowDuplicate: true, ...fields });

  describe('tax id', () => {
    it('should be checked by the rules of its country, and kept without what only separates', async () => {
      const indian = { country: 'India', taxId: '27 aapfu0939f 1zv', pan: 'aapfu0939f' };
      expect(await party(indian)).toMatchObject({ taxId: '27AAPFU0939F1ZV', pan: 'AAPFU0939F' });
      expect((await party({ country: 'Italia', taxId: 'IT 00743110157' })).taxId).toBe('IT00743110157');
      expect((await party({ country: 'Bangladesh', taxId: 'BIN 000 123' })).taxId).toBe('BIN 000 123');
      expect((await party({ taxId: 'anything' })).taxId).toBe('anything');
    });

    it.each([
      ['of a mistaken digit', { country: 'Italy', taxId: 'IT00743110158' }, 'taxId'],
      ['of another country', { country: 'Italy', taxId: 'DE136695976' }, 'taxId'],
      ['with a wrong check digit', { country: 'India', taxId: '27AAPFU0939F1ZX' }, 'taxId'],
      ['of another PAN', { country: 'IN', taxId: '27AAPFU0939F1ZV', pan: 'AAGCB7383J' }, 'pan'],
    ])('should be refused when it is one %s', async (_what, fields, at) => {
      expect(refusal(await post(fields))).toEqual([422, 'RULE_VIOLATED', at]);
      const stored = await party();
      expect(refusal(await change(stored, fields))).toEqual([422, 'RULE_VIOLATED', at]);
      expect(await got(owner, path, stored.id)).toEqual(stored);
    });

    it('should fit the country when the country is changed, and leave the rest changeable when it was wrong before', async () => {
      const stored = await party({ country: 'Bangladesh', taxId: 'BIN 000 123' });
      expect(refusal(await change(stored, { country: 'Italy' }))).toEqual([422, 'RULE_VIOLATED', 'taxId']);
      const table = path.slice(1);
      await asSuperuser(
        `UPDATE tenant_${company.id.replaceAll('-', '_')}.${table} SET country = 'Italy' WHERE id = $1`,
        [stored.id],
      );
      expect((await change(stored, { city: 'Prato' })).body).toMatchObject({ city: 'Prato', taxId: 'BIN 000 123' });
    });

    it('should have a PAN of the right form, whatever the country', async () => {
      for (const pan of ['AAPFU0939', 'AAPXU0939F', '12345ABCDE', 'AAPFU0939FF', ''])
        expect([pan, ...refusal(await post({ pan }))]).toEqual([pan, 400, 'VALIDATION_FAILED', 'pan']);
    });
  });

  describe('contacts, addresses and certificates', () => {
    const lists = {
      contacts: [
        { name: 'Rosa Conti', role: 'Dispatch', email: 'Rosa@Alba.Test', phone: '+39 0574 010101' },
        { name: 'Ugo Neri', notes: 'Speaks English' },
      ],
      addresses: [
        { kind: 'WORKS', name: 'Works 2', addressLine1: 'Via del Fuso 51', city: 'Prato', country: 'Italy' },
        { kind: 'BILLING', addressLine1: 'Casella postale 7' },
      ],
      certificates: [{ standard: 'GOTS', number: 'CU 1', scope: 'Spinning', issuer: 'CU', validUntil: '2099-12-31' }],
    };

    it('should be given back in the order they were sent, with what was left out as null', async () => {
      const stored = await party(lists);
      expect(stored.contacts).toEqual([
        { ...lists.contacts[0], email: 'rosa@alba.test', phone: '+390574010101', notes: null },
        { name: 'Ugo Neri', role: null, email: null, phone: null, notes: 'Speaks English' },
      ]);
      expect(stored.addresses[1]).toMatchObject({ kind: 'BILLING', addressLine1: 'Casella postale 7', city: null });
      expect(stored.certificates).toEqual([{ ...lists.certificates[0], validFrom: null, state: 'VALID' }]);
      expect(await got(owner, path, stored.id)).toEqual(stored);
      expect(await party()).toMatchObject({ contacts: [], addresses: [], certificates: [], tags: [] });
    });

    it('should be replaced by a list that is sent, emptied by an empty one, and stay when none is sent', async () => {
      const before = await party(lists);
      const { body: after } = await change(before, { contacts: [{ name: 'Pia' }], addresses: [], city: 'Prato' });
      expect(after).toMatchObject({ addresses: [], certificates: before.certificates, version: 2 });
      expect(after.contacts).toEqual([{ name: 'Pia', role: null, email: null, phone: null, notes: null }]);
      expect(refusal(await change(before, { contacts: [] }))).toEqual([412, 'VERSION_MISMATCH']);
      expect(await got(owner, path, before.id)).toEqual(after);
    });

    it('should tell every fault in them at once, and write nothing', async () => {
      const faulty = {
        contacts: [{ name: '' }, { name: 'A', email: 'x', phone: '1', age: 3 }],
        addresses: [{ kind: 'CAVE', addressLine1: 'A' }],
        certificates: [{ standard: 'GOTS', number: '1' }],
      };
      const [status, code, ...paths] = refusal(await post(faulty));
      expect([status, code, paths.sort()]).toEqual([
        400,
        'VALIDATION_FAILED',
        [
          'addresses.0.kind',
          'certificates.0.validUntil',
          'contacts.0.name',
          'contacts.1.age',
          'contacts.1.email',
          'contacts.1.phone',
        ],
      ]);
      const certificates = [
        { standard: 'GRS', number: '1', validUntil: '2026-01-01' },
        { standard: 'GRS', number: '2', validFrom: '2026-01-02', validUntil: '2026-01-01' },
      ];
      const both = await post({ certificates, country: 'Italy', taxId: 'x' });
      expect(refusal(both)).toEqual([422, 'RULE_VIOLATED', 'taxId', 'certificates.1.validUntil']);
    });

    it('should be at most a hundred, and null is no list', async () => {
      const many = (count: number) => Array.from({ length: count }, (_, index) => ({ name: `N ${index}` }));
      expect((await party({ contacts: many(100) })).contacts).toHaveLength(100);
      expect(refusal(await post({ contacts: many(101) }))).toEqual([400, 'VALIDATION_FAILED', 'contacts']);
      expect(refusal(await post({ contacts: null }))).toEqual([400, 'VALIDATION_FAILED', 'contacts']);
    });
  });

  it('should say of each certificate where it stands today', async () => {
    const days = [-1, 0, 30, 31];
    const certificates = await Promise.all(
      days.map(async (day) => ({ standard: 'GRS', number: `${day}`, validUntil: await dayIn(day) })),
    );
    const coming = { standard: 'GRS', number: 'later', validFrom: await dayIn(1), validUntil: await dayIn(20) };
    const { certificates: stored } = await party({ certificates: [...certificates, coming] });
    expect(stored.map(({ state }: { state: string }) => state)).toEqual([
      'EXPIRED',
      'EXPIRING',
      'EXPIRING',
      'VALID',
      'NOT_YET_VALID',
    ]);
  });

  it('should keep every version of its terms, the newest first', async () => {
    const first = await party({ terms: 'Ex works.\nNo returns.' });
    const second = (await change(first, { terms: 'FOB' })).body;
    const third = (await change(second, { terms: 'FOB', city: 'Prato' })).body;
    await change(third, { terms: null });
    const { body } = await owner.call('GET', `${path}/${first.id}/terms`);
    expect(body.data).toMatchObject([
      { number: 3, text: null, current: true, mergedFrom: null },
      { number: 2, text: 'FOB', current: false },
      { number: 1, text: 'Ex works.\nNo returns.', current: false },
    ]);
    expect((await owner.call('GET', `${path}/${(await party()).id}/terms`)).body).toEqual({ data: [] });
  });

  it('should keep as a first version the terms it had before versions were kept', async () => {
    const old = await party({ terms: 'Of before' });
    const schema = `tenant_${company.id.replaceAll('-', '_')}`;
    await asSuperuser(`DELETE FROM ${schema}.partner_terms WHERE $1 IN (supplier_id, customer_id)`, [old.id]);
    await change(old, { terms: 'Of now' });
    const { body } = await owner.call('GET', `${path}/${old.id}/terms`);
    expect(body.data.map(({ number, text }: Made) => [number, text])).toEqual([
      [2, 'Of now'],
      [1, 'Of before'],
    ]);
  });

  describe('in the list', () => {
    it('should be found by contacts, tax id, phone and e-mail too', async () => {
      const one = await party({
        name: 'Hard to find',
        country: 'Italy',
        taxId: 'IT00488410010',
        email: 'x@trova.test',
        phone: '+39 011 7654321',
        contacts: [{ name: 'Ippolita Zardi', email: 'ippolita@zardi.test', phone: '+39 02 99887766' }],
      });
      for (const q of ['ippolita z', 'zardi.test', '99887766', '00488410010', 'trova.test', '117654321', one.code])
        expect([q, (await listed(owner, `${path}?q=${encodeURIComponent(q)}`)).map(({ id }) => id)]).toEqual([
          q,
          [one.id],
        ]);
    });

    it('should be held to a tag, a currency, and those with certificates to look after', async () => {
      const before = await party({ name: 'Plain one', tags: ['bio'], currency: 'JPY' });
      const soon = [{ standard: 'GOTS', number: '1', validUntil: await dayIn(10) }];
      const after = await party({ name: 'Soon one', tags: ['bio', '50%', 'bio'], currency: 'JPY', certificates: soon });
      expect(after.tags).toEqual(['bio', '50%']);
      const ids = async (query: string) => (await listed(owner, `${path}?currency=JPY&${query}`)).map(({ id }) => id);
      expect(await ids('tag=bio')).toEqual([before.id, after.id]);
      expect(await ids('tag=50%25')).toEqual([after.id]);
      expect(await ids('tag=%25')).toEqual([]);
      expect(await ids('tag=BIO')).toEqual([]);
      expect(await ids('hasExpiringCertificate=true')).toEqual([after.id]);
      expect(await ids('hasExpiringCertificate=false')).toEqual([before.id]);
    });

    it('should be refused with tags, currencies and answers that are none', async () => {
      for (const query of ['tag=', 'currency=euro', 'currency=XXQ', 'hasExpiringCertificate=maybe', 'tags=a'])
        expect([query, (await owner.call('GET', `${path}?${query}`)).status]).toEqual([query, 400]);
    });
  });
});

describe('what only one of the two has', () => {
  let owner: Client;
  beforeAll(async () => {
    owner = (await makeCompany({ country: 'Italy' })).owner;
  });

  it('should be a smallest order for suppliers, exact, and a hold with its reason for customers', async () => {
    const supplier = await made(owner, '/suppliers', { name: 'A', kind: 'YARN', minimumOrder: '250.5' });
    expect(supplier.minimumOrder).toBe('250.5000');
    for (const minimumOrder of ['-1', 250, '1e3'])
      expect(refusal(await owner.call('POST', '/suppliers', { name: 'B', kind: 'YARN', minimumOrder }))).toEqual([
        400,
        'VALIDATION_FAILED',
        'minimumOrder',
      ]);
    const held = await made(owner, '/customers', { name: 'A', kind: 'BRAND', onHold: true, holdReason: 'Two unpaid' });
    const free = await made(owner, '/customers', { name: 'B', kind: 'BRAND' });
    expect([held.onHold, held.holdReason, free.onHold]).toEqual([true, 'Two unpaid', false]);
    const ids = async (onHold: string) => (await listed(owner, `/customers?onHold=${onHold}`)).map(({ id }) => id);
    expect([await ids('true'), await ids('false')]).toEqual([[held.id], [free.id]]);
    expect((await owner.call('GET', '/suppliers?onHold=true')).status).toBe(400);
  });

  it('should be a rating of suppliers from what was inspected of theirs', async () => {
    const supplier = await made(owner, '/suppliers', { name: 'Rated', kind: 'YARN' });
    expect(supplier.rating).toBeNull();
    const location = await made(owner, '/locations', { name: 'Mill', locationType: 'FACTORY' });
    const inspect = async (unit: string, inspected: string, passed: string, action: string | null) => {
      const item = await made(owner, '/inventory/items', { name: `In ${unit}`, kind: 'RAW_MATERIAL', unit });
      const record = await made(owner, '/quality/records', {
        kind: 'INCOMING',
        itemId: item.id,
        locationId: location.id,
        supplierId: supplier.id,
        quantityInspected: inspected,
        quantityPassed: passed,
      });
      if (!action) return;
      for (const step of ['start', action]) await owner.call('POST', `/quality/records/${record.id}/actions/${step}`);
    };
    await inspect('kg', '100', '100', null);
    expect((await got(owner, '/suppliers', supplier.id)).rating).toBeNull();
    await inspect('kg', '100', '100', 'accept');
    await inspect('kg', '20.5', '10.25', 'reject');
    await inspect('pcs', '3', '2', 'accept-part');
    const { rating } = await got(owner, '/suppliers', supplier.id);
    // (1 + 0.5 + 2/3) / 3
    expect(rating).toEqual({
      deliveries: null,
      inspections: {
        decided: 3,
        accepted: 1,
        passedShare: '0.7222',
        quantities: [
          { unit: 'kg', inspected: '120.5000', passed: '110.2500' },
          { unit: 'pcs', inspected: '3.0000', passed: '2.0000' },
        ],
      },
    });
  });
});

describe('the certificates of all', () => {
  let owner: Client;
  let supplier: Made;
  let customer: Made;
  beforeAll(async () => {
    owner = (await makeCompany({ country: 'Italy' })).owner;
    const certificates = await Promise.all(
      [-1, 0, 10, 60].map(async (day) => ({ standard: 'GRS', number: `S${day}`, validUntil: await dayIn(day) })),
    );
    const bsci = [{ standard: 'BSCI', number: 'C', validUntil: await dayIn(5) }];
    supplier = await made(owner, '/suppliers', { name: 'Filatura', kind: 'YARN', certificates });
    customer = await made(owner, '/customers', { name: 'Maison', kind: 'BRAND', certificates: bsci });
  });
  const numbers = async (query: string) => (await listed(owner, `/certificates?${query}`)).map(({ number }) => number);

  it('should be those that expire within so many days, the first to expire first', async () => {
    expect(await numbers('expiresWithin=0')).toEqual(['S0']);
    expect(await numbers('expiresWithin=10')).toEqual(['S0', 'C', 'S10']);
    expect(await numbers('expiresWithin=9999')).toEqual(['S0', 'C', 'S10', 'S60']);
    expect(await numbers('')).toEqual(['S-1', 'S0', 'C', 'S10', 'S60']);
    expect(await numbers('state=EXPIRED')).toEqual(['S-1']);
    expect(await numbers('state=EXPIRED,VALID&standard=GRS')).toEqual(['S-1', 'S60']);
    expect(await numbers(`customerId=${customer.id}`)).toEqual(['C']);
    expect(await numbers('q=filatura&expiresWithin=10')).toEqual(['S0', 'S10']);
  });

  it('should say whose they are, and leave out those of who is archived unless they are asked for', async () => {
    const [row] = await listed(owner, '/certificates?standard=BSCI');
    expect(row).toMatchObject({ supplierId: null, customerId: customer.id, partnerName: 'Maison', state: 'EXPIRING' });
    await owner.call('POST', `/suppliers/${supplier.id}/actions/archive`);
    expect(await numbers('')).toEqual(['C']);
    expect(await numbers('ofArchived=true&state=EXPIRED')).toEqual(['S-1']);
  });

  it('should be refused with days and states that are none', async () => {
    for (const query of [
      'expiresWithin=-1',
      'expiresWithin=1.5',
      'expiresWithin=99999',
      'expiresWithin=',
      'state=OLD',
      'standard=X',
    ])
      expect([query, (await owner.call('GET', `/certificates?${query}`)).status]).toEqual([query, 400]);
  });
});
