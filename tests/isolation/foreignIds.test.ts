import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Route } from '@/http/route';
import { routes } from '@/routes';
import { type Accepted, acceptedRequest, callerOf } from '../support/acceptedRequests';
import { type Answer, type Company, makeCompany, withoutRequestId } from '../support/api';
import { contentsOf } from '../support/database';
import { isDownload, isList } from '../support/lists';
import { neighbour } from '../support/neighbour';
import {
  DOT,
  endsMembership,
  linksTo,
  makeRecords,
  type Records,
  recordOfPath,
  takesPassword,
} from '../support/records';
import {
  exampleOf,
  fieldsOf,
  isId,
  type Links,
  lastName,
  linkName,
  nameOf,
  type Path,
  schemaOf,
  withValue,
} from '../support/routeInputs';

/**
 * Every route × every id it takes, found from its schemas: with the id of another company's record it must answer just
 * as with an id that does not exist, and write nothing in either company.
 */
type Place = { readonly route: Route; readonly path: Path; readonly link: string };

const placesIn = (part: 'params' | 'query' | 'body'): Place[] =>
  routes.flatMap((route) =>
    fieldsOf(schemaOf(route[part]))
      .filter(isId)
      .map((field) => ({ route, path: field.path, link: linkName(field) })),
  );
const named = (places: Place[]) =>
  places.map((place) => [place.route.method, place.route.path, nameOf(place.path), place] as const);

const IN_PATH = placesIn('params');
const IN_QUERY = placesIn('query');
const IN_BODY = placesIn('body');

let company: Company;
let own: Records;
let links: Links;

beforeAll(async () => {
  company = await makeCompany();
  own = await makeRecords(company.owner);
  links = linksTo(company.id, own);
});

type Ask = (id: string) => Promise<Answer<unknown>>;

/** Asks with the other company's id and with one of nothing: the answers must be the same. */
async function expectSame(theirs: string, ask: Ask): Promise<Answer<unknown>> {
  const [foreign, none] = await Promise.all([ask(theirs), ask(uuidv7())]);
  expect(foreign.status).toBe(none.status);
  expect(withoutRequestId(foreign)).toBe(withoutRequestId(none));
  expect(comparable(foreign)).toEqual(comparable(none));
  return foreign;
}

/** All that both companies hold. */
const allContents = () => Promise.all([contentsOf(company.id), contentsOf(neighbour.id)]);

/** The rows of a report, whatever it calls them. Throws when it has none to be empty. */
function rowsIn(report: unknown): unknown[] {
  const arrays = Object.values(report as object).filter(Array.isArray);
  if (arrays.length === 0) throw new Error('a report without rows');
  return arrays.flat();
}

const comparable = ({ headers }: Answer<unknown>) => [...headers].filter(([name]) => name !== 'x-request-id');

describe('ids in the routes', () => {
  it('should be found in paths, queries and bodies, each with a record to try', () => {
    const theirs = linksTo(neighbour.id, neighbour.records);
    for (const { route } of IN_PATH) expect(neighbour.records[recordOfPath(route)].id).toBeTypeOf('string');
    for (const { link } of [...IN_QUERY, ...IN_BODY]) expect(theirs(link)).toBeTypeOf('string');
    expect(routes.filter(({ path, params }) => path.includes(':') !== (params !== undefined))).toEqual([]);
    expect([IN_PATH.length > 40, IN_QUERY.length > 10, IN_BODY.length > 15]).toEqual([true, true, true]);
    expect(IN_BODY.map(({ route, path }) => `${route.path} ${nameOf(path)}`)).toContain(
      '/inventory/items openingStock.0.locationId',
    );
  });
});

describe('a foreign id in a path or a query', () => {
  let before: unknown[];
  beforeAll(async () => {
    before = await allContents();
  });

  it.each(named(IN_PATH))('A1: %s %s should answer it in %s like one that does not exist', async (...place) => {
    const { route } = place[3];
    const body = route.upload ? DOT : route.body && exampleOf(schemaOf(route.body), links);
    const caller = await callerOf(company, route);
    const answer = await expectSame(neighbour.records[recordOfPath(route)].id, (id) =>
      caller.call(route.method, route.path.replace(/:\w+/, id), body, { 'if-match': '"1"' }),
    );
    expect(answer.status).toBe(404);
  });

  it.each(named(IN_QUERY))('A1: %s %s should answer it in %s like one that does not exist', async (...place) => {
    const { route, path } = place[3];
    const name = lastName(path);
    const url = route.params ? route.path.replace(/:\w+/, own[recordOfPath(route)].id) : route.path;
    const ask: Ask = async (id) => (await callerOf(company, route)).call(route.method, `${url}?${name}=${id}`);
    expect((await ask(links(name))).status).toBe(200);
    const answer = await expectSame(linksTo(neighbour.id, neighbour.records)(name), ask);
    // What is asked of one record may say that it knows none of these.
    if (route.params) return;
    expect(answer.status).toBe(200);
    // Of a file the heading alone.
    if (isDownload(route)) expect(answer.text.trim().split('\n')).toHaveLength(1);
    else if (isList(route)) expect(answer.body).toEqual({ data: [], nextCursor: null });
    else expect(rowsIn(answer.body)).toEqual([]);
  });

  it('A1: should leave nothing written in either company', async () => {
    expect(await allContents()).toEqual(before);
  });
});

describe('a foreign id in a body', () => {
  const requests = new Map<Place, PromiseSettledResult<Accepted>>();
  let before: unknown[];
  beforeAll(async () => {
    const settled = await Promise.allSettled(
      IN_BODY.map(({ route, path }) =>
        endsMembership(route) || takesPassword(route)
          ? { url: route.path, version: 0, body: exampleOf(schemaOf(route.body), links, [path]) }
          : acceptedRequest(company, links, route, path),
      ),
    );
    for (const [index, result] of settled.entries()) requests.set(IN_BODY[index] as Place, result);
    before = await allContents();
  });

  it.each(named(IN_BODY))('A3: %s %s should refuse it in %s like one that does not exist', async (...place) => {
    const { route, path, link } = place[3];
    const request = requests.get(place[3]);
    if (request?.status !== 'fulfilled') throw request?.reason;
    const { url, version, body } = request.value;
    const ask: Ask = async (id) =>
      (await callerOf(company, route)).call(route.method, url, withValue(body, path, id), {
        'if-match': `"${version}"`,
      });
    const answer = await expectSame(linksTo(neighbour.id, neighbour.records)(link), ask);
    expect([404, 422, 403]).toContain(answer.status);
  });

  it('A3: should leave nothing written in either company', async () => {
    expect(await allContents()).toEqual(before);
  });
});
