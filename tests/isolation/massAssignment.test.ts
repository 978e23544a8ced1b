import { beforeAll, describe, expect, it } from 'vitest';
import { tenantSchema } from '@/database/tenantName';
import type { Route } from '@/http/route';
import { routes } from '@/routes';
import { callerOf } from '../support/acceptedRequests';
import { type Answer, type Company, makeCompany } from '../support/api';
import { asSuperuser, contentsOf } from '../support/database';
import { linksTo, makeRecords, type Records, recordOfPath } from '../support/records';
import {
  exampleOf,
  fieldsOf,
  type JsonSchema,
  type Links,
  type Path,
  schemaOf,
  withValue,
} from '../support/routeInputs';

/** Every column of every table, in every object of every body: what a body does not declare is refused by name. */
const WITH_BODY = routes.filter(({ body }) => body !== undefined);
const each = WITH_BODY.map((route) => [route.method, route.path, route] as const);
/** An answer names the first hundred faults. */
const AT_ONCE = 90;

let company: Company;
let own: Records;
let links: Links;
let names: string[];

beforeAll(async () => {
  company = await makeCompany();
  own = await makeRecords(company.owner);
  links = linksTo(company.id, own);
  const columns = await asSuperuser<{ name: string }>(
    `SELECT DISTINCT attname AS name FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
     WHERE relkind = 'r' AND attnum > 0 AND NOT attisdropped
       AND relnamespace IN ('public'::regnamespace, to_regnamespace($1)) ORDER BY 1`,
    [tenantSchema(company.id)],
  );
  names = [...new Set(columns.flatMap(({ name }) => [name, camel(name)]))];
});

const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Where a body has objects: itself, and those in its lists. */
function objectsOf(schema: JsonSchema): Path[] {
  const places = fieldsOf(schema).map(({ path }) => path.slice(0, -1));
  const objects = places.filter((path) => path.length === 0 || path.at(-1) === 0);
  return [...new Map([[], ...objects].map((path) => [path.join('.'), path])).values()];
}

function propertiesAt(schema: JsonSchema, path: Path): Readonly<Record<string, JsonSchema>> {
  let at: JsonSchema | undefined = schema;
  for (const step of path) at = step === 0 ? plain(at)?.items : plain(at)?.properties?.[step];
  return plain(at)?.properties ?? {};
}
const plain = (schema?: JsonSchema) => schema?.anyOf?.find(({ type }) => type !== 'null') ?? schema;

async function ask(route: Route, body: unknown): Promise<Answer<{ errors?: { path: string; code: string }[] }>> {
  const url = route.path.includes('/:') ? route.path.replace(/:\w+/, own[recordOfPath(route)].id) : route.path;
  return (await callerOf(company, route)).call(route.method, url, body, { 'if-match': '"1"' });
}

/** The names a route refuses as unknown in one object of its body. */
async function refusedAt(route: Route, path: Path, unknown: readonly string[]): Promise<string[]> {
  const refused: string[] = [];
  for (let from = 0; from < unknown.length; from += AT_ONCE) {
    const some = unknown.slice(from, from + AT_ONCE);
    const example = exampleOf(schemaOf(route.body), links, [path]);
    const body = some.reduce((made, name) => withValue(made, [...path, name], 'x'), example);
    const { status, body: answer } = await ask(route, body);
    expect(status).toBe(400);
    const faults = answer.errors?.filter(({ code }) => code === 'unrecognized_keys') ?? [];
    refused.push(...faults.map((fault) => fault.path));
  }
  return refused;
}

describe('columns in bodies', () => {
  it('should be those of the company and of the global tables, as they are and as the API would spell them', () => {
    expect(names).toEqual(
      expect.arrayContaining(['tenant_id', 'tenantId', 'password', 'version', 'role', 'createdAt']),
    );
    expect(names.length).toBeGreaterThan(200);
  });

  describe('every one that is not declared', () => {
    let before: unknown[];
    beforeAll(async () => {
      before = await contentsOf(company.id);
    });

    it.each(each)('H5: %s %s should refuse it by name', async (...row) => {
      const route = row[2];
      const schema = schemaOf(route.body);
      for (const path of objectsOf(schema)) {
        const declared = propertiesAt(schema, path);
        const unknown = names.filter((name) => !(name in declared));
        const refused = await refusedAt(route, path, unknown);
        expect(refused).toEqual(unknown.map((name) => [...path, name].join('.')));
      }
    });

    it.each(each.filter(([, , { body }]) => 'custom' in propertiesAt(schemaOf(body), [])))(
      'H5: %s %s should refuse it among the own fields of the company, which have their names apart',
      async (...row) => {
        const unknown = names.filter((name) => name !== 'mill_note');
        expect(await refusedAt(row[2], ['custom'], unknown)).toEqual(unknown.map((name) => `custom.${name}`));
      },
    );

    it('H5: should leave nothing written', async () => {
      expect(await contentsOf(company.id)).toEqual(before);
    });
  });
});
