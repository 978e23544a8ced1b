import { beforeAll, describe, expect, it } from 'vitest';
import { ROLES, type Role } from '@/contract/enums';
import { ALL_PERMISSIONS, ONLY_FOR_OWNERS, ONLY_FOR_PEOPLE } from '@/contract/permissions';
import type { Route } from '@/http/route';
import { routes } from '@/routes';
import { CALLERS, type Caller } from '../../scripts/lib/permissionsPage';
import { acceptedRequest } from '../support/acceptedRequests';
import { type Answer, type Client, type Company, client, makeCompany } from '../support/api';
import { contentsOf } from '../support/database';
import { readMatrix } from '../support/matrix';
import { makeKey, makePerson } from '../support/people';
import { endsCompany, linksTo, makeRecords, recordOfPath } from '../support/records';
import { exampleOf, schemaOf } from '../support/routeInputs';

/**
 * Every caller × every route of docs/permissions.md, really called: with a record that is there, and a body that is taken.
 * Each caller has a company of its own to do it to, so that nothing one does is in the way of another.
 */
const expected = readMatrix();
/** What a body that names a record of another company is answered. */
const ELSEWHERE = 422;
/** What whoever is let in can be answered about a record that is there. */
const LET_IN = [200, 201, 204, 409, 412];

/** A caller for one request: those outside the companies' routes may end the session they are sent with. */
type CallerOf = (route: Route) => Promise<Client>;

const OWN_SESSION = '/auth/sessions/:id';

type Stage = {
  readonly company: Company;
  readonly caller: CallerOf;
  readonly request: (route: Route) => Promise<{ url: string; body: unknown }>;
};

const stages = new Map<Caller, Stage>();

beforeAll(async () => {
  for (const caller of CALLERS) stages.set(caller, await stageFor(caller));
});

async function stageFor(caller: Caller): Promise<Stage> {
  const company = await makeCompany();
  const records = await makeRecords(company.owner);
  const links = linksTo(company.id, records);
  const request = async (route: Route) => {
    const making = route.status === 201 && route.access === 'tenant';
    const body = making
      ? (await acceptedRequest(company, links, route)).body
      : route.body && exampleOf(schemaOf(route.body), links);
    const named = route.path.includes('/by-slug/') ? 'slug-of-another' : '';
    return { url: route.path.replace(/:\w+/, () => named || records[recordOfPath(route)].id), body };
  };
  return { company, caller: await callerFor(caller, company), request };
}

async function callerFor(caller: Caller, company: Company): Promise<CallerOf> {
  if (caller === 'nobody') return async () => client();
  if (caller === 'other owner') {
    const other = await makeCompany();
    return async ({ access }) => (access === 'tenant' ? other.owner : (await makePerson(other, 'OWNER')).caller);
  }
  if (caller === 'key') {
    const barred = [...ONLY_FOR_PEOPLE, ...ONLY_FOR_OWNERS];
    const { caller: key } = await makeKey(
      company,
      ALL_PERMISSIONS.filter((permission) => !barred.includes(permission)),
    );
    return async () => key;
  }
  const usual = await makePerson(company, caller);
  return async ({ access }) => (access === 'tenant' ? usual : await makePerson(company, caller)).caller;
}

const cells = routes.flatMap((route) =>
  CALLERS.map((caller) => [route.method, route.path, expected(route)[caller], caller, route] as const),
);

describe('the matrix', () => {
  it('H1: should have a cell for every route and caller', () => {
    expect(cells).toHaveLength(routes.length * CALLERS.length);
    expect(new Set(cells.map(([, , decision]) => decision))).toEqual(new Set(['yes', 'own', '401', '403', '404']));
    expect(() => expected({ method: 'GET', path: '/not/there' } as Route)).toThrow('is not in docs/permissions.md');
  });

  it.each(cells)('H1: %s %s should answer %s to %s', async (_method, path, decision, caller, route) => {
    // It ends the company: whoever may do that does it in a company of their own.
    if (endsCompany(route) && decision === 'yes') return endOne(route);
    const stage = stages.get(caller) as Stage;
    const { url, body } = await stage.request(route);
    const contents = async () => (decision === 'yes' ? [] : contentsOf(stage.company.id));
    const before = await contents();
    const by = await stage.caller(route);
    const own = route.path === OWN_SESSION && decision === 'yes' ? await ownSession(by) : url;
    const answer = await by.call(route.method, own, body, { 'if-match': '"1"' });
    const letIn = decision === 'own' ? [...LET_IN, ELSEWHERE] : LET_IN;
    if (decision === 'yes' || decision === 'own') expectLetIn(route, answer, letIn);
    else expect([path, answer.status]).toEqual([path, Number(decision)]);
    expect(await contents()).toEqual(before);
  });

  it("H1: should let a role of the company's own, or a key, do one thing only, whatever that is", async () => {
    const { company, request } = stages.get('OWNER') as Stage;
    const tenantRoutes = routes.filter((route) => route.access === 'tenant' && !endsCompany(route));
    for (const permission of ALL_PERMISSIONS) {
      if (ONLY_FOR_OWNERS.includes(permission)) continue;
      const role = { name: `Only ${permission}`, permissions: [permission] };
      const { body } = await company.owner.call('POST', '/tenants/current/roles', role);
      const callers = [(await makePerson(company, 'EMPLOYEE', { customRoleId: body.id })).caller];
      if (!ONLY_FOR_PEOPLE.includes(permission)) callers.push((await makeKey(company, [permission])).caller);
      for (const route of tenantRoutes.filter((each) => each.permission !== permission)) {
        const { url } = await request({ ...route, status: 200 });
        for (const by of callers) {
          const { status } = await by.call(route.method, url);
          expect([permission, route.method, route.path, status]).toEqual([permission, route.method, route.path, 403]);
        }
      }
    }
  });
});

function expectLetIn(route: Route, { status, body }: Answer<{ code?: string }>, letIn: readonly number[]): void {
  const about = [route.method, route.path, status, body?.code];
  expect([...about, status < 500]).toEqual([...about, true]);
  // Whoever signs in, refreshes or changes the company may be refused for what they say, not for who they are.
  if (route.access === 'public' || route.path === '/auth/switch-tenant') return;
  const found = route.path.includes('/by-slug/') ? [404] : [];
  expect([...about, [...letIn, ...found].includes(status)]).toEqual([...about, true]);
}

async function ownSession(by: Client): Promise<string> {
  const { body } = await by.call('GET', '/auth/sessions');
  return `/auth/sessions/${body.data[0].id}`;
}

async function endOne(route: Route): Promise<void> {
  const { owner } = await makeCompany();
  const { slug } = (await owner.call('GET', '/tenants/current')).body;
  expect((await owner.call(route.method, route.path, { slug })).status).toBe(200);
}

describe('the roles', () => {
  it('should each do all that the next one below does', () => {
    const held = (role: Role) => routes.filter((route) => expected(route)[role] === 'yes').length;
    const counts = ROLES.map(held);
    expect([...counts].sort((first, second) => second - first)).toEqual(counts);
    for (const route of routes)
      for (const [index, role] of ROLES.entries())
        if (index > 0 && expected(route)[role] === 'yes')
          expect([route.path, expected(route)[ROLES[index - 1] as Role]]).toEqual([route.path, 'yes']);
  });
});
