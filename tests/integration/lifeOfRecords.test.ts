import { beforeAll, describe, expect, it } from 'vitest';
import type { Route } from '@/http/route';
import { routes } from '@/routes';
import { acceptedRequest, recordFor } from '../support/acceptedRequests';
import { type Company, makeCompany } from '../support/api';
import { endsCompany, endsMembership, linksTo, makeRecords } from '../support/records';
import type { Links } from '../support/routeInputs';

/** Of every kind of record: what was made is there at once, what was deleted is not there to anybody, for anything. */
const OWN = routes.filter((route) => route.access === 'tenant' && !endsCompany(route) && !endsMembership(route));
const named = (some: readonly Route[]) => some.map((route) => [route.path, route] as const);
const isAbout = (path: string) => (route: Route) => route.path === path || route.path.startsWith(`${path}/`);
const MAKING = OWN.filter(
  ({ method, path }) =>
    method === 'POST' && OWN.some((other) => other.method === 'GET' && other.path === `${path}/:id`),
);
const DELETING = OWN.filter(({ method, path }) => method === 'DELETE' && /\/:\w+$/.test(path));
/** Those that are revoked: they stay to be seen, and are refused by their state. */
const REVOKED = new Set(['api-keys', 'invitations', 'support'].map((what) => `/tenants/current/${what}/:id`));

let company: Company;
let links: Links;

beforeAll(async () => {
  company = await makeCompany();
  links = linksTo(company.id, await makeRecords(company.owner));
});

describe('a record', () => {
  it.each(named(MAKING))(
    'I2: should be there as it was answered, at once, once it is made by POST %s',
    async (path, route) => {
      const { url } = await recordFor(company, links, { ...route, method: 'GET', path: `${path}/:id` }, []);
      const { status, body } = await company.owner.call('GET', url);
      expect([status, url.endsWith(body.id)]).toEqual([200, true]);
    },
  );

  it.each(named(DELETING))(
    'I2: should not be there for anything once it is deleted by DELETE %s',
    async (path, route) => {
      const { url, version } = await recordFor(company, links, route, []);
      const deleted = await company.owner.call('DELETE', url, undefined, { 'if-match': `"${version}"` });
      expect(deleted.status).toBeLessThan(300);
      for (const other of OWN.filter(isAbout(path)).filter(({ upload }) => !upload)) {
        const at = other.path.replace(path, url);
        const body = other.body && (await acceptedRequest(company, links, other)).body;
        const answer = await company.owner.call(other.method, at, body, { 'if-match': `"${version}"` });
        const status = REVOKED.has(path) ? 409 : 404;
        expect([other.method, other.path, answer.status]).toEqual([other.method, other.path, status]);
      }
    },
  );
});
