import { z } from 'zod';
import { VERSION } from '@/config';
import type { CustomFields } from '@/contract/customFields';
import { ERROR_CODES, type ErrorCode, problemSchema } from '@/contract/errors';
import { PERMISSIONS } from '@/contract/permissions';
import { schemasFor } from './companySchemas';
import { API_BASE } from './mount';
import type { Route } from './route';

type JsonSchema = Record<string, unknown> & { properties?: Record<string, JsonSchema>; required?: string[] };

/** The OpenAPI 3.1 document of the route table; with `fields` as one company has it, who has declared these. */
export function openApiDocument(routes: readonly Route[], fields?: CustomFields): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const path = `${API_BASE}${route.path.replace(/:(\w+)/g, '{$1}')}`;
    paths[path] = {
      ...paths[path],
      [route.method.toLowerCase()]: operation(fields ? { ...route, ...schemasFor(route, fields) } : route),
    };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Lavoro', version: VERSION, description: 'The back office of knitting mills and garment makers.' },
    servers: [{ url: '/' }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: { accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: { Problem: jsonSchema(problemSchema, 'output') },
    },
  };
}

function operation(route: Route): object {
  const success = String(route.status ?? (route.response || route.downloads ? 200 : 204));
  const answers = Object.fromEntries(
    errorsOf(route).map((code) => [String(ERROR_CODES[code][0]), problemAnswer(route, ERROR_CODES[code][0])]),
  );
  return {
    operationId: `${route.method.toLowerCase()}${route.path.replace(/[/:-]+(\w)/g, (_, letter: string) => letter.toUpperCase())}`,
    summary: route.summary,
    tags: [route.tag],
    ...(route.permission && {
      description: `Permission \`${route.permission}\`: ${PERMISSIONS[route.permission].join(', ').toLowerCase()}.`,
    }),
    security: securityOf(route),
    parameters: parametersOf(route),
    ...(route.body && {
      requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(route.body, 'input') } } },
    }),
    ...(route.upload && { requestBody: { required: true, content: fileContent(route.upload.types) } }),
    responses: {
      [success]: {
        description: success === '204' ? 'Done' : 'The answer',
        ...(route.response && { content: { 'application/json': { schema: jsonSchema(route.response, 'output') } } }),
        ...(route.downloads && { content: fileContent(route.downloads) }),
      },
      ...(route.moves && { 308: { description: 'It is at the address in Location now' } }),
      ...answers,
    },
  };
}

const fileContent = (types: readonly string[]) =>
  Object.fromEntries(types.map((type) => [type.replace(/;.*/, ''), { schema: { type: 'string' } }]));

function securityOf({ access, knowsCaller }: Route): object[] {
  if (access !== 'public') return [{ accessToken: [] }];
  // With a token or without one.
  return knowsCaller ? [{ accessToken: [] }, {}] : [];
}

function parametersOf(route: Route): object[] {
  const path = fieldsOf(route.params).map(({ name, schema }) => ({ name, in: 'path', required: true, schema }));
  const query = fieldsOf(route.query).map(({ name, schema, required }) => ({ name, in: 'query', required, schema }));
  const headers = [
    route.ifMatch && {
      name: 'If-Match',
      in: 'header',
      required: true,
      description: 'The version seen, as ETag gave it',
      schema: { type: 'string', example: '"1"' },
    },
    route.idempotent && {
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      description: 'Makes a repeat harmless',
      schema: { type: 'string', maxLength: 128 },
    },
  ].filter((header) => typeof header === 'object');
  return [...path, ...query, ...headers];
}

function fieldsOf(schema: z.ZodType | undefined): { name: string; schema: JsonSchema; required: boolean }[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = jsonSchema(schema, 'input');
  return Object.entries(properties).map(([name, field]) => ({
    name,
    schema: field,
    required: required.includes(name),
  }));
}

function errorsOf(route: Route): ErrorCode[] {
  const guards: ErrorCode[] = ['VALIDATION_FAILED', 'INTERNAL', 'UNAVAILABLE'];
  if (route.access !== 'public') guards.push('UNAUTHENTICATED', 'FORBIDDEN');
  if (route.access === 'tenant') guards.push('SECOND_FACTOR_REQUIRED');
  if (route.knowsCaller) guards.push('UNAUTHENTICATED');
  if (route.params) guards.push('NOT_FOUND');
  if (route.ifMatch) guards.push('VERSION_MISMATCH');
  if (route.idempotent) guards.push('IDEMPOTENCY_IN_FLIGHT', 'IDEMPOTENCY_MISMATCH');
  if (route.method !== 'GET') guards.push('PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE');
  return [...guards, ...(route.errors ?? [])];
}

function problemAnswer(route: Route, status: number): object {
  const codes = errorsOf(route).filter((code) => ERROR_CODES[code][0] === status);
  return {
    description: [...new Set(codes)].join(', '),
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    target: 'draft-2020-12',
  }) as JsonSchema;
  return rest;
}
