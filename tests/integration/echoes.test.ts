import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '@/app';
import { answerError } from '@/http/problem';
import type { Route } from '@/http/route';
import { createRouter } from '@/http/router';
import { requireTenantContext, tenantIsolationMiddleware } from '@/middleware/tenantIsolation';
import { routes } from '@/routes';
import { callerOf } from '../support/acceptedRequests';
import { type Answer, type Company, client, makeCompany, tokenFor } from '../support/api';
import { loggedLines } from '../support/canary';
import { linksTo, makeRecords, type Records, recordOfPath } from '../support/records';
import { exampleOf, fieldsOf, isText, type Links, nameOf, schemaOf, withValue } from '../support/routeInputs';

/** What somebody might put into a wrong field: it must not come back, nor stand in the log. */
const SECRET = 'S3CRET-echo-41';

const named = (some: readonly Route[]) => some.map((route) => [route.method, route.path, route] as const);
const TAKING = routes.filter(({ body }) => body !== undefined);
const LISTS = routes.filter(
  ({ method, path, query }) => method === 'GET' && query !== undefined && !path.includes('/:'),
);
const WITH_ID = routes.filter(({ params }) => params !== undefined);

let company: Company;
let own: Records;
let links: Links;

beforeAll(async () => {
  company = await makeCompany();
  own = await makeRecords(company.owner);
  links = linksTo(company.id, own);
});

function expectNoEcho(answer: Answer<unknown>, statuses: readonly number[]): void {
  expect(statuses, answer.text).toContain(answer.status);
  expect(`${answer.text}${[...answer.headers].join()}`).not.toContain(SECRET);
}
const expectNothingLogged = () => expect(loggedLines().filter((line) => line.includes(SECRET))).toEqual([]);

describe('a secret in a wrong place', () => {
  it.each(named(TAKING))(
    'F6: should not be echoed by a field of %s %s that refuses it',
    async (method, path, route) => {
      const all = fieldsOf(schemaOf(route.body));
      const whole = exampleOf(
        schemaOf(route.body),
        links,
        all.map((field) => field.path),
      );
      const url = path.includes('/:') ? path.replace(/:\w+/, own[recordOfPath(route)].id) : path;
      const caller = await callerOf(company, route);
      const ask = (body: unknown) => caller.call(method, url, body, { 'if-match': '"1"' });
      for (const field of all) {
        const wrong: unknown[] = [[SECRET], { value: SECRET }, { [field.path.at(-1) ?? '']: SECRET }];
        if (!isText(field) || field.schema.enum || field.schema.format) wrong.push(SECRET);
        for (const value of wrong) {
          const answer = await ask(withValue(whole, field.path, value));
          expectNoEcho(answer, [400]);
          expect(answer.text).toContain(`"path":"${nameOf(field.path)}`);
        }
      }
      for (const body of [JSON.stringify(SECRET), JSON.stringify([SECRET]), `{"name":"${SECRET}"`, SECRET]) {
        expectNoEcho(await ask(body), [400]);
      }
      expectNothingLogged();
    },
  );

  it.each(named(LISTS))('F6: should not be echoed by a parameter of %s %s', async (_method, path, route) => {
    const url = route.params ? path.replace(/:\w+/, own[recordOfPath(route)].id) : path;
    for (const name of Object.keys(schemaOf(route.query).properties ?? {})) {
      expectNoEcho(await company.owner.call('GET', `${url}?${name}=${SECRET}`), [200, 400]);
      expectNoEcho(await company.owner.call('GET', `${url}?${name}=${SECRET}&${name}=${SECRET}`), [400]);
    }
    expectNoEcho(await company.owner.call('GET', `${url}?password=${SECRET}`), [400]);
    expectNothingLogged();
  });

  it.each(named(WITH_ID))('F6: should not be echoed by the path of %s %s', async (method, path, route) => {
    const body = route.body && exampleOf(schemaOf(route.body), links);
    expectNoEcho(await company.owner.call(method, path.replace(/:\w+/, SECRET), body, { 'if-match': '"1"' }), [404]);
    expectNothingLogged();
  });

  it.each([
    ['authorization', `Bearer ${SECRET}`, 401],
    ['authorization', `Basic ${SECRET}`, 401],
    ['authorization', `Bearer ${SECRET}.${SECRET}.${SECRET}`, 401],
    ['if-match', SECRET, 400],
    ['idempotency-key', `${SECRET} é`, 400],
    ['content-type', `text/${SECRET}`, 415],
    ['x-request-id', `${SECRET} {}`, 400],
    ['accept', SECRET, 400],
    ['cookie', `lavoro_refresh=${SECRET}`, 400],
    ['user-agent', SECRET, 400],
  ])('F6: should not be echoed from the header %s: %s', async (header, value, status) => {
    const change = header === 'if-match';
    const [method, path] = change ? ['PATCH', `/suppliers/${own.supplier.id}`] : ['POST', '/suppliers'];
    const body = status === 400 && !change && header !== 'idempotency-key' ? { name: 1 } : { name: 'S', kind: 'YARN' };
    expectNoEcho(await company.owner.call(method, path, body, { [header]: value }), [status]);
    expectNothingLogged();
  });

  it('F6: should not be echoed as a password that is refused, or as one that is wrong', async () => {
    const nobody = client();
    const person = { firstName: 'A', lastName: 'B', email: 'echo@example.test' };
    const short = SECRET.slice(0, 7);
    const answer = await nobody.call('POST', '/auth/register', { ...person, password: short });
    expect([answer.status, answer.text]).toEqual([400, expect.not.stringContaining(short)]);
    expectNoEcho(await nobody.call('POST', '/auth/login', { identifier: SECRET, password: SECRET }), [401]);
    const identifier = `${SECRET}@example.test`;
    expectNoEcho(await nobody.call('POST', '/auth/login', { identifier, password: SECRET, tenantSlug: SECRET }), [400]);
    expectNoEcho(await nobody.call('POST', '/auth/refresh', { refreshToken: SECRET }), [401]);
    expectNoEcho(await nobody.call('POST', '/auth/register', { ...person, password: SECRET.repeat(30) }), [400]);
    expectNothingLogged();
  });

  it('F6: should not be echoed by a body or a field that is too large', async () => {
    const large = SECRET.repeat(80_000);
    expectNoEcho(await company.owner.call('POST', '/suppliers', { name: large, kind: 'YARN' }), [413]);
    expectNoEcho(await company.owner.call('POST', '/suppliers', { name: SECRET.repeat(100), kind: 'YARN' }), [400]);
    expectNothingLogged();
  });

  it("F6: should not be echoed from Prisma's own words about a key that is taken", async () => {
    const app = createRouter();
    app.onError(answerError);
    app.use('/api/v1/twice', tenantIsolationMiddleware, requireTenantContext);
    app.post('/api/v1/twice', async (c) => {
      const data = { code: SECRET, name: SECRET, kind: 'YARN', currency: 'EUR', paymentTerms: 'NET_30' };
      for (let time = 0; time < 2; time += 1) await c.get('tenant')?.prisma.supplier.create({ data });
      return c.body(null, 204);
    });
    const authorization = `Bearer ${await tokenFor(company.ownerId, company.id)}`;
    const response = await app.request('/api/v1/twice', { method: 'POST', headers: { authorization } });
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(text).not.toMatch(new RegExp(`${SECRET}|P2002|prisma|code_key|suppliers`, 'i'));
  });
});

describe('the server on its socket', () => {
  const server = createAdaptorServer({ fetch: createApp().fetch });
  let port: number;
  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => server.close());

  /** What comes back for bytes that are sent as they are. */
  async function exchange(bytes: string): Promise<string> {
    const socket = connect(port, '127.0.0.1');
    let received = '';
    socket.on('data', (chunk) => {
      received += chunk.toString();
    });
    socket.on('error', () => undefined);
    socket.write(bytes);
    await once(socket, 'close');
    return received;
  }
  const request = (line: string, headers = '') => `${line}\r\nHost: localhost\r\nConnection: close\r\n${headers}\r\n`;

  it.each([
    [
      'headers that are too large',
      431,
      request('GET /api/v1/suppliers HTTP/1.1', `Cookie: x=${SECRET.repeat(2000)}\r\n`),
    ],
    ['an address that is too long', 431, request(`GET /api/v1/suppliers?q=${SECRET.repeat(2000)} HTTP/1.1`)],
    ['a request that is none', 400, `${SECRET} ${SECRET}\r\n\r\n`],
    ['another protocol', 400, request(`GET /${SECRET} HTTP/9.9`)],
    ['a header that is none', 400, request('GET / HTTP/1.1', `${SECRET}\r\n`)],
    [
      'two lengths of the body',
      400,
      request('POST /api/v1/auth/login HTTP/1.1', `Content-Length: 1\r\nContent-Length: 2\r\nX: ${SECRET}\r\n`),
    ],
    ['an address that is no address', 404, request(`GET /api/v1/%zz${SECRET} HTTP/1.1`)],
    [
      'a host that is no host',
      400,
      `GET /api/v1/suppliers HTTP/1.1\r\nHost: ${SECRET} /\\\r\nConnection: close\r\n\r\n`,
    ],
  ])('F6: should echo nothing of %s', async (_what, status, bytes) => {
    const received = await exchange(bytes);
    expect(received).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(received).not.toContain(SECRET);
    expectNothingLogged();
  });
});
