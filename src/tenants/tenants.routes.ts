import { createTenantBody, tenantOut } from '@/contract/auth';
import { listOf } from '@/contract/list';
import { defineRoute } from '@/http/route';
import * as tenants from './tenants.service';

const base = { tag: 'Companies', access: 'user', path: '/tenants' } as const;

export const tenantRoutes = [
  defineRoute({
    ...base,
    method: 'GET',
    summary: 'List the companies you belong to',
    response: listOf(tenantOut),
    handler: (ctx) => tenants.listTenants(ctx),
  }),
  defineRoute({
    ...base,
    method: 'POST',
    summary: 'Make a company and become its owner',
    body: createTenantBody,
    response: tenantOut,
    status: 201,
    errors: ['ALREADY_EXISTS', 'RULE_VIOLATED'],
    handler: (ctx, { body }) => tenants.createTenant(ctx, body),
  }),
];
