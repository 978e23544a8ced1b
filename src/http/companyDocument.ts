import { z } from 'zod';
import type { CustomFields } from '@/contract/customFields';
import { openApiDocument } from './openapi';
import { defineRoute, type Route } from './route';

/** The API as one company has it: its own fields in `custom`, and the filters by them. `routes` is asked when it is called. */
export function companyDocumentRoute(routes: () => readonly Route[]): Route {
  const documents = new WeakMap<CustomFields, object>();
  return defineRoute({
    method: 'GET',
    path: '/tenants/current/openapi.json',
    summary: 'The OpenAPI document of this company, with its own fields',
    tag: 'Custom fields',
    access: 'tenant',
    permission: 'tenant:read',
    response: z.looseObject({ openapi: z.string() }),
    handler: async ({ fields }) => {
      const document = documents.get(fields) ?? openApiDocument(routes(), fields);
      documents.set(fields, document);
      return { openapi: '3.1.0', ...document };
    },
  });
}
