import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { can } from '@/contract/permissions';
import type { Route } from '@/http/route';
import { routes } from '@/routes';
import { type Company, makeCompany, tokenFor } from '../support/api';
import { contentsOf } from '../support/database';
import { isList } from '../support/lists';
import { type RawAnswer, type RawRequest, startListening } from '../support/rawRequests';
import { endsCompany, linksTo, makeMember, makeRecords, type Records, recordOfPath } from '../support/records';
import { exampleOf, type Links, schemaOf, smallestQuery } from '../support/routeInputs';

/** A request spelled otherwise is decided on as it is spelled plainly, or is about nothing. Sent byte by byte through a socket. */
const GUARDED = routes.filter((route) => route.access === 'tenant' && !endsCompany(route));
const LOCKED = GUARDED.filter(({ permission }) => permission && !can('EMPLOYEE', permission));
const each = (some: readonly Route[]) => some.map((route) => [route.method, route.path, route] as const);

const API = '/api/v1';
const lastLetter = (path: string) => `${path.slice(0, -1)}%${path.slice(-1).charCodeAt(0).toString(16)}`;
const SPELLINGS: Readonly<Record<string, (path: string) => string>> = {
  'a slash at the end': (path) => `${path}/`,
  'two slashes': (path) => path.replace(/\/(?=[^/]*$)/, '//'),
  'two slashes at the start': (path) => `/${path}`,
  'a dot': (path) => path.replace(API, `${API}/.`),
  'two dots': (path) => path.replace(API, `${API}/locations/..`),
  'an escaped dot': (path) => path.replace(API, `${API}/%2e`),
  'two escaped dots': (path) => path.replace(API, `${API}/locations/%2e%2e`),
  'dots escaped twice': (path) => path.replace(API, `${API}/locations/%252e%252e`),
  'other case': (path) => path.toUpperCase(),
  'an escaped letter': lastLetter,
  'an escaped slash': (path) => path.replace(/\/(?=[^/]*$)/, '%2f'),
  'a backslash': (path) => path.replace(/\/(?=[^/]*$)/, '\\'),
  'a parameter of the path': (path) => `${path};x=1`,
  'an ending': (path) => `${path}.json`,
  'a zero byte': (path) => `${path}%00`,
  'a space at the end': (path) => `${path}%20`,
  'a hash': (path) => `${path}%23`,
  'the whole address': (path) => `http://lavoro.example.test${path}`,
};

let company: Company;
let own: Records;
let links: Links;
let owner: string;
let employee: string;
let server: Awaited<ReturnType<typeof startListening>>;
let before: unknown[];

beforeAll(async () => {
  company = await makeCompany();
  own = await makeRecords(company.owner);
  links = linksTo(company.id, own);
  owner = await tokenFor(company.ownerId, company.id);
  employee = await tokenFor((await makeMember(company.id)).id, company.id);
  server = await startListening();
  before = await contentsOf(company.id);
});
afterAll(async () => server.end());

const pathOf = (route: Route) =>
  API + (route.path.includes('/:') ? route.path.replace(/:\w+/, own[recordOfPath(route)].id) : route.path);

function ask(route: Route, more: Partial<RawRequest>): Promise<RawAnswer> {
  const body = route.body && exampleOf(schemaOf(route.body), links);
  return server.send({ method: route.method, path: pathOf(route), body, headers: { 'if-match': '"1"' }, ...more });
}

const withoutIds = (text: string) => text.replace(/"requestId":"[^"]*"/, '');
/** The page of the console, which is everybody's, is what addresses outside the API get. */
const isConsole = ({ type }: RawAnswer) => type.startsWith('text/html');

/** The same as plainly, or nothing: not there, unreadable, or the page of the console. */
function expectSameOrNothing(answer: RawAnswer, plain: number): void {
  if (!isConsole(answer)) expect([400, 404, plain]).toContain(answer.status);
}

describe.each(Object.entries(SPELLINGS))('an address with %s', (_what, spelled) => {
  it.each(each(GUARDED))('H6: %s %s should let nobody in', async (...row) => {
    expectSameOrNothing(await ask(row[2], { path: spelled(pathOf(row[2])) }), 401);
  });

  it.each(each(LOCKED))('H6: %s %s should refuse who may not', async (...row) => {
    expectSameOrNothing(await ask(row[2], { path: spelled(pathOf(row[2])), token: employee }), 403);
  });

  it('H6: should read the same as plainly, or nothing', async () => {
    for (const route of GUARDED.filter((each) => each.method === 'GET' && !each.downloads)) {
      const query = smallestQuery(route.query, links);
      const [plain, other] = [
        await ask(route, { path: `${pathOf(route)}${query}`, token: owner }),
        await ask(route, { path: `${spelled(pathOf(route))}${query}`, token: owner }),
      ];
      expect([route.path, plain.status]).toEqual([route.path, 200]);
      if (other.status === 200 && !isConsole(other)) expect(withoutIds(other.text)).toBe(withoutIds(plain.text));
      else expectSameOrNothing(other, 404);
    }
  });
});

/** What a path with its parameters matches: `members/me` is one of `members/:userId`, too. */
const patternOf = (path: string) => new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}$`);

describe('other methods', () => {
  const paths = [...new Set(GUARDED.map((route) => route.path))];
  const strange = paths.flatMap((path) => {
    const known = GUARDED.filter((route) => patternOf(route.path).test(path));
    const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'SEARCH'];
    const other = methods.filter((method) => !known.some((route) => route.method === method));
    return other.map((method) => [method, path] as const);
  });

  it.each(strange)('H1: %s %s should lead nowhere', async (method, path) => {
    const route = GUARDED.find((one) => one.path === path) as Route;
    for (const token of [undefined, employee, owner]) {
      const { status } = await server.send({ method, path: pathOf(route), token, headers: { 'if-match': '"1"' } });
      expect(status).toBe(404);
    }
  });

  it.each(each(GUARDED.filter(({ method }) => method === 'GET')))(
    'H6: HEAD instead of %s %s should be decided on like it, and give no more than its status',
    async (...row) => {
      for (const token of [undefined, employee, owner]) {
        const plain = await ask(row[2], { token });
        const head = await ask(row[2], { token, method: 'HEAD' });
        expect([head.status, head.text]).toEqual([plain.status, '']);
      }
    },
  );
});

describe('headers and parameters that name another method or address', () => {
  const overrides = (method: string): Record<string, string> => ({
    'x-http-method-override': method,
    'x-http-method': method,
    'x-method-override': method,
  });

  it.each(each(LOCKED))('H6: should not make something else %s %s', async (...row) => {
    const route = row[2];
    const read = GUARDED.find(({ method, path }) => method === 'GET' && path === route.path);
    for (const method of ['GET', 'POST']) {
      const more = { method, token: employee, body: undefined, headers: overrides(route.method) };
      const plain = await ask(route, { method, token: employee, body: undefined, headers: {} });
      const answer = await ask(route, more);
      const asked = await ask(route, { ...more, path: `${pathOf(route)}?_method=${route.method}` });
      expect(answer.status).toBe(plain.status);
      if (read === undefined) expect([plain.status, asked.status]).not.toContain(200);
    }
  });

  it.each(each(LOCKED))('H6: should not lead from an open address to %s %s', async (...row) => {
    const path = pathOf(row[2]);
    const answer = await server.send({
      method: 'GET',
      path: `${API}/tenants/current`,
      token: employee,
      headers: { 'x-original-url': path, 'x-rewrite-url': path, 'x-forwarded-uri': path },
    });
    expect([answer.status, JSON.parse(answer.text).id]).toEqual([200, company.id]);
  });
});

describe('a parameter given twice', () => {
  it.each(each(GUARDED.filter(isList)))('H6: %s %s should refuse it', async (...row) => {
    const [name = ''] = Object.keys(schemaOf(row[2].query).properties ?? {});
    const { status, text } = await ask(row[2], { path: `${pathOf(row[2])}?${name}=1&${name}=2`, token: owner });
    expect([status, text]).toEqual([400, expect.stringContaining('Given more than once')]);
  });
});

describe('all of these', () => {
  it('H6: should have written nothing', async () => {
    expect(await contentsOf(company.id)).toEqual(before);
  });
});
