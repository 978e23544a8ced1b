import { describe, expect, it } from 'vitest';
import { routes } from '@/routes';
import { acceptedRequest } from '../support/acceptedRequests';
import { type Answer, type Client, type Company, makeCompany } from '../support/api';
import { isList } from '../support/lists';
import { DOT, linksTo, makeRecords } from '../support/records';
import { fieldsOf, isId, schemaOf } from '../support/routeInputs';

/**
 * A company's own doings, answer by answer, must be the same whether it is alone or others are busy beside it, with the
 * same names, codes, numbers and keys: but for ids, times and the seal of cursors.
 */
type Step = (say: Say) => Promise<unknown>;
type Say = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer<Made>>;
type Made = { id: string; version: number; nextCursor: string | null };

const TENANT_ROUTES = routes.filter(({ access }) => access === 'tenant');
const LISTS = TENANT_ROUTES.filter(isList);
/** Invitations to one address are limited on purpose; what makes a key is answered with a secret, which is another one each time. */
const APART = ['/tenants/current/invitations', '/tenants/current/api-keys'];
const MAKING = TENANT_ROUTES.filter(
  ({ method, status, path }) => method === 'POST' && status === 201 && !APART.includes(path),
);

/** Everything the company does, in order. */
const SCRIPT: readonly Step[] = [
  ...Array.from(
    { length: 3 },
    (_, index): Step =>
      async (say) => {
        const location = await say('POST', '/locations', { name: `Hall ${index}`, locationType: 'FACTORY' });
        const file = `name,kind\nFilatura ${index},YARN\n`;
        const sent = await say('POST', '/imports?kind=suppliers', file, { 'content-type': 'text/csv' });
        await say('GET', `/imports/${sent.body.id}/rows`);
        await say('POST', '/tenants/current/roles', { name: `Clerk ${index}`, permissions: ['inventory:read'] });
        const supplier = await say('POST', '/suppliers', { name: `Filatura ${index}`, kind: 'YARN' });
        const customer = await say('POST', '/customers', { name: `Maison ${index}`, kind: 'BRAND' });
        const openingStock = [{ locationId: location.body.id, onHand: `${index + 1}.5` }];
        const item = await say('POST', '/inventory/items', {
          name: `Rib ${index}`,
          kind: 'PACKAGING',
          unit: 'kg',
          openingStock,
        });
        const place = { itemId: item.body.id, locationId: location.body.id };
        const order = await say('POST', '/production/orders', {
          ...place,
          quantity: '40',
          customerId: customer.body.id,
        });
        await say('POST', '/quality/records', {
          ...place,
          kind: 'FINAL',
          quantityInspected: '2',
          productionOrderId: order.body.id,
        });
        for (const [type, party] of [
          ['BILL', { supplierId: supplier.body.id }],
          ['INVOICE', { customerId: customer.body.id }],
        ] as const) {
          await say('POST', '/finance/transactions', {
            type,
            ...party,
            locationId: location.body.id,
            transactionDate: '2026-03-01',
            amount: '10',
          });
        }
        await say('POST', `/production/orders/${order.body.id}/actions/confirm`);
      },
  ),
  async (say) => {
    const { body: hall } = await say('POST', '/locations', { name: 'Yarn store', locationType: 'WAREHOUSE' });
    const { body: category } = await say('POST', '/inventory/categories', { name: 'Yarns' });
    const yarn = { name: 'Ne 30', kind: 'RAW_MATERIAL', unit: 'kg', tracking: 'LOT', categoryId: category.id };
    const { body: item } = await say('POST', '/inventory/items', yarn);
    await say('POST', `/inventory/items/${item.id}/images`, DOT);
    await say('POST', '/inventory/lots', { itemId: item.id });
    await say('POST', '/inventory/sku-patterns', { kind: 'CONSUMABLE', pattern: 'CON-{seq:4}' });
    await say('POST', '/inventory/items', { name: 'Oil', kind: 'CONSUMABLE', unit: 'kg' });
    const style = { code: 'CREW', name: 'Crew neck', sizes: ['M'], colourways: [{ code: 'NVY', name: 'Navy' }] };
    await say('POST', '/inventory/styles', style);
    await say('POST', '/inventory/prices', { itemId: item.id, price: '7.25' });
    const lines = [{ itemId: item.id, quantity: '42.5', unitCost: '3.10', lot: {} }];
    const receipt = { type: 'RECEIPT', post: true, locationId: hall.id, lines };
    const { body: received } = await say('POST', '/inventory/documents', receipt);
    await say('POST', `/inventory/documents/${received.id}/actions/reverse`);
    await say('POST', '/inventory/documents', receipt);
    await say('POST', '/inventory/reservations', { itemId: item.id, locationId: hall.id, quantity: '2' });
    await say('POST', '/inventory/counts', { locationId: hall.id });
  },
  async (say) => {
    await say('POST', '/suppliers', { name: 'Own code', kind: 'YARN', code: 'SAME-CODE' });
    await say('POST', '/suppliers', { name: 'Own code again', kind: 'YARN', code: 'SAME-CODE' });
    const key = { 'idempotency-key': 'the-same-key' };
    await say('POST', '/customers', { name: 'Keyed', kind: 'BRAND' }, key);
    await say('POST', '/customers', { name: 'Keyed', kind: 'BRAND' }, key);
    await say('POST', '/customers', { name: 'Other', kind: 'BRAND' }, key);
  },
  async (say) => {
    const { body } = await say('POST', '/suppliers', { name: 'Changed', kind: 'TRIMS' });
    await say('PATCH', `/suppliers/${body.id}`, { name: 'Changed twice' }, { 'if-match': '"1"' });
    await say('PATCH', `/suppliers/${body.id}`, { name: 'Too late' }, { 'if-match': '"1"' });
    await say('POST', `/suppliers/${body.id}/actions/archive`);
    const hall = await say('POST', '/locations', { name: 'For a while', locationType: 'STORE' });
    await say('POST', `/locations/${hall.body.id}/actions/set-default`);
    await say('DELETE', `/locations/${hall.body.id}`, undefined, { 'if-match': '"2"' });
  },
  async (say) => {
    const field = { table: 'suppliers', label: 'Mill note', type: 'TEXT' };
    await say('POST', '/tenants/current/custom-fields', field);
    await say('POST', '/tenants/current/custom-fields', { ...field, key: 'mill_note' });
    await say('POST', '/suppliers', { name: 'Noted', kind: 'YARN', custom: { mill_note: 'Ring spun' } });
    await say('GET', '/suppliers?custom.mill_note=Ring%20spun');
  },
  async (say) => {
    await say('POST', '/tenants/current/support', { level: 'READ', reason: 'The stock of yarn looks wrong' });
    await say('POST', '/tenants/current/support', { level: 'READ_WRITE', reason: 'To mend it' });
    await say('GET', '/tenants/current/support');
  },
  ...LISTS.map(
    ({ path }): Step =>
      async (say) => {
        await say('GET', path);
        await say('GET', `${path}?q=1`);
        let cursor = '';
        for (let page = 0; page < 3; page += 1) {
          const { body } = await say('GET', `${path}?limit=1${cursor}`);
          cursor = body.nextCursor ? `&cursor=${body.nextCursor}` : '';
        }
      },
  ),
];

describe('a company beside a busy one', () => {
  it('A8: should be answered as if it were alone: counters, numbers, codes, keys, totals and pages', async () => {
    const alone = await play(await makeCompany({ name: 'Mill' }), async () => undefined);
    const busy = await makeCompany({ name: 'Mill' });
    const links = linksTo(busy.id, await makeRecords(busy.owner));
    const beside = await play(await makeCompany({ name: 'Mill' }), () => bustle(busy, links));
    expect(beside).toEqual(alone);
    expect(alone.length).toBeGreaterThan(70);
    for (const { path } of MAKING) {
      const asked = path.replace(/:\w+/g, '[\\w-]+');
      expect(alone).toContainEqual(expect.stringMatching(`^POST ${asked}(\\?\\S+)? 201`));
    }
    expect(alone.join()).toContain('"number":"PRD-00003"');
    expect((await busy.owner.call('GET', '/suppliers?limit=200')).body.data.length).toBeGreaterThan(10);
  });
});

/** The company's answers, each step taken while `meanwhile` happens. */
async function play(company: Company, meanwhile: () => Promise<unknown>): Promise<string[]> {
  const answers: string[] = [];
  const say: Say = async (method, path, body, headers) => {
    const answer = await company.owner.call<Made>(method, path, body, headers);
    answers.push(`${method} ${path} ${answer.status} ${answer.headers.get('etag') ?? ''} ${answer.text}`);
    return answer;
  };
  for (const step of SCRIPT) await Promise.all([step(say), meanwhile()]);
  return comparable(answers);
}

/** The same things as the script does, at once, and one of everything that can be made. */
async function bustle(company: Company, links: ReturnType<typeof linksTo>): Promise<void> {
  const quietly = async (by: Client, method: string, path: string, body: object, headers = {}) => {
    const { status } = await by.call(method, path, body, headers);
    expect(status).toBeLessThan(500);
  };
  const makings = MAKING.map((route) => {
    const ids = fieldsOf(schemaOf(route.body)).filter(isId);
    return acceptedRequest(company, links, route, ...ids.slice(0, 1).map(({ path }) => path));
  });
  await Promise.all([
    quietly(company.owner, 'POST', '/suppliers', { name: 'Own code', kind: 'YARN', code: 'SAME-CODE' }),
    quietly(
      company.owner,
      'POST',
      '/customers',
      { name: 'Keyed', kind: 'BRAND' },
      { 'idempotency-key': 'the-same-key' },
    ),
    quietly(company.owner, 'POST', '/locations', { name: 'Hall 1', locationType: 'FACTORY' }),
    ...Array.from({ length: 3 }, () => quietly(company.owner, 'POST', '/suppliers', { name: 'Many', kind: 'YARN' })),
    ...makings,
  ]);
}

/** Ids by the order they are first seen in, times and seals blanked. */
function comparable(answers: readonly string[]): string[] {
  const seen = new Map<string, string>();
  const place = (id: string) => seen.get(id) ?? seen.set(id, `id-${seen.size}`).get(id) ?? '';
  return answers.map((text) =>
    text
      .replace(/"requestId":"[^"]*"/g, '"requestId":"*"')
      .replace(/("nextCursor":"|cursor=)[\w.-]+/g, '$1*')
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'time')
      .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, place),
  );
}
