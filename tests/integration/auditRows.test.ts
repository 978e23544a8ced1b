import { beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '@/app';
import { tenantSchema } from '@/database/tenantName';
import { mountRoutes } from '@/http/mount';
import { answerError } from '@/http/problem';
import type { Route } from '@/http/route';
import { createRouter } from '@/http/router';
import { Refusal } from '@/lib/refusal';
import { routes } from '@/routes';
import { type Company, makeCompany, tokenFor } from '../support/api';
import { logOf } from '../support/auditChain';
import { asSuperuser, contentsOf } from '../support/database';
import { makeRecords, type Records } from '../support/records';

/** Every writing route, which does all it does, and is then refused: its transaction is rolled back. */
function undoing(route: Route): Route {
  if (route.method === 'GET' || route.access !== 'tenant' || route.ownTransaction) return route;
  const handler: Route['handler'] = async (ctx, input) => {
    await route.handler(ctx, input);
    throw new Refusal('CONFLICT', 'Not today.');
  };
  return { ...route, handler };
}

type Sent = { readonly method: string; readonly path: string; readonly body?: object; readonly version?: number };
type Case = readonly [name: string, table: string, request: (records: Records) => Sent];

const post = (path: string, body?: object): Sent => ({ method: 'POST', path, ...(body && { body }) });

const CASES: readonly Case[] = [
  ['a location', 'locations', () => post('/locations', { name: 'Dye house', locationType: 'DYE_HOUSE' })],
  ['a supplier', 'suppliers', () => post('/suppliers', { name: 'Tintoria', kind: 'JOB_WORK' })],
  ['a customer', 'customers', () => post('/customers', { name: 'Atelier', kind: 'BRAND' })],
  ['an item', 'inventory_items', () => post('/inventory/items', { name: 'Rib', kind: 'PACKAGING', unit: 'kg' })],
  [
    'an order',
    'production_orders',
    ({ item, location }) => post('/production/orders', { itemId: item.id, locationId: location.id, quantity: '5' }),
  ],
  [
    'an inspection',
    'quality_records',
    ({ item, location }) =>
      post('/quality/records', { kind: 'FINAL', itemId: item.id, locationId: location.id, quantityInspected: '1' }),
  ],
  [
    'a transaction',
    'financial_transactions',
    ({ location }) =>
      post('/finance/transactions', {
        type: 'EXPENSE',
        locationId: location.id,
        transactionDate: '2026-03-01',
        amount: '7',
      }),
  ],
  [
    'a change',
    'suppliers',
    ({ supplier: { id, version } }) => ({
      method: 'PATCH',
      path: `/suppliers/${id}`,
      body: { city: 'Biella' },
      version,
    }),
  ],
  ['a step of a document', 'production_orders', ({ order }) => post(`/production/orders/${order.id}/actions/confirm`)],
  ['putting away', 'customers', ({ customer }) => post(`/customers/${customer.id}/actions/archive`)],
];

describe('the audit row of a change', () => {
  let company: Company;
  let records: Records;
  let token: string;
  const real = createApp();
  const undone = createRouter();
  undone.onError(answerError);
  mountRoutes(undone, routes.map(undoing));

  beforeAll(async () => {
    company = await makeCompany();
    records = await makeRecords(company.owner);
    token = await tokenFor(company.ownerId, company.id);
  });

  const send = (app: typeof real, { method, path, body, version }: Sent) =>
    app.request(`/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body && { 'content-type': 'application/json' }),
        ...(version !== undefined && { 'if-match': `"${version}"` }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
  const newest = () =>
    asSuperuser<{ id: string; entity: string; writer: string; tx: string }>(
      `SELECT entity_id AS id, entity, xmin::text AS writer, tx_id AS tx FROM ${logOf(company.id)} l ORDER BY l.id DESC LIMIT 2`,
    );

  it.each(CASES)('O1: should be gone with %s that is rolled back, and be there once when it is not', async (...one) => {
    const [, table, request] = one;
    const sent = request(records);
    const before = await contentsOf(company.id);
    expect((await send(undone, sent)).status).toBe(409);
    expect(await contentsOf(company.id)).toEqual(before);

    const [last] = await newest();
    const answer = await send(real, sent);
    expect(answer.status).toBeLessThan(300);
    const { id } = (await answer.json()) as { id: string };
    const [row, rowBefore] = await newest();
    expect(rowBefore).toEqual(last);
    // Written by the very transaction that wrote the record.
    const written = await asSuperuser(
      `SELECT xmin::text AS writer FROM ${tenantSchema(company.id)}.${table} WHERE id = $1`,
      [id],
    );
    expect([row?.id, [{ writer: row?.writer }]]).toEqual([id, written]);
    expect(BigInt(row?.tx ?? 0) % 2n ** 32n).toBe(BigInt(row?.writer ?? 0));
  });

  it('O1: should be of the transaction that declares a field, which is the operator’s', async () => {
    const field = { table: 'customers', label: 'Season', key: 'season', type: 'TEXT' };
    const answer = await send(real, post('/tenants/current/custom-fields', field));
    const { id } = (await answer.json()) as { id: string };
    const [row] = await newest();
    const written = await asSuperuser(
      `SELECT xmin::text AS writer FROM ${tenantSchema(company.id)}.custom_fields WHERE id = $1`,
      [id],
    );
    expect([row?.id, [{ writer: row?.writer }]]).toEqual([id, written]);
    const before = await contentsOf(company.id);
    expect((await send(real, post('/tenants/current/custom-fields', field))).status).toBe(409);
    expect(await contentsOf(company.id)).toEqual(before);
  });
});
