import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { healthOut } from '@/contract/health';
import { databaseManager } from '@/database/connection';
import { DatabaseUnavailableError } from '@/database/errors';
import { mountRoutes } from '@/http/mount';
import { answerError } from '@/http/problem';
import { defineRoute } from '@/http/route';
import { createRouter } from '@/http/router';
import { routes } from '@/routes';
import { type Company, client, codeOf, makeCompany, tokenFor } from '../support/api';

describe('the HTTP interface', () => {
  let company: Company;
  beforeAll(async () => {
    company = await makeCompany();
  });

  it('should answer every error as problem+json with the request id', async () => {
    const answer = await company.owner.call('GET', '/nowhere', undefined, { 'x-request-id': 'my-request-0001' });
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.body).toEqual({
      type: 'urn:lavoro:error:NOT_FOUND',
      title: 'Not found',
      status: 404,
      code: 'NOT_FOUND',
      detail: 'There is no such record.',
      requestId: 'my-request-0001',
    });
    expect(answer.headers.get('x-request-id')).toBe('my-request-0001');
  });

  it('F3: should replace a request id that could forge a log line', async () => {
    const { body } = await company.owner.call('GET', '/nowhere', undefined, { 'x-request-id': 'x" level=error {}' });
    expect(body.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('should name all faults of body and query at once', async () => {
    const { status, body } = await company.owner.call('POST', '/locations?x=1', {
      name: '',
      locationType: 'CASTLE',
      email: 'no',
      surprise: 1,
    });
    expect(status).toBe(400);
    expect(body.errors.map(({ path, code }: { path: string; code: string }) => [path, code])).toEqual([
      ['x', 'unrecognized_keys'],
      ['name', 'too_small'],
      ['locationType', 'invalid_value'],
      ['email', 'invalid_format'],
      ['surprise', 'unrecognized_keys'],
    ]);
  });

  it.each([
    ['text that is not JSON', '{"name":', 400],
    ['a list', '[]', 400],
    ['a number', '7', 400],
    ['null', 'null', 400],
    ['nothing', '', 400],
    ['a prototype', '{"__proto__":{"name":"x"},"locationType":"STORE"}', 400],
    ['a constructor', '{"constructor":{"prototype":{"name":"x"}},"name":"Y","locationType":"STORE"}', 400],
    ['a depth of ten thousand', `{"name":${'['.repeat(10_000)}${']'.repeat(10_000)},"locationType":"STORE"}`, 400],
    ['a whole of that depth', '['.repeat(10_000) + ']'.repeat(10_000), 400],
    ['1 MiB and more', JSON.stringify({ name: 'x'.repeat(1024 * 1024) }), 413],
  ])('I5: should refuse %s as a body', async (_what, body, status) => {
    expect((await company.owner.call('POST', '/locations', body)).status).toBe(status);
  });

  it('I5: should take the last of a key that is said twice', async () => {
    const twice = '{"name":"First name","name":"Last name","locationType":"STORE"}';
    const { status, body } = await company.owner.call('POST', '/locations', twice);
    expect([status, body.name]).toEqual([201, 'Last name']);
  });

  it('I5: should survive a body of eighty thousand unknown fields, and name the first hundred', async () => {
    const flood = JSON.stringify(Object.fromEntries(Array.from({ length: 80_000 }, (_, index) => [`k${index}`, 1])));
    const answer = await client().call('POST', '/auth/login', flood);
    expect([answer.status, answer.body.errors.length]).toEqual([400, 100]);
  });

  it.each([
    'http://a/\u0000',
    'http://a/\u0001',
    'http://a/\ud800',
    'http://user:secret@a/',
    'javascript:alert(1)',
    'file:///etc/passwd',
  ])('should refuse %j as the address of a picture', async (imageUrl) => {
    const answer = await company.owner.call('POST', '/locations', { name: 'P', locationType: 'STORE', imageUrl });
    expect([answer.status, answer.body.errors[0].path]).toEqual([400, 'imageUrl']);
  });

  it('F2: should tell a caller nothing of where the database is when it cannot be used', async () => {
    const app = createRouter();
    app.onError(answerError);
    app.get('/', () => {
      throw new DatabaseUnavailableError('PostgreSQL at 10.1.2.3:5432 refuses the login of "postgres".');
    });
    const response = await app.request('/');
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '2']);
    expect(await response.text()).not.toMatch(/10\.1\.2\.3|postgres/i);
  });

  it('should undo a write that leaves no audit row, and say that the fault is ours', async () => {
    const forgetful = defineRoute({
      method: 'POST',
      path: '/forgetful',
      summary: 'Writes and forgets to say so',
      tag: 'Test',
      access: 'tenant',
      permission: 'partners:write',
      handler: async (ctx) => {
        const row = { name: 'Forgotten', kind: 'YARN', currency: 'EUR', paymentTerms: 'NET_30' };
        await ctx.db
          .insertInto('suppliers')
          .values({ id: uuidv7(), code: 'FORGOTTEN', ...row })
          .execute();
        return undefined;
      },
    });
    const app = createRouter();
    app.onError(answerError);
    mountRoutes(app, [forgetful]);
    const token = await tokenFor(company.ownerId, company.id);
    const response = await app.request('/api/v1/forgetful', {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });
    expect(response.status).toBe(500);
    expect((await company.owner.call('GET', '/suppliers?q=Forgotten')).body.data).toEqual([]);
  });

  it('should refuse another content type', async () => {
    const answer = await company.owner.call('POST', '/locations', '{"name":"A","locationType":"STORE"}', {
      'content-type': 'text/plain',
    });
    expect([answer.status, codeOf(answer)]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  });

  it('should tell caches to keep nothing of the API', async () => {
    expect((await company.owner.call('GET', '/locations')).headers.get('cache-control')).toBe('no-store');
  });

  it('should send the headers that keep a page safe', async () => {
    const { headers } = await client().call('GET', '/health/live');
    expect(headers.get('content-security-policy')).toContain("script-src 'self';");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
  });

  it('should say in OpenAPI what each route takes and gives, and nothing else', async () => {
    const { body } = await client().call('GET', '/openapi.json');
    const listed = Object.entries(body.paths as Record<string, object>).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(listed.sort()).toEqual(
      routes.map(({ method, path }) => `${method} /api/v1${path.replace(/:(\w+)/g, '{$1}')}`).sort(),
    );
    const ids = Object.values(body.paths as Record<string, Record<string, { operationId: string }>>).flatMap(
      (methods) => Object.values(methods).map(({ operationId }) => operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
    const create = body.paths['/api/v1/locations'].post;
    expect(create.requestBody.content['application/json'].schema.required).toEqual(['name', 'locationType']);
    expect(create.requestBody.content['application/json'].schema.additionalProperties).toBe(false);
    expect(Object.keys(create.responses).sort()).toEqual([
      '201',
      '400',
      '401',
      '403',
      '409',
      '413',
      '415',
      '422',
      '500',
      '503',
    ]);
  });

  it('should show in /health that database and migrations are well, and how many connections there are', async () => {
    const { status, body } = await client().call('GET', '/health');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'ok',
      checks: { database: { status: 'ok' }, redis: { status: 'off' }, migrations: { status: 'ok' } },
    });
    expect(healthOut.parse(body)).toEqual(body);
    expect(body.pools.open).toBeGreaterThan(0);
    await databaseManager.control
      .updateTable('tenants')
      .set({ schemaVersion: '0_old' })
      .where('id', '=', company.id)
      .execute();
    const behind = await client().call('GET', '/health');
    expect(behind.body).toMatchObject({
      status: 'degraded',
      checks: { migrations: { status: 'degraded', detail: 'Companies: 1 waiting for a migration.' } },
    });
  });
});
