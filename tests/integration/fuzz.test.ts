import { beforeAll, describe, expect, it } from 'vitest';
import type { Route } from '@/http/route';
import { routes } from '@/routes';
import { callerOf } from '../support/acceptedRequests';
import { type Answer, type Company, makeCompany } from '../support/api';
import { contentsOf } from '../support/database';
import { jsonOf, nastyBody, nastyText } from '../support/nasty';
import { pick, randomFrom } from '../support/random';
import { endsCompany, endsMembership, linksTo, makeRecords, type Records, recordOfPath } from '../support/records';
import { exampleOf, fieldsOf, type JsonSchema, type Links, nameOf, schemaOf } from '../support/routeInputs';

/**
 * Requests that nobody would send on purpose, of every operation of a company: never a fault of ours, never a word of the
 * inside, nothing written by what is refused, and what is answered well is what the API says it answers. `FUZZ_CASES=1000`
 * sends as many of each operation, `FUZZ_SEED` others.
 */
const CASES = Number(process.env.FUZZ_CASES ?? 12);
const SEED = Number(process.env.FUZZ_SEED ?? 1);
const ROUTES = routes.filter(
  (route) => route.access === 'tenant' && !route.upload && !endsCompany(route) && !endsMembership(route),
);
const each = ROUTES.map((route, place) => [route.method, route.path, route, place] as const);
const INSIDE =
  /\bat \S+ \(|node_modules|\.tsx?:\d|\bSELECT\b.*\bFROM\b|INSERT INTO|relation "|violates|tenant_[0-9a-f]{8}_|pg_|\[object Object\]/;

let company: Company;
let records: Records;
let links: Links;

beforeAll(async () => {
  company = await makeCompany();
  records = await makeRecords(company.owner);
  links = linksTo(company.id, records);
});

/** Of what takes nothing all requests are alike. */
const casesOf = ({ path, query, body }: Route) => (query || body || path.includes('/:') ? CASES : 1);

type Case = { readonly url: string; readonly body: string | undefined };

function makeCase(route: Route, random: () => number): Case {
  const ofBody = schemaOf(route.body);
  const body = route.body && jsonOf(nastyBody(ofBody, random, (wanted) => exampleOf(ofBody, links, wanted)));
  const asked = fieldsOf(schemaOf(route.query)).filter(() => random() < 0.4);
  const query = asked.map(({ path, schema }): [string, string] => {
    const value = random() < 0.6 ? nastyText(random) : fitText(schema, nameOf(path));
    return [nameOf(path), wellFormed(value)];
  });
  const search = query.length > 0 ? `?${new URLSearchParams(query)}` : '';
  return { url: `${pathOf(route, random)}${search}`, body };
}

/** What an address can hold. */
const wellFormed = (text: string) => Buffer.from(text).toString();

/** What a field of a query may well take. */
function fitText(schema: JsonSchema, name: string): string {
  if (schema.format === 'uuid') return links(schema.title ?? name);
  if (schema.enum) return String(schema.enum[0]);
  return schema.format === 'date' ? '2026-03-01' : 'true';
}

/** About a record that is there as a rule; what would delete it is mostly about none. */
function pathOf(route: Route, random: () => number): string {
  const isThere = random() < (route.method === 'DELETE' ? 0.1 : 0.8);
  return route.path.replace(/:\w+/g, () =>
    isThere ? records[recordOfPath(route)].id : encodeURIComponent(wellFormed(nastyText(random)).slice(0, 200) || 'x'),
  );
}

/** What was last heard to be the version of a record. */
const versions = new Map<string, number>();
const BAD_VERSIONS = ['"2"', 'W/"1"', '*', '1', '"-1"', '"99999999999999999999"', ''];

async function ask(route: Route, { url, body }: Case, random: () => number): Promise<Answer<unknown>> {
  const record = url.replace(/(\?|\/actions).*$/, '');
  const known = `"${versions.get(record) ?? 1}"`;
  const version = random() < 0.85 ? known : pick(random, BAD_VERSIONS);
  const answer = await (await callerOf(company, route)).call(route.method, url, body, { 'if-match': version });
  const now = (answer.body as { version?: unknown } | null)?.version;
  if (typeof now === 'number') versions.set(record, now);
  return answer;
}

/** What is wrong with an answer; nothing as a rule. */
function faultOf(route: Route, { status, body, text }: Answer<unknown>): string | undefined {
  if (status >= 500) return 'a fault of ours';
  if (status >= 400) return INSIDE.test(text) ? 'words of the inside' : undefined;
  if (!route.response || status === 204) return undefined;
  const parsed = route.response.safeParse(body);
  return parsed.success ? undefined : `not what the API answers: ${parsed.error.message.slice(0, 300)}`;
}

describe('nasty requests', () => {
  it.each(each)('I1: %s %s should be refused or answered as the API says', async (method, path, route, place) => {
    const random = randomFrom(SEED * 100_003 + place);
    const faults: unknown[] = [];
    let refused: string | undefined = JSON.stringify(await contentsOf(company.id));
    for (let n = 0; n < casesOf(route); n += 1) {
      const request = makeCase(route, random);
      const answer = await ask(route, request, random);
      const fault = faultOf(route, answer);
      if (fault) faults.push([fault, answer.status, request, answer.text.slice(0, 300)]);
      // Once something was taken, what the company holds is another.
      if (answer.status < 400) refused = undefined;
    }
    expect(faults).toEqual([]);
    if (refused !== undefined) expect(JSON.stringify(await contentsOf(company.id)), `${method} ${path}`).toBe(refused);
  });
});
