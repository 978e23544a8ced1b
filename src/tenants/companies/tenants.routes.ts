import { createTenantBody, tenantOut } from '@/contract/auth';
import { listOf } from '@/contract/list';
import {
  changeSlugBody,
  deleteTenantBody,
  requireSecondFactorBody,
  slugParams,
  tenantDeletionOut,
  updateTenantBody,
} from '@/contract/tenants';
import { defineRoute } from '@/http/route';
import * as tenants from './tenants.service';

const tag = 'Companies';
const base = { tag, access: 'user', path: '/tenants' } as const;
const current = { tag, access: 'tenant', path: '/tenants/current' } as const;
/** What a company says of itself is in the control plane. */
const changing = { ...current, ownTransaction: true } as const;

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
  defineRoute({
    ...base,
    method: 'GET',
    path: '/tenants/by-slug/:slug',
    summary: 'Get one of your companies by its address; one it had until lately leads to the address of now',
    params: slugParams,
    response: tenantOut,
    moves: true,
    handler: (ctx, { params }) => tenants.tenantBySlug(ctx, params.slug),
  }),
  defineRoute({
    ...current,
    method: 'GET',
    summary: 'Get the company you are at work in',
    permission: 'tenant:read',
    response: tenantOut,
    handler: (ctx) => tenants.currentTenant(ctx),
  }),
  defineRoute({
    ...changing,
    method: 'PATCH',
    summary: 'Change what the company says of itself',
    permission: 'tenant:update',
    body: updateTenantBody,
    response: tenantOut,
    errors: ['INVALID_STATE'],
    handler: (ctx, { body }) => tenants.updateTenant(ctx, body),
  }),
  defineRoute({
    ...changing,
    method: 'POST',
    path: '/tenants/current/actions/require-second-factor',
    summary: 'Ask everybody for a second factor, or no longer: without one they get no further than their account',
    permission: 'security:manage',
    onlyPeople: true,
    body: requireSecondFactorBody,
    response: tenantOut,
    errors: ['INVALID_STATE'],
    handler: (ctx, { body }) => tenants.requireSecondFactor(ctx, body.required),
  }),
  defineRoute({
    ...changing,
    method: 'POST',
    path: '/tenants/current/actions/change-slug',
    summary: 'Give the company another address; the old one leads to it for 30 days',
    permission: 'tenant:own',
    body: changeSlugBody,
    response: tenantOut,
    errors: ['ALREADY_EXISTS', 'RULE_VIOLATED', 'INVALID_STATE'],
    handler: (ctx, { body }) => tenants.changeSlug(ctx, body.slug),
  }),
  defineRoute({
    ...changing,
    method: 'POST',
    path: '/tenants/current/actions/delete',
    summary: 'Ask for the deletion of the company: it closes at once, its data go later if a second person agrees',
    permission: 'tenant:own',
    body: deleteTenantBody,
    response: tenantDeletionOut,
    errors: ['RULE_VIOLATED', 'INVALID_STATE'],
    handler: (ctx, { body }) => tenants.askDeletion(ctx, body.slug),
  }),
];
