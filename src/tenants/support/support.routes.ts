import { z } from 'zod';
import { id } from '@/contract/fields';
import { consentBody, consentOut, consentsOut } from '@/contract/support';
import { defineRoute } from '@/http/route';
import * as support from './support.service';

const path = '/tenants/current/support';
/** Consents are rows of the control plane. */
const managing = { tag: 'Support', access: 'tenant', permission: 'support:manage', ownTransaction: true } as const;

export const supportRoutes = [
  defineRoute({
    ...managing,
    method: 'GET',
    path,
    summary: "To what the company has let the operator's support in, and who has used it when",
    response: consentsOut,
    handler: (ctx) => support.listConsents(ctx),
  }),
  defineRoute({
    ...managing,
    method: 'POST',
    path,
    summary: "Let the operator's support in for some hours; a newer consent takes the place of the older one",
    body: consentBody,
    response: consentOut,
    status: 201,
    errors: ['INVALID_STATE'],
    handler: (ctx, { body }) => support.consent(ctx, body),
  }),
  defineRoute({
    ...managing,
    method: 'DELETE',
    path: `${path}/:id`,
    summary: 'End a consent, and every support access under it at once',
    params: z.object({ id }),
    errors: ['INVALID_STATE'],
    handler: async (ctx, { params }) => {
      await support.revoke(ctx, params.id);
      return undefined;
    },
  }),
];
