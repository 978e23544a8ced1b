import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { tenantSchema } from '@/database/tenantName';
import { REFERENCES } from '@/modules/partners';
import { type Client, type Company, makeCompany } from '../support/api';
import { asSuperuser, contentsOf } from '../support/database';
import { atOnce, got, listed, type Made, made, refusal } from './support';

type Table = keyof typeof REFERENCES;
const PARTIES = [
  { table: 'suppliers', path: '/suppliers', one: 'supplier', kind: 'YARN', field: 'supplierId' },
  { table: 'customers', path: '/customers', one: 'customer', kind: 'BRAND', field: 'customerId' },
] as const;

let company: Company;
let owner: Client;
let schema: string;
let place: { itemId: string; locationId: string };

beforeAll(async () => {
  company = await makeCompany({ country: 'Italy' });
  owner = company.owner;
  schema = tenantSchema(company.id);
  const location = await made(owner, '/locations', { name: 'Mill', locationType: 'FACTORY' });
  const item = await made(owner, '/inventory/items', { name: 'Jersey', kind: 'FINISHED_GOODS', unit: 'kg' });
  place = { itemId: item.id, locationId: location.id };
});

/** How many rows point at a party, by table and column. */
async function pointing(table: Table, id: string): Promise<Record<string, number>> {
  const rows = await asSuperuser<{ name: string; count: number }>(
    REFERENCES[table]
      .map(
        ({ table: from, column }) =>
          `SELECT '${from}.${column}' AS name, count(*)::int AS count FROM ${schema}.${from} WHERE ${column} = '${id}'`,
      )
      .join(' UNION ALL '),
  );
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}

const countRows = async () =>
  Object.fromEntries(
    await Promise.all(
      ['partner_contacts', 'partner_addresses', 'partner_certificates', 'partner_bank_accounts', 'partner_terms'].map(
        async (name) => [name, (await asSuperuser(`SELECT FROM ${schema}.${name}`)).length] as const,
      ),
    ),
  );

/** A party with one of everything that can point at it. */
async function busy({ path, kind, field }: (typeof PARTIES)[number], name: string): Promise<Made> {
  const party = await made(owner, path, {
    name,
    kind,
    terms: `Terms of ${name}`,
    tags: [name],
    contactName: `Main of ${name}`,
    email: `${name.toLowerCase()}@party.test`,
    addressLine1: `Street of ${name}`,
    contacts: [{ name: `Second of ${name}` }],
    addresses: [{ kind: 'WORKS', addressLine1: `Works of ${name}` }],
    certificates: [{ standard: 'GOTS', number: `Of ${name}`, validUntil: '2099-12-31' }],
  });
  const bankAccounts = [{ holder: name, iban: 'DE89370400440532013000' }];
  await owner.call('PATCH', `${path}/${party.id}/bank-accounts`, { bankAccounts }, { 'if-match': '"1"' });
  const dated = { transactionDate: '2026-03-01', amount: '5', locationId: place.locationId, [field]: party.id };
  await made(owner, '/finance/transactions', { ...dated, type: field === 'supplierId' ? 'BILL' : 'INVOICE' });
  if (field === 'supplierId')
    await made(owner, '/quality/records', { ...place, kind: 'INCOMING', quantityInspected: '5', supplierId: party.id });
  else await made(owner, '/production/orders', { ...place, quantity: '5', customerId: party.id });
  if (field === 'supplierId') {
    const yarn = await made(owner, '/inventory/items', {
      name: 'Yarn',
      kind: 'RAW_MATERIAL',
      unit: 'kg',
      tracking: 'LOT',
    });
    const lines = [{ itemId: yarn.id, quantity: '5', unitCost: '3', lot: {} }];
    const receipt = { type: 'RECEIPT', post: true, locationId: place.locationId, supplierId: party.id, lines };
    await made(owner, '/inventory/documents', receipt);
  } else {
    const lines = [{ itemId: place.itemId, quantity: '5' }];
    await made(owner, '/inventory/documents', {
      type: 'DISPATCH',
      locationId: place.locationId,
      customerId: party.id,
      lines,
    });
    await made(owner, '/inventory/prices', { itemId: place.itemId, customerId: party.id, price: '7.25' });
  }
  const smaller = await made(owner, path, { name: `Before ${name}`, kind });
  await merge(path, smaller.id, party.id);
  return got(owner, path, party.id);
}

const merge = (path: string, id: string, into: unknown, by = owner) =>
  by.call('POST', `${path}/${id}/actions/merge`, { into });

describe('the list of what points at suppliers and customers', () => {
  it.each(PARTIES)('should be every foreign key there is to $table', async ({ table }) => {
    const keys = await asSuperuser<{ name: string }>(
      `SELECT c.conrelid::regclass::text || '.' || a.attname AS name
       FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
       WHERE c.contype = 'f' AND c.confrelid = $1::regclass`,
      [`${schema}.${table}`],
    );
    const declared = REFERENCES[table].map(({ table: from, column }) => `${from}.${column}`);
    expect(declared.sort()).toEqual(keys.map(({ name }) => name.split('.').slice(-2).join('.')).sort());
  });
});

describe.each(PARTIES)('merging a $one into another', (kindOf) => {
  const { table, path, kind, one, field } = kindOf;
  const party = (fields: object = {}): Promise<Made> => made(owner, path, { name: 'Alba', kind, ...fields });
  const violated = [422, 'RULE_VIOLATED', 'into'];

  it('should let everything that points at the one point at the other, and lose no row', async () => {
    const [from, into] = [await busy(kindOf, `Goes${one}`), await busy(kindOf, `Stays${one}`)];
    const [ofFrom, ofInto, rows] = [await pointing(table, from.id), await pointing(table, into.id), await countRows()];
    expect(Object.values(ofFrom).every((count) => count > 0)).toBe(true);

    const answer = await merge(path, from.id, into.id);
    expect([answer.status, answer.body.id, answer.body.version]).toEqual([200, into.id, into.version + 1]);
    const after = await pointing(table, into.id);
    // The main contact and address of the one become further ones of the other; and it points at it itself.
    const more: Record<string, number> = {
      partner_contacts: 1,
      partner_addresses: 1,
      [table]: 1,
    };
    for (const [name, count] of Object.entries(ofFrom)) {
      const [from = ''] = name.split('.');
      expect([name, after[name]]).toEqual([name, count + (ofInto[name] ?? 0) + (more[from] ?? 0)]);
    }
    expect(Object.values(await pointing(table, from.id)).every((count) => count === 0)).toBe(true);
    expect(await countRows()).toEqual({
      ...rows,
      partner_contacts: (rows.partner_contacts ?? 0) + 1,
      partner_addresses: (rows.partner_addresses ?? 0) + 1,
    });
  });

  it('should keep what the other one says of itself, with the lists behind its own', async () => {
    const [from, into] = [await busy(kindOf, `Leaving${one}`), await busy(kindOf, `Staying${one}`)];
    const { body } = await merge(path, from.id, into.id);
    expect(body).toMatchObject({
      name: into.name,
      email: into.email,
      terms: into.terms,
      contactName: into.contactName,
    });
    expect(body.tags).toEqual([...into.tags, ...from.tags]);
    expect(body.contacts.map(({ name }: Made) => name)).toEqual([
      ...into.contacts.map(({ name }: Made) => name),
      from.contactName,
      ...from.contacts.map(({ name }: Made) => name),
    ]);
    expect(body.addresses.at(-1).addressLine1).toBe(from.addresses.at(-1).addressLine1);
    const terms = (await owner.call('GET', `${path}/${into.id}/terms`)).body.data;
    expect(terms.map(({ text, current, mergedFrom }: Made) => [text, current, mergedFrom])).toEqual([
      [into.terms, true, null],
      [from.terms, false, from.code],
    ]);
    const documents = await listed(owner, `/finance/transactions?${field}=${into.id}&sort=createdAt`);
    const of = { [field]: into.id, [`${one}Name`]: into.name };
    expect(documents).toMatchObject([
      { ...of, version: 2 },
      { ...of, version: 1 },
    ]);
    expect(await listed(owner, `/finance/transactions?${field}=${from.id}`)).toEqual([]);
  });

  it('should put the one away for good, saying where it went, with a line of both in the log', async () => {
    const [from, into] = [await party(), await party()];
    await merge(path, from.id, into.id);
    const gone = await got(owner, path, from.id);
    expect(gone).toMatchObject({ mergedInto: into.id, archivedAt: expect.any(String), version: 2 });
    expect(refusal(await owner.call('POST', `${path}/${from.id}/actions/restore`))).toEqual([409, 'INVALID_STATE']);
    const { body } = await owner.call('GET', `/tenants/current/audit?action=merge&entity=${one}&limit=2`);
    expect(body.data.map(({ entityId }: Made) => entityId).sort()).toEqual([from.id, into.id].sort());
    // Nor is it offered as a double any more.
    const answer = await owner.call('GET', `${path}/duplicates?name=alba`);
    expect(answer.body.data.map(({ id }: Made) => id)).not.toContain(from.id);
  });

  it('should follow to the last one when that is merged, too', async () => {
    const [first, second, third] = [await party({ terms: 'One' }), await party({ terms: 'Two' }), await party()];
    await merge(path, first.id, second.id);
    await merge(path, second.id, third.id);
    expect((await got(owner, path, first.id)).mergedInto).toBe(third.id);
    const terms = (await owner.call('GET', `${path}/${third.id}/terms`)).body.data;
    expect(terms.map(({ text, mergedFrom }: Made) => [text, mergedFrom])).toEqual([
      ['One', first.code],
      ['Two', second.code],
    ]);
  });

  it('should take one that was archived before', async () => {
    const [from, into] = [await party(), await party()];
    const { archivedAt } = (await owner.call('POST', `${path}/${from.id}/actions/archive`)).body;
    expect((await merge(path, from.id, into.id)).status).toBe(200);
    expect(await got(owner, path, from.id)).toMatchObject({ archivedAt, mergedInto: into.id });
  });

  it('should be refused into itself, an archived one, in a circle, twice, and into nothing, writing nothing', async () => {
    const [one, other, away] = [await party(), await party(), await party()];
    await owner.call('POST', `${path}/${away.id}/actions/archive`);
    await merge(path, one.id, other.id);
    const before = await contentsOf(company.id);
    expect(refusal(await merge(path, other.id, other.id))).toEqual(violated);
    expect(refusal(await merge(path, other.id, away.id))).toEqual(violated);
    expect(refusal(await merge(path, other.id, one.id))).toEqual(violated);
    expect(refusal(await merge(path, one.id, other.id))).toEqual([409, 'INVALID_STATE']);
    expect(refusal(await merge(path, other.id, uuidv7()))).toEqual(violated);
    expect(refusal(await merge(path, uuidv7(), other.id))).toEqual([404, 'NOT_FOUND']);
    for (const into of ['x', '', null, 5, undefined])
      expect(refusal(await merge(path, other.id, into))).toEqual([400, 'VALIDATION_FAILED', 'into']);
    expect(await contentsOf(company.id)).toEqual(before);
  });

  it('should be done once of two at a time, in either direction', async () => {
    const [one, other] = [await party(), await party()];
    const answers = await atOnce(4, (index) =>
      index % 2 === 0 ? merge(path, one.id, other.id) : merge(path, other.id, one.id),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const [left, right] = [await got(owner, path, one.id), await got(owner, path, other.id)];
    expect([left, right].filter(({ archivedAt }) => archivedAt === null)).toHaveLength(1);
  });

  it('should leave no document behind that is entered at the same time', async () => {
    const [from, into] = [await party(), await party()];
    const body = { transactionDate: '2026-03-01', amount: '5', locationId: place.locationId, [field]: from.id };
    const bill = { ...body, type: field === 'supplierId' ? 'BILL' : 'INVOICE' };
    const answers = await atOnce(8, (index) =>
      index === 3 ? merge(path, from.id, into.id) : owner.call('POST', '/finance/transactions', bill),
    );
    expect(answers[3]?.status).toBe(200);
    for (const { status } of answers) expect([200, 201, 422]).toContain(status);
    expect(Object.values(await pointing(table, from.id)).every((count) => count === 0)).toBe(true);
  });

  it('should be for those who may change them', async () => {
    const [from, into] = [await party(), await party()];
    expect((await merge(path, from.id, into.id, await company.as('EMPLOYEE'))).status).toBe(403);
    expect((await merge(path, from.id, into.id, await company.as('MANAGER'))).status).toBe(200);
  });
});
