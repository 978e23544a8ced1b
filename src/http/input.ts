import type { Context } from 'hono';
import type { z } from 'zod';
import type { AppEnv } from '@/context';
import { type CustomFields, NO_FIELDS } from '@/contract/customFields';
import type { FieldFault } from '@/contract/errors';
import { notFound, Refusal } from '@/lib/refusal';
import { schemasFor } from './companySchemas';
import type { Route } from './route';
import { readUpload, type SpooledUpload } from './upload';

type C = Context<AppEnv>;
/** More faults than this are counted, not listed. */
const MAX_FAULTS = 100;

export type Input = {
  params: unknown;
  query: unknown;
  body: unknown;
  version: number;
  /** To be closed by whoever has read it. */
  upload: SpooledUpload | undefined;
};

/** Everything a route takes, checked, for a company with `fields` of its own. Refuses with all faults of query and body at once. */
export async function readInput(c: C, route: Route, fields: CustomFields = NO_FIELDS): Promise<Input> {
  const schemas = schemasFor(route, fields);
  const params = readParams(c, route);
  const faults: FieldFault[] = [];
  const query = check(schemas.query, readQuery(c), faults);
  const body = route.upload ? undefined : await readBody(c, { method: route.method, body: schemas.body }, faults);
  if (faults.length > 0) throw new Refusal('VALIDATION_FAILED', sentence(faults), faults.slice(0, MAX_FAULTS));
  const version = route.ifMatch ? readVersion(c) : 0;
  // Last, so that nothing is sent in vain.
  const upload = route.upload && (await readUpload(c, route.upload));
  return { params, query, body, version, upload };
}

/** An id that cannot be one is answered like an id that is not there. */
function readParams(c: C, route: Route): unknown {
  if (!route.params) return undefined;
  const result = route.params.safeParse(c.req.param());
  if (!result.success) throw notFound();
  return result.data;
}

function readQuery(c: C): Record<string, string> {
  const entries = Object.entries(c.req.queries());
  const twice = entries.filter(([, values]) => values.length > 1).map(([name]) => name);
  if (twice.length > 0) throw new Refusal('BAD_REQUEST', `Given more than once: ${twice.join(', ').slice(0, 200)}.`);
  return Object.fromEntries(entries.map(([name, [value]]) => [name, value ?? '']));
}

async function readBody(c: C, route: Pick<Route, 'method' | 'body'>, faults: FieldFault[]): Promise<unknown> {
  if (route.method === 'GET') return undefined;
  const text = await c.req.text();
  if (text === '' && !route.body) return undefined;
  if (text !== '' && !/^application\/json\b/i.test(c.req.header('content-type') ?? '')) {
    throw new Refusal('UNSUPPORTED_MEDIA_TYPE', 'Send JSON, with Content-Type: application/json.');
  }
  const value = parseJson(text === '' ? '{}' : text);
  if (route.body) return check(route.body, value, faults);
  if (typeof value === 'object' && value !== null && Object.keys(value).length === 0) return undefined;
  throw new Refusal('BAD_REQUEST', 'This request takes no body.');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal('BAD_REQUEST', 'The body is not valid JSON.');
  }
}

function check(schema: z.ZodType | undefined, value: unknown, faults: FieldFault[]): unknown {
  if (!schema) {
    for (const name of Object.keys(value as object)) faults.push(unknownKey([], name));
    return undefined;
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  for (const issue of result.error.issues) for (const fault of faultsOf(issue)) faults.push(fault);
  return undefined;
}

function faultsOf(issue: z.core.$ZodIssue): FieldFault[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(issue.path, key));
  return [{ path: issue.path.join('.'), code: issue.code, message: issue.message }];
}

function unknownKey(path: readonly PropertyKey[], key: string): FieldFault {
  return { path: [...path, key].join('.').slice(0, 200), code: 'unrecognized_keys', message: 'There is no such field' };
}

function sentence(faults: readonly FieldFault[]): string {
  return faults.length === 1 ? `${faults[0]?.path}: ${faults[0]?.message}` : `${faults.length} fields need attention.`;
}

/** The version in If-Match, as GET gives it in ETag: `"3"`. */
function readVersion(c: C): number {
  const header = c.req.header('if-match');
  if (!header)
    throw new Refusal('IF_MATCH_REQUIRED', 'Send If-Match with the version you have seen, like If-Match: "3".');
  const version = /^(?:W\/)?"?(\d{1,9})"?$/.exec(header)?.[1];
  if (!version) throw new Refusal('BAD_REQUEST', 'If-Match must be a version in quotes, like "3".');
  return Number(version);
}
