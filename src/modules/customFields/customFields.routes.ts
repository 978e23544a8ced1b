import {
  createCustomFieldBody,
  customFieldListOut,
  customFieldOut,
  removeCustomFieldQuery,
  updateCustomFieldBody,
} from '@/contract/customFields';
import { defineRoute } from '@/http/route';
import { idParams } from '@/records/recordRoutes';
import * as customFields from './customFields.service';

const base = { tag: 'Custom fields', access: 'tenant' } as const;
const path = '/tenants/current/custom-fields';
const managed = { ...base, permission: 'fields:manage', ownTransaction: true } as const;

export const customFieldRoutes = [
  defineRoute({
    ...base,
    method: 'GET',
    path,
    summary: "List the company's own fields",
    permission: 'tenant:read',
    response: customFieldListOut,
    handler: async (ctx) => customFields.listCustomFields(ctx),
  }),
  defineRoute({
    ...managed,
    method: 'POST',
    path,
    summary: 'Give the records of a table one more field',
    body: createCustomFieldBody,
    response: customFieldOut,
    status: 201,
    errors: ['ALREADY_EXISTS', 'RULE_VIOLATED'],
    handler: (ctx, { body }) => customFields.addCustomField(ctx, body),
  }),
  defineRoute({
    ...managed,
    method: 'PATCH',
    path: `${path}/:id`,
    summary: 'Change the label, the place or the choices of a field',
    params: idParams,
    body: updateCustomFieldBody,
    response: customFieldOut,
    errors: ['IN_USE', 'RULE_VIOLATED'],
    handler: (ctx, { params, body }) => customFields.changeCustomField(ctx, params.id, body),
  }),
  defineRoute({
    ...managed,
    method: 'DELETE',
    path: `${path}/:id`,
    summary: 'Remove a field and every value in it',
    params: idParams,
    query: removeCustomFieldQuery,
    errors: ['IN_USE', 'RULE_VIOLATED'],
    handler: async (ctx, { params, query }) => {
      await customFields.removeCustomField(ctx, params.id, query.confirm);
      return undefined;
    },
  }),
];
