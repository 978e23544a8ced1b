import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Route } from '@/http/route';
import { routes } from '@/routes';
import { acceptedRequest, callerOf } from '../support/acceptedRequests';
import { type Company, client, makeCompany } from '../support/api';
import { asSuperuser, contentsOf } from '../support/database';
import { neighbour } from '../support/neighbour';
import { linksTo, makeRecords, type Records, recordOfPath } from '../support/records';
import {
  exampleOf,
  type Field,
  fieldsOf,
  freshText,
  isSecret,
  isText,
  type Links,
  nameOf,
  schemaOf,
  valueAt,
  withValue,
} from '../support/routeInputs';
import { wordingErrors } from '../support/statementRules';
import { isRuled, OWN_PREFIX, withLots } from '../support/stockRequests';

/** Texts that would do harm, or at least a syntax error, if any became part of a statement. */
const CORPUS = [
  "'",
  '"',
  "''; --",
  "x' OR '1'='1",
  "x'; DROP TABLE locations; --",
  "'); DELETE FROM suppliers; --",
  '1; SELECT pg_sleep(0)',
  '1) UNION SELECT password FROM public.users --',
  'name" DESC; --',
  '"; SET ROLE lavoro_owner; --',
  "\\'; SELECT 1; --",
  '\\',
  "E'\\x27 OR 1=1'",
  "U&'\\0027'",
  '$1',
  '$$; SELECT 1; $$',
  '$x$ OR true $x$',
  '/* comment */',
  '--',
  '*/ OR 1=1 /*',
  '\u2019 OR 1=1',
  '\uff07 OR 1=1',
  '\u02bc OR 1=1',
  'a\u0000b',
  '\ud800',
  "{'$ne':null}",
  '{"path":["a"],"equals":1}',
  "$.a ? (@ == 'b')",
  "a'->>'b",
  '{}',
  '[]',
  'null',
  '%s %d :name ?',
  '%_',
  '(SELECT 1)',
  "NULLIF('a','a')",
  'COPY locations TO PROGRAM',
  '../../etc/passwd',
  '0x27',
  "'||(SELECT current_user)||'",
];

/** Those that an address can carry: half a character cannot be encoded. */
const ENCODABLE = CORPUS.filter((text) => !/\p{Cs}/u.test(text));

const WRITING = routes.filter(({ body }) => body !== undefined);
const SIGNED_IN = WRITING.filter(({ access }) => access !== 'public');
const RULED = WRITING.filter((route) => fieldsOf(schemaOf(route.body)).some(({ path }) => isRuled(route, path)));
const LISTS = routes.filter(
  ({ method, query, path }) => method === 'GET' && query !== undefined && !path.includes('/:'),
);
/** Takes the names of fields: other texts are refused (integration/imports). */
const OF_NAMES = ['/imports/:id'];
const WITH_ID = routes.filter(({ params }) => params !== undefined);
const named = (some: readonly Route[]) => some.map((route) => [route.method, route.path, route] as const);

let company: Company;
let own: Records;
let links: Links;
let before: unknown[];

/** What no text may change: the other company, the roles, the tables. */
const rest = () =>
  Promise.all([
    contentsOf(neighbour.id),
    asSuperuser(
      `SELECT count(*)::int AS tables FROM pg_tables WHERE schemaname IN ('public', 'tenant_${company.id.replaceAll('-', '_')}')`,
    ),
    asSuperuser(
      `SELECT rolname, rolsuper, rolcreaterole, rolcanlogin, rolconfig FROM pg_roles WHERE rolname LIKE 'lavoro%' ORDER BY 1`,
    ),
  ]);

beforeAll(async () => {
  company = await makeCompany();
  own = await makeRecords(company.owner);
  links = linksTo(company.id, own);
  before = await rest();
});

/** A company takes a tenth of a second to make: not all texts are tried as its name. */
const corpusFor = ({ path }: Route) => CORPUS.filter((_, index) => path !== '/tenants' || index % 5 === 0);

/** The fields of a body that take any text, and those that take only some; what is secret is kept by nobody as it is. */
function sorted(route: Route, body: unknown, text: string) {
  const fields = fieldsOf(schemaOf(route.body)).filter((field) => route.access === 'public' || !isSecret(field));
  const takes = ({ path }: (typeof fields)[number]) =>
    route.body?.safeParse(withValue(body, path, text)).success === true;
  return { open: fields.filter(takes), closed: fields.filter((field) => !takes(field)) };
}

/** No address can be made of some of the texts as the name of a company. */
const withSlug = ({ path }: Route, body: unknown) =>
  path === '/tenants' ? withValue(body, ['slug'], `hostile-${uuidv7().slice(-8)}`) : body;

const namesOf = (fields: readonly Field[]) => fields.map(({ path }) => nameOf(path));

describe('a hostile text', () => {
  it.each(named(WRITING))(
    'B3: %s %s should keep it as it is where any text may stand',
    async (_method, _path, route) => {
      if (route.access === 'public' || OF_NAMES.includes(route.path)) return;
      const textPaths = fieldsOf(schemaOf(route.body))
        .filter(isText)
        .map(({ path }) => path);
      const whole = exampleOf(schemaOf(route.body), links, textPaths);
      const open = sorted(route, whole, "a'b").open.filter(({ path }) => !isRuled(route, path));
      if (open.length === 0) return;
      const { url, version, body } = await acceptedRequest(company, links, route, ...open.map(({ path }) => path));
      let seen = version;
      // Codes and names must be unique: a change does not take those that were made before.
      const prefix = OWN_PREFIX[`${route.method} ${route.path}`] ?? (route.method === 'PATCH' ? '~' : '');
      const texts = corpusFor(route).map((text) => `${prefix}${text}`);
      for (const text of texts) {
        const fresh = open.reduce<unknown>((at, { path }) => withValue(at, path, freshText()), body);
        const taking = namesOf(sorted(route, fresh, text).open);
        const fields = open.filter(({ path }) => taking.includes(nameOf(path)));
        const hostile = fields.reduce((at, { path }) => withValue(at, path, text), withSlug(route, fresh));
        const caller = await callerOf(company, route);
        const answer = await caller.call(route.method, url, hostile, { 'if-match': `"${seen}"` });
        expect([200, 201], answer.text).toContain(answer.status);
        seen = answer.body.version ?? 0;
        const stored = route.body?.parse(hostile);
        const shown = await withLots(company.owner, route, answer.body);
        for (const { path } of fields) expect(valueAt(shown, path)).toBe(valueAt(stored, path));
      }
    },
  );

  it.each(named(RULED))('B3: %s %s should keep it or refuse it by a rule', async (_method, _path, route) => {
    const ruled = fieldsOf(schemaOf(route.body)).filter(({ path }) => isRuled(route, path));
    const url = route.params ? route.path.replace(/:\w+/, own[recordOfPath(route)].id) : route.path;
    for (const text of CORPUS) {
      for (const { path } of ruled) {
        const about = route.params ? (await company.owner.call('GET', url.replace(/\/actions\/.*$/, ''))).body : {};
        // None that is scanned.
        const hostile = withValue(exampleOf(schemaOf(route.body), links, [path]), path, `${route.method} ${text}`);
        const answer = await company.owner.call(route.method, url, hostile, { 'if-match': `"${about.version}"` });
        expect([200, 201, 400, 422], answer.text).toContain(answer.status);
      }
    }
  });

  it.each(named(WRITING.filter((route) => !SIGNED_IN.includes(route))))(
    'B3: %s %s should take it from anybody without harm',
    async (method, path, route) => {
      const all = fieldsOf(schemaOf(route.body)).map((field) => field.path);
      for (const text of CORPUS) {
        const whole = exampleOf(schemaOf(route.body), links, all) as object;
        const fresh = 'email' in whole ? { ...whole, email: `${uuidv7()}@example.test`, phone: null } : whole;
        const texts = sorted(route, fresh, text).open.filter(isText);
        const hostile = texts.reduce<unknown>((at, field) => withValue(at, field.path, text), fresh);
        const { status } = await client().call(method, path, hostile);
        expect([text, [201, 202, 204, 400, 401, 404].includes(status)]).toEqual([text, true]);
      }
    },
  );

  it.each(named(WRITING))(
    'B3: %s %s should refuse it where only some texts may stand',
    async (_method, _path, route) => {
      const all = fieldsOf(schemaOf(route.body)).map(({ path }) => path);
      const whole = exampleOf(schemaOf(route.body), links, all);
      const url = route.path.includes('/:') ? route.path.replace(/:\w+/, own[recordOfPath(route)].id) : route.path;
      for (const text of CORPUS) {
        const { closed } = sorted(route, whole, text);
        if (closed.length === 0) continue;
        const hostile = closed.reduce((at, { path }) => withValue(at, path, text), whole);
        const answer = await company.owner.call(route.method, url, hostile, { 'if-match': '"1"' });
        expect([text, answer.status]).toEqual([text, 400]);
        const blamed = answer.body.errors.map(({ path }: { path: string }) => path);
        expect(blamed).toEqual(expect.arrayContaining(closed.map(({ path }) => nameOf(path))));
      }
    },
  );

  it.each(named(LISTS))('B3: %s %s should find nothing odd by it in any parameter', async (_method, _path, route) => {
    const url = route.params ? route.path.replace(/:\w+/, own[recordOfPath(route)].id) : route.path;
    const asked = async (name: string, value: string) => {
      const answer = await company.owner.call('GET', `${url}?${name}=${encodeURIComponent(value)}`);
      expect([name, value, [200, 400].includes(answer.status)]).toEqual([name, value, true]);
    };
    for (const name of Object.keys(schemaOf(route.query).properties ?? {})) {
      await Promise.all(ENCODABLE.map((text) => asked(name, text)));
    }
    await Promise.all(
      ENCODABLE.flatMap((text) => [
        asked('sort', `name${text}`),
        asked('sort', `-createdAt,${text}`),
        asked('cursor', `${Buffer.from(JSON.stringify([text, text])).toString('base64url')}.c2VhbA`),
        asked(text.replaceAll(/[^\w'"$;-]/g, 'x'), 'x'),
      ]),
    );
  });

  it.each(named(WITH_ID))(
    'B3: %s %s should know no such record, but a lot that was given this very number',
    async (method, path, route) => {
      const body = route.body && exampleOf(schemaOf(route.body), links);
      await Promise.all(
        ENCODABLE.map(async (text) => {
          const url = path.replace(/:\w+/, encodeURIComponent(text));
          const answer = await company.owner.call(method, url, body, { 'if-match': '"1"' });
          const numbered = path.startsWith('/inventory/scan/') && answer.status === 200;
          if (numbered) expect(answer.body.lot?.number).toBe(text);
          else expect([text, answer.status]).toEqual([text, 404]);
        }),
      );
    },
  );

  it.each(['idempotency-key', 'if-match', 'x-request-id', 'user-agent', 'accept-language', 'cookie'])(
    'B3: should do nothing in the header %s',
    async (header) => {
      const body = { name: 'S', kind: 'YARN', allowDuplicate: true };
      for (const text of CORPUS.filter((each) => /^[\x20-\x7e]+$/.test(each))) {
        const make = await company.owner.call('POST', '/suppliers', body, { [header]: text });
        expect([text, [201, 400].includes(make.status)]).toEqual([text, true]);
        const change = await company.owner.call(
          'PATCH',
          `/suppliers/${own.supplier.id}`,
          {},
          { 'if-match': '"7000"', [header]: text },
        );
        expect([text, [400, 412].includes(change.status)]).toEqual([text, true]);
      }
    },
  );

  it('B3: should have reached no statement, no other company, no role and no table', async () => {
    expect(wordingErrors()).toEqual([]);
    expect(await rest()).toEqual(before);
  });
});
