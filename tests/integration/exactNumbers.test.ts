import { beforeAll, describe, expect, it } from 'vitest';
import { acceptedRequest, callerOf } from '../support/acceptedRequests';
import { type Company, makeCompany } from '../support/api';
import { contentsOf } from '../support/database';
import { DECIMAL_FIELDS, type DecimalField, loosely, says } from '../support/decimals';
import { expectRight, makeStore, posted, stockOf } from '../support/mill';
import { jsonOf } from '../support/nasty';
import { linksTo, makeRecords, type Records, recordOfPath } from '../support/records';
import { exampleOf, freshText, type Links, lastName, nameOf, schemaOf, withValue } from '../support/routeInputs';
import { withLots } from '../support/stockRequests';
import { ifMatch, listed, made, refusal } from './support';

/** Every decimal that every route takes, found from the schemas. */
const each = DECIMAL_FIELDS.map((field) => [field.route.method, field.route.path, nameOf(field.path), field] as const);
const inBodies = each.filter(([, , , { part }]) => part === 'body');

const raw = (json: string) => `\u0001${json}\u0001`;
/** No plain decimals, as texts and as what JSON has besides; `-1` is one for fields of either sign, which no route has. */
const NO_DECIMALS = [
  ...['NaN', 'Infinity', '-Infinity', '1e3', '1e400', '1E+2', '-0', '-1', '+1', ' 1', '1 ', '', '.5', '5.', '01', '00'],
  ...['1,5', '1.000,50', '1_000', '0x10', '1n', '１', '٣', '½', '1\u200b', '--1', '1.2.3', '1\n', 'null', '1/2'],
];
const NO_TEXTS = [raw('1.5'), raw('0'), raw('-0'), raw('1e400'), raw('9007199254740993'), true, [], ['1'], {}];

let company: Company;
let records: Records;
let links: Links;
beforeAll(async () => {
  company = await makeCompany();
  records = await makeRecords(company.owner);
  links = linksTo(company.id, records);
});

function sent({ route, part, path }: DecimalField, value: unknown) {
  const url = route.path.replace(/:\w+/, () => records[recordOfPath(route)].id);
  if (part === 'query') {
    const query = exampleOf(schemaOf(route.query), links, [path]) as Record<string, string>;
    return { url: `${url}?${new URLSearchParams({ ...query, [nameOf(path)]: String(value) })}`, body: undefined };
  }
  return { url, body: jsonOf(withValue(exampleOf(schemaOf(route.body), links, [path]), path, value)) };
}

describe('what is no plain decimal', () => {
  it('I3: should be tried in every field that is a decimal, and no decimal be taken as any text', () => {
    expect(DECIMAL_FIELDS.length).toBeGreaterThan(80);
    expect(loosely()).toEqual([]);
  });

  it.each(each)('I3: should be refused by %s %s as %s, and change nothing', async (method, _path, name, field) => {
    const before = JSON.stringify(await contentsOf(company.id));
    const { whole, places, part } = field;
    const tooLong = [`1${'0'.repeat(whole)}`, `0.${'0'.repeat(places)}1`, `12345678901234567890.${'1'.repeat(places)}`];
    const caller = await callerOf(company, field.route);
    for (const value of [...NO_DECIMALS, ...tooLong, ...(part === 'body' ? NO_TEXTS : [])]) {
      const { url, body } = sent(field, value);
      const answer = await caller.call(method, url, body, { 'if-match': '"1"' });
      const paths = answer.body.errors?.map((fault: { path: string }) => fault.path);
      expect([value, answer.status, paths?.[0]]).toEqual([value, 400, expect.stringMatching(`^${name}`)]);
    }
    expect(JSON.stringify(await contentsOf(company.id))).toBe(before);
  });
});

/** What no answer of the route shows, or what takes a record in a certain state: tried below, one by one. */
const ELSEWHERE = new Set([
  'POST /inventory/documents lines.0.quantity2',
  'PATCH /inventory/documents/:id lines.0.quantity2',
  'POST /inventory/documents/:id/actions/receive lines.0.quantity',
  'POST /inventory/lots/:id/actions/split parts.0.quantity',
  'POST /inventory/lots/:id/actions/split parts.0.quantity2',
  'POST /inventory/lots/:id/actions/remeasure quantity',
  'POST /inventory/lots/:id/actions/remeasure quantity2',
  'POST /production/orders/:id/actions/complete quantityCompleted',
  'POST /production/orders/:id/actions/short-close quantityCompleted',
]);

/** Up to as many digits as the field has, more than a number of JavaScript keeps; and none at all. */
const decimalsFor = ({ whole, places }: DecimalField) => [
  '0.25',
  `0.${'3141592653'.slice(0, places)}`,
  `${'9007199254740993'.slice(0, whole)}.${'1234567891'.slice(0, places)}`,
  `${'9'.repeat(whole)}.${'9'.repeat(places)}`,
  '0',
  `0.${'0'.repeat(places)}`,
];

/** What must be said anew or besides: a code is one record's, and a rate is one of a foreign currency. */
function beside(body: unknown, { path }: DecimalField): unknown {
  const renamed = (body as { code?: unknown }).code === undefined ? body : withValue(body, ['code'], freshText());
  return lastName(path) === 'fxRate' ? withValue(renamed, ['currency'], 'USD') : renamed;
}

describe('a plain decimal', () => {
  it.each(inBodies.filter(([method, path, name]) => !ELSEWHERE.has(`${method} ${path} ${name}`)))(
    'I3: should be kept by %s %s to its last digit as %s, or refused',
    async (method, _path, name, field) => {
      const { route, path } = field;
      const caller = await callerOf(company, route);
      let taken = 0;
      for (const value of decimalsFor(field)) {
        const { url, body, version } = await acceptedRequest(company, links, route, path);
        const said = beside(withValue(body, path, value), field);
        const { status, body: answer, text } = await caller.call(method, url, said, { 'if-match': `"${version}"` });
        if (status >= 400) {
          expect([value, status, answer.errors?.length]).toEqual([value, expect.toBeOneOf([400, 422]), 1]);
          continue;
        }
        taken += 1;
        const isExact = says(await withLots(caller, route, answer), lastName(path), value);
        expect([value, isExact, isExact ? '' : text]).toEqual([value, true, '']);
      }
      expect([name, taken]).not.toEqual([name, 0]);
    },
  );

  it('I3: should be kept of goods in two units, through cutting and measuring', async () => {
    const { owner } = company;
    const { north, yarn } = await makeStore(owner, { tracking: 'LOT', secondUnit: 'm' });
    const [much, long] = ['90071992547409.9301', '12345678901234.5678'];
    const line = { itemId: yarn.id, lot: {}, quantity: '1', quantity2: '1' };
    const draft = { type: 'RECEIPT', locationId: north.id, lines: [line] };
    const { id, version } = await made(owner, '/inventory/documents', draft);
    const lines = [{ ...line, lot: { number: 'Long' }, quantity: much, quantity2: long }];
    const { body: receipt } = await owner.call('PATCH', `/inventory/documents/${id}`, { lines }, ifMatch({ version }));
    expect(receipt.lines[0]).toMatchObject({ quantity: much, quantity2: long });
    await owner.call('POST', `/inventory/documents/${id}/actions/post`);
    const { lotId } = receipt.lines[0];
    const act = (action: string, body: object) =>
      owner.call('POST', `/inventory/lots/${lotId}/actions/${action}`, { locationId: north.id, ...body });
    const parts = [{ number: 'Cut', quantity: '0.0003', quantity2: '0.0007' }];
    expect((await act('split', { parts })).status).toBe(200);
    const balances = async () =>
      (await listed(owner, `/inventory/stock?itemId=${yarn.id}`))
        .map(({ lotNumber, onHand, onHand2 }) => [lotNumber, onHand, onHand2])
        .sort();
    expect(await balances()).toEqual([
      ['Cut', '0.0003', '0.0007'],
      ['Long', '90071992547409.9298', '12345678901234.5671'],
    ]);
    expect((await act('remeasure', { quantity: '31415926535897.9323', quantity2: '0.0001' })).status).toBe(200);
    expect((await balances())[1]).toEqual(['Long', '31415926535897.9323', '0.0001']);
    await expectRight(owner);
  });

  it('I3: should be kept of what arrives, and of what an order brought', async () => {
    const { owner } = company;
    const { north, south, yarn } = await makeStore(owner);
    const line = { itemId: yarn.id, quantity: '90071992547409.9301' };
    await posted(owner, 'RECEIPT', { locationId: north.id }, line);
    const way = { locationId: north.id, toLocationId: south.id, viaTransit: true };
    const { id, lines } = await posted(owner, 'TRANSFER', way, line);
    const come = [{ lineId: lines[0].id, quantity: '90071992547409.9299' }];
    await owner.call('POST', `/inventory/documents/${id}/actions/receive`, { lines: come });
    expect(await stockOf(owner, yarn.id)).toEqual([
      expect.stringMatching(/^South .*\/AVAILABLE 90071992547409\.9299$/),
    ]);
    for (const [action, quantityCompleted] of [
      ['complete', '0.0001'],
      ['short-close', '90071992547409.9298'],
    ] as const) {
      const order = await made(owner, '/production/orders', {
        itemId: yarn.id,
        locationId: north.id,
        quantity: '90071992547409.9299',
      });
      const act = (name: string, body?: object) =>
        owner.call('POST', `/production/orders/${order.id}/actions/${name}`, body);
      for (const name of ['confirm', 'release', 'start']) await act(name);
      expect((await act(action, { quantityCompleted })).body).toMatchObject({ quantityCompleted });
    }
  });

  it('I3: should be one of its own field of a company, of either sign, and nothing else be', async () => {
    const { owner } = await makeCompany();
    await made(owner, '/tenants/current/custom-fields', { table: 'suppliers', label: 'Twist', type: 'DECIMAL' });
    const enter = (twist: unknown) =>
      owner.call('POST', '/suppliers', jsonOf({ name: freshText(), kind: 'YARN', custom: { twist } }));
    for (const value of ['-90071992547409.930123', '99999999999999.999999', '0.000001', '0'])
      expect([value, says((await enter(value)).body, 'twist', value)]).toEqual([value, true]);
    const tooLong = ['100000000000000', '0.0000001', '-100000000000000'];
    for (const value of [...NO_DECIMALS, ...tooLong, ...NO_TEXTS].filter((each) => each !== '-1' && each !== '-0')) {
      const answer = await enter(value);
      expect([value, answer.status, refusal(answer).at(-1)]).toEqual([value, 400, 'custom.twist']);
    }
    expect((await enter('-0')).body.custom).toEqual({ twist: '0.000000' });
  });
});

describe('what lies between two amounts', () => {
  it('I3: should be rounded half up, and what is left be the rest', async () => {
    const { owner } = await makeCompany();
    const { north, yarn } = await makeStore(owner);
    const values = async () =>
      (await listed(owner, `/inventory/movements?itemId=${yarn.id}&sort=seq`)).map(({ stockValue }) => stockValue);
    // 0.00025: to the even one it would be 0.0002.
    await posted(owner, 'RECEIPT', { locationId: north.id }, { itemId: yarn.id, quantity: '0.5', unitCost: '0.0005' });
    await posted(
      owner,
      'RECEIPT',
      { locationId: north.id },
      { itemId: yarn.id, quantity: '1.5', unitCost: '0.000133' },
    );
    await posted(owner, 'ISSUE', { locationId: north.id }, { itemId: yarn.id, quantity: '1' });
    await posted(owner, 'ISSUE', { locationId: north.id }, { itemId: yarn.id, quantity: '1' });
    expect(await values()).toEqual(['0.0003', '0.0002', '0.0003', '0.0002']);
    const at = async (amount: string, fxRate: string) =>
      (
        await made(owner, '/finance/transactions', {
          type: 'EXPENSE',
          locationId: north.id,
          transactionDate: '2026-03-01',
          currency: 'USD',
          ...{ amount, fxRate },
        })
      ).companyAmount;
    expect([
      await at('0.05', '0.5'),
      await at('0.25', '0.5'),
      await at('0.01', '0.5'),
      await at('0.09', '0.5'),
    ]).toEqual(['0.0300', '0.1300', '0.0100', '0.0500']);
  });
});
