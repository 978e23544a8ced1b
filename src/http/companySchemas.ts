import { z } from 'zod';
import { type CustomField, type CustomFields, fieldsOfTable } from '@/contract/customFields';
import { customAnswer, customBody, customFilters } from '@/contract/customValues';
import type { Route } from './route';

/** What a route takes and gives, for a company with fields of its own. */
export type Schemas = Pick<Route, 'query' | 'body' | 'response'>;

/** By the list of fields, which is the same object as long as the fields are: then by route. */
const made = new WeakMap<readonly CustomField[], Map<Route, Schemas>>();

/** The schemas of a route, with `custom` and the filters `custom.<key>` as this company has declared them. */
export function schemasFor(route: Route, all: CustomFields): Schemas {
  if (!route.custom) return route;
  const fields = fieldsOfTable(all, route.custom);
  const byRoute = made.get(fields) ?? new Map<Route, Schemas>();
  made.set(fields, byRoute);
  const schemas = byRoute.get(route) ?? specialised(route, fields);
  byRoute.set(route, schemas);
  return schemas;
}

function specialised({ query, body, response }: Route, fields: readonly CustomField[]): Schemas {
  return {
    query: query instanceof z.ZodObject ? query.extend(customFilters(fields)) : query,
    body: withCustom(body, customBody(fields)),
    response: answerWith(response, customAnswer(fields)),
  };
}

function withCustom(schema: z.ZodType | undefined, custom: z.ZodType): z.ZodType | undefined {
  if (!(schema instanceof z.ZodObject) || !('custom' in schema.shape)) return schema;
  return schema.extend({ custom });
}

/** A record, or a page of a list of them. */
function answerWith(schema: z.ZodType | undefined, custom: z.ZodType): z.ZodType | undefined {
  if (!(schema instanceof z.ZodObject)) return schema;
  const { data } = schema.shape;
  if (!(data instanceof z.ZodArray)) return withCustom(schema, custom);
  return schema.extend({ data: z.array(withCustom(data.element as z.ZodType, custom) ?? z.unknown()) });
}
