import { beforeAll, describe, expect, it } from 'vitest';
import type { Route } from '@/http/route';
import { routes } from '@/routes';
import { type Accepted, acceptedRequest, recordFor } from '../support/acceptedRequests';
import { type Company, makeCompany } from '../support/api';
import { contentsOf } from '../support/database';
import { endsCompany, endsMembership, linksTo, makeRecords } from '../support/records';
import type { Links } from '../support/routeInputs';

/** Every route that takes a version: what was read before somebody else changed it changes nothing. */
const ROUTES = routes.filter(
  (route) => route.ifMatch && route.access === 'tenant' && !endsCompany(route) && !endsMembership(route),
);
const each = ROUTES.map((route) => [route.method, route.path, route] as const);

let company: Company;
let links: Links;

beforeAll(async () => {
  company = await makeCompany();
  links = linksTo(company.id, await makeRecords(company.owner));
});

/** A request that would be taken, of a record that nobody has changed yet. */
async function takeable(route: Route): Promise<Accepted> {
  const accepted = await acceptedRequest(company, links, route);
  const fresh = await recordFor(company, links, route, []);
  return fresh.says?.length ? accepted : { ...fresh, body: accepted.body };
}

const ask = (route: Route, { url, body }: Accepted, headers: Record<string, string>) =>
  company.owner.call(route.method, url, body, headers);

describe('the version of a record', () => {
  it.each(each)('J6: should be the present one for %s %s', async (_method, _path, route) => {
    const request = await takeable(route);
    const before = await contentsOf(company.id);
    for (const version of [request.version + 1, Math.max(0, request.version - 1)]) {
      const stale = await ask(route, request, { 'if-match': `"${version}"` });
      expect([stale.status, stale.body.code]).toEqual([412, 'VERSION_MISMATCH']);
    }
    const without = await ask(route, request, {});
    expect([without.status, without.body.code]).toEqual([400, 'IF_MATCH_REQUIRED']);
    expect(await contentsOf(company.id)).toEqual(before);
  });

  it.each(each)('J6: should let one of two at once through, of %s %s', async (_method, _path, route) => {
    const request = await takeable(route);
    const both = [0, 1].map(() => ask(route, request, { 'if-match': `"${request.version}"` }));
    const statuses = (await Promise.all(both)).map(({ status }) => status).sort();
    expect(statuses[0]).toBeLessThan(300);
    expect([404, 409, 412]).toContain(statuses[1]);
  });
});
