import { beforeAll, describe, expect, it } from 'vitest';
import { tenantSchema } from '@/database/tenantName';
import type { Route } from '@/http/route';
import { routes } from '@/routes';
import { acceptedRequest } from '../support/acceptedRequests';
import { type Company, codeOf, makeCompany } from '../support/api';
import { contentsOf } from '../support/database';
import { isDownload, isList } from '../support/lists';
import { foreignMarks, MARK } from '../support/marks';
import { neighbour } from '../support/neighbour';
import { linksTo, makeRecords } from '../support/records';
import { fieldsOf, isId, lastName, schemaOf } from '../support/routeInputs';

const LISTS = routes.filter((route) => isList(route) && route.access === 'tenant' && !route.path.includes('/:'));
const each = LISTS.map((route) => [route.path, route] as const);
/** Of lists; what an import has come to is in foreignIds.test.ts. */
const DOWNLOADS = routes
  .filter((route) => isDownload(route) && route.path.endsWith('/export'))
  .map((route) => [route.path, route] as const);
const IDS = /[0-9a-f]{8}-[0-9a-f-]{27}/g;
const THEIR_SCHEMA = tenantSchema(neighbour.id);

/** What names something of the other company: its rows, its texts, its columns, its schema. */
const NAMES = [
  neighbour.id,
  THEIR_SCHEMA,
  ...Object.values(neighbour.records).map(({ id }) => id),
  MARK,
  `${MARK}${neighbour.id}`,
  `${MARK}${neighbour.id} Filatura Alba`,
  `${MARK}${neighbour.id} SUP-00001`,
  `${THEIR_SCHEMA}.suppliers.name`,
  `-${THEIR_SCHEMA}.suppliers.name`,
  `"${THEIR_SCHEMA}"."locations"."name"`,
  `name,${THEIR_SCHEMA}.customers.credit_limit`,
  'public.users.password',
  'tenant_id',
  '-tenantId',
];
/** Parameters that no list has, though others' do. */
const UNKNOWN = [
  'include',
  'fields',
  'select',
  'expand',
  'join',
  'with',
  'tenantId',
  'schema',
  'from',
  'export',
  'format',
];

const parametersOf = ({ query }: Route) => Object.keys(schemaOf(query).properties ?? {});

describe('a list', () => {
  let company: Company;
  let other: Company;
  beforeAll(async () => {
    [company, other] = await Promise.all([makeCompany(), makeCompany()]);
    for (const each of [company, other]) await makeTwoOfEach(each);
  });

  it('should be known with all its parameters', () => {
    expect(LISTS.length).toBeGreaterThan(7);
    for (const route of LISTS)
      expect(parametersOf(route)).toEqual(expect.arrayContaining(['limit', 'cursor', 'sort', 'q']));
  });

  it.each(each)(
    'A4: GET %s should show nothing of another company, whatever a parameter names of it',
    async (_path, route) => {
      const before = await contentsOf(neighbour.id);
      const all = await company.owner.call('GET', `${route.path}?limit=200`);
      expect(all.body.data.length).toBeGreaterThan(1);
      const ownIds = new Set(all.text.match(IDS));
      for (const name of parametersOf(route)) {
        const answers = await Promise.all(
          NAMES.map((value) => company.owner.call('GET', `${route.path}?${name}=${encodeURIComponent(value)}`)),
        );
        for (const { status, text } of answers) {
          expect([name, [200, 400].includes(status)]).toEqual([name, true]);
          expect(foreignMarks(text, company.id)).toEqual([]);
          if (status !== 200) continue;
          for (const id of text.match(IDS) ?? []) expect(ownIds).toContain(id);
        }
      }
      expect(await contentsOf(neighbour.id)).toEqual(before);
    },
  );

  it.each(DOWNLOADS)(
    'A4: GET %s should hold nothing of another company, whatever is asked for',
    async (path, route) => {
      const before = await contentsOf(neighbour.id);
      const whole = await company.owner.call('GET', path);
      const ownIds = new Set(whole.text.match(IDS));
      expect(ownIds.size).toBeGreaterThan(1);
      for (const name of [...parametersOf(route), ...UNKNOWN]) {
        for (const value of NAMES) {
          const { status, text } = await company.owner.call('GET', `${path}?${name}=${encodeURIComponent(value)}`);
          expect([name, [200, 400].includes(status)]).toEqual([name, true]);
          expect(foreignMarks(text, company.id)).toEqual([]);
          if (status === 200) for (const id of text.match(IDS) ?? []) expect(ownIds).toContain(id);
        }
      }
      expect(await contentsOf(neighbour.id)).toEqual(before);
    },
  );

  it.each(each)('A4: GET %s should find nothing by the ids and texts of another company', async (_path, route) => {
    const links = linksTo(neighbour.id, neighbour.records);
    const searches = [`q=${MARK}${neighbour.id}`, 'q=9133779'];
    const filters = fieldsOf(schemaOf(route.query))
      .filter(isId)
      .map(({ path }) => lastName(path));
    for (const query of [...searches, ...filters.map((name) => `${name}=${links(name)}`)]) {
      const { status, body } = await company.owner.call('GET', `${route.path}?${query}`);
      expect([query, status, body]).toEqual([query, 200, { data: [], nextCursor: null }]);
    }
  });

  it.each(each)('A4: GET %s should refuse to be joined, extended or exported by a parameter', async (_path, route) => {
    for (const name of UNKNOWN) {
      expect([name, (await company.owner.call('GET', `${route.path}?${name}=suppliers`)).status]).toEqual([name, 400]);
    }
  });

  it.each(each)('A5: GET %s should refuse a cursor of another company', async (_path, route) => {
    const first = `${route.path}?limit=1`;
    const [mine, theirs] = [await company.owner.call('GET', first), await other.owner.call('GET', first)];
    for (const { body } of [mine, theirs]) expect(body.nextCursor).toBeTypeOf('string');
    const next = (by: Company, cursor: string) => by.owner.call('GET', `${first}&cursor=${cursor}`);
    for (const [by, cursor] of [
      [company, theirs.body.nextCursor],
      [other, mine.body.nextCursor],
    ] as const) {
      const answer = await next(by, cursor);
      expect([answer.status, codeOf(answer), answer.body.errors[0].path]).toEqual([400, 'VALIDATION_FAILED', 'cursor']);
    }
    expect((await next(company, mine.body.nextCursor)).status).toBe(200);
  });

  it('A5: should refuse the cursor of another list', async () => {
    const cursors = await Promise.all(
      LISTS.map(async ({ path }) => (await company.owner.call('GET', `${path}?limit=1`)).body.nextCursor),
    );
    for (const [index, { path }] of LISTS.entries()) {
      const cursor = cursors[(index + 1) % LISTS.length];
      const answer = await company.owner.call('GET', `${path}?limit=1&cursor=${cursor}`);
      expect([path, answer.status]).toEqual([path, 400]);
    }
  });
});

/** At least two rows in every list of a company. */
async function makeTwoOfEach(company: Company): Promise<void> {
  const links = linksTo(company.id, await makeRecords(company.owner));
  const making = routes.filter(
    ({ method, path, access }) => method === 'POST' && access === 'tenant' && !/\/:|\/actions\//.test(path),
  );
  for (const route of making) {
    // What is in its lines comes first: it makes rows of other lists.
    const ids = fieldsOf(schemaOf(route.body))
      .filter(isId)
      .sort((left, right) => right.path.length - left.path.length);
    await acceptedRequest(company, links, route, ...ids.slice(0, 1).map(({ path }) => path));
  }
}
