import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { tenantSchema } from '@/database/tenantName';
import type { Route } from '@/http/route';
import { routes } from '@/routes';
import { acceptedRequest } from '../support/acceptedRequests';
import {
  type Answer,
  type Client,
  type Company,
  client,
  makeCompany,
  tokenFor,
  withoutRequestId,
} from '../support/api';
import { asSuperuser, contentsOf } from '../support/database';
import { neighbour } from '../support/neighbour';
import { endsCompany, endsMembership, linksTo, makeRecords, recordOfPath } from '../support/records';
import { exampleOf, schemaOf, smallestQuery } from '../support/routeInputs';

/** Whatever a request says of another company, in whatever place: it is about the company of its token, or refused. */
const TENANT_ROUTES = routes.filter((route) => route.access === 'tenant' && !endsCompany(route));
const each = TENANT_ROUTES.map((route) => [route.method, route.path, route] as const);
/** What the company itself may be answered about its own record: not that there is none, and not that it may not. */
const OWN = [200, 201, 204, 409, 412];
/** The smallest body has an account without a number, and would merge a record into itself. */
const breaksRule = ({ path }: Route) => path.endsWith('/bank-accounts') || path.endsWith('/actions/merge');
/** What moves stock does so once, and is against a rule from then on. */
const movesOnce = ({ path }: Route) => /^\/inventory\/.*\/actions\/(split|join|reverse)$/.test(path);
/** The last owner is kept; where a file is wanted nothing else is read. */
function ownOf(route: Route): number[] {
  if (endsMembership(route)) return [422];
  if (route.upload) return [415];
  if (movesOnce(route)) return [...OWN, 422];
  return breaksRule(route) ? [200, 422] : OWN;
}
/** What is deleted at first would not be there any more. */
const versionFor = (route: Route) =>
  route.method === 'DELETE' && !endsMembership(route) ? { 'if-match': '"99"' } : { 'if-match': '"1"' };

type Request = { readonly method: string; readonly url: string; readonly body?: unknown };
type More = { readonly headers?: Record<string, string>; readonly query?: string; readonly body?: object };

let company: Company;
let owner: Client;
let slug: string;
let theirsBefore: unknown[];
const requests = new Map<Route, Request>();

beforeAll(async () => {
  company = await makeCompany();
  owner = company.owner;
  const own = await makeRecords(owner);
  const links = linksTo(company.id, own);
  for (const route of TENANT_ROUTES) {
    const url = route.path.includes('/:') ? route.path.replace(/:\w+/, own[recordOfPath(route)].id) : route.path;
    const making = route.status === 201;
    const body = making
      ? (await acceptedRequest(company, links, route)).body
      : route.body && exampleOf(schemaOf(route.body), links);
    requests.set(route, { method: route.method, url: `${url}${smallestQuery(route.query, links)}`, body });
  }
  const rows = await asSuperuser<{ slug: string }>('SELECT slug FROM tenants WHERE id = $1', [neighbour.id]);
  slug = rows[0]?.slug ?? '';
  theirsBefore = await contentsOf(neighbour.id);
});

function ask(route: Route, { headers = {}, query = '', body }: More = {}, by = owner): Promise<Answer<unknown>> {
  const request = requests.get(route);
  if (!request) throw new Error(`no request for ${route.path}`);
  const whole = body ? { ...(request.body as object | undefined), ...body } : request.body;
  const more = request.url.includes('?') ? query.replace('?', '&') : query;
  return by.call(request.method, `${request.url}${more}`, whole, { ...versionFor(route), ...headers });
}

/** The same answer as without the mention, for what only reads; for what writes, an answer about the company's own. */
async function expectIgnored(route: Route, more: More): Promise<void> {
  const answer = await ask(route, more);
  if (route.method === 'GET') expect(withoutRequestId(answer)).toBe(withoutRequestId(await ask(route)));
  expect(ownOf(route)).toContain(answer.status);
}

describe("another company's id", () => {
  it.each(each)('A2: %s %s should ignore it in a header', async (_method, _path, route) => {
    const schema = tenantSchema(neighbour.id);
    await expectIgnored(route, {
      headers: {
        'x-tenant-id': neighbour.id,
        'x-tenant': slug,
        'tenant-id': neighbour.id,
        'x-company-id': neighbour.id,
        'x-schema': schema,
        'accept-profile': schema,
        'content-profile': schema,
        cookie: `tenantId=${neighbour.id}; tenant=${slug}`,
      },
    });
  });

  it.each(each)('A2: %s %s should ignore it in the name of the host', async (_method, _path, route) => {
    for (const host of [`${slug}.lavoro.example`, `${neighbour.id}.lavoro.example`]) {
      await expectIgnored(route, { headers: { host, 'x-forwarded-host': host, origin: `https://${host}` } });
    }
    const { method, url, body } = requests.get(route) as Request;
    const there = await owner.call(method, `https://${slug}.lavoro.example/api/v1${url}`, body, versionFor(route));
    expect(ownOf(route)).toContain(there.status);
  });

  it.each(each)('A2: %s %s should refuse it in the query', async (_method, _path, route) => {
    for (const name of ['tenantId', 'tenant', 'schema', 'search_path']) {
      expect((await ask(route, { query: `?${name}=${neighbour.id}` })).status).toBe(400);
    }
  });

  it.each(each.filter(([method, , { upload }]) => method !== 'GET' && !upload))(
    'A2: %s %s should refuse it in the body',
    async (_method, _path, route) => {
      for (const name of ['tenantId', 'tenant', 'tenant_id']) {
        expect((await ask(route, { body: { [name]: neighbour.id } })).status).toBe(400);
      }
    },
  );

  it.each(each)('A2: %s %s should not be there with it in the path', async (method, _path, route) => {
    const { url, body } = requests.get(route) as Request;
    for (const before of [`/tenants/${neighbour.id}`, `/${neighbour.id}`, `/${slug}`]) {
      expect((await owner.call(method, `${before}${url}`, body, { 'if-match': '"1"' })).status).toBe(404);
    }
  });

  it('A2: should have changed nothing of the other company in all this', async () => {
    expect(await contentsOf(neighbour.id)).toEqual(theirsBefore);
  });
});

describe('a request that claims to be somebody else', () => {
  const probe = () => owner.call('GET', '/suppliers');

  it.each([
    ['two access tokens', (mine: string, theirs: string) => `Bearer ${mine}, Bearer ${theirs}`],
    ['the same token twice', (mine: string) => `Bearer ${mine}, Bearer ${mine}`],
    ['two tokens after one word', (mine: string, theirs: string) => `Bearer ${mine} ${theirs}`],
    ['another scheme', (mine: string) => `Basic ${mine}`],
    ['no scheme', (mine: string) => mine],
    ['an unknown scheme', (mine: string) => `Token ${mine}`],
    ['the scheme alone', () => 'Bearer'],
    ['two spaces', (mine: string) => `Bearer  ${mine}`],
    ['an empty header', () => ''],
  ])('A9: should be refused with %s in Authorization', async (_what, header) => {
    const [mine, theirs] = [
      await tokenFor(company.ownerId, company.id),
      await tokenFor(neighbour.ownerId, neighbour.id),
    ];
    const { status } = await client().call('GET', '/suppliers', undefined, { authorization: header(mine, theirs) });
    expect(status).toBe(401);
  });

  it('A9: should be refused with the token elsewhere than in Authorization', async () => {
    const token = await tokenFor(company.ownerId, company.id);
    const nobody = client();
    const headers = { cookie: `access_token=${token}; authorization=Bearer ${token}`, 'x-access-token': token };
    expect((await nobody.call('GET', '/suppliers', undefined, headers)).status).toBe(401);
    expect((await nobody.call('GET', `/suppliers?access_token=${token}`)).status).toBe(401);
  });

  it('A9: should not be believed a forwarded address, name, method or user', async () => {
    const headers = {
      'x-user-id': neighbour.ownerId,
      'x-forwarded-user': neighbour.ownerId,
      'x-remote-user': neighbour.ownerId,
      'x-role': 'OWNER',
      'x-forwarded-for': '203.0.113.7',
      'x-real-ip': '203.0.113.7',
      forwarded: 'for=203.0.113.7;host=evil.example;proto=https',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'evil.example',
      'x-original-url': '/api/v1/customers',
      'x-rewrite-url': '/api/v1/customers',
      'x-http-method-override': 'DELETE',
    };
    const claimed = await owner.call('GET', '/suppliers', undefined, headers);
    expect(withoutRequestId(claimed)).toBe(withoutRequestId(await probe()));
    const made = await owner.call('POST', '/suppliers', { name: 'Claimed', kind: 'YARN' }, headers);
    expect(made.status).toBe(201);
    const audit = await asSuperuser(
      `SELECT actor_user_id AS actor, ip_address AS ip FROM ${tenantSchema(company.id)}.audit_log WHERE entity_id = $1`,
      [made.body.id],
    );
    expect(audit).toEqual([{ actor: company.ownerId, ip: null }]);
    const employee = await company.as('EMPLOYEE');
    expect((await employee.call('POST', '/suppliers', { name: 'No', kind: 'YARN' }, headers)).status).toBe(403);
  });

  it('A9: should be signed in by neither of two refresh cookies of one name', async () => {
    const cookieOf = async () => {
      const { headers } = await client().call('POST', '/auth/register', {
        firstName: 'A',
        lastName: 'B',
        email: `${uuidv7()}@example.test`,
        password: 'a long enough password',
      });
      return (headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    };
    const [mine, planted] = [await cookieOf(), await cookieOf()];
    const refresh = (cookie: string) =>
      client().call('POST', '/auth/refresh', {}, { cookie, 'sec-fetch-site': 'same-origin' });
    for (const both of [`${planted}; ${mine}`, `${mine}; ${planted}`, `${mine};${mine}`]) {
      expect((await refresh(both)).status).toBe(401);
    }
    expect((await refresh(`other=1; ${mine}; another=2`)).status).toBe(200);
    expect((await refresh(planted)).status).toBe(200);
  });
});
