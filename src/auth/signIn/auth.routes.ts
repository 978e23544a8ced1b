import { z } from 'zod';
import {
  endedSessionsOut,
  loginBody,
  meOut,
  proveBody,
  refreshBody,
  registerBody,
  sessionsOut,
  signedInOut,
  switchTenantBody,
} from '@/contract/auth';
import { id } from '@/contract/fields';
import { defineRoute } from '@/http/route';
import { sessionAccess } from '../access/access';
import * as sessions from '../sessions/sessions.service';
import * as auth from './auth.service';
import { supportItself } from './signedIn';

const tag = 'Identity';

export const authRoutes = [
  defineRoute({
    method: 'POST',
    path: '/auth/register',
    summary: 'Make an account and sign in',
    tag,
    access: 'public',
    body: registerBody,
    response: signedInOut,
    status: 201,
    errors: ['ALREADY_EXISTS', 'RATE_LIMITED'],
    handler: (ctx, { body }) => auth.register(ctx, body),
  }),
  defineRoute({
    method: 'POST',
    path: '/auth/login',
    summary: 'Sign in by e-mail address or phone number',
    tag,
    access: 'public',
    body: loginBody,
    response: signedInOut,
    errors: ['INVALID_CREDENTIALS', 'TOTP_REQUIRED', 'FORBIDDEN', 'RATE_LIMITED'],
    handler: (ctx, { body }) => auth.login(ctx, body),
  }),
  defineRoute({
    method: 'POST',
    path: '/auth/refresh',
    summary: 'Get a new access token for the refresh token, which changes',
    tag,
    access: 'public',
    body: refreshBody,
    response: signedInOut,
    errors: ['UNAUTHENTICATED'],
    handler: (ctx, { body }) => sessions.refresh(ctx, body.refreshToken),
  }),
  defineRoute({
    method: 'POST',
    path: '/auth/logout',
    summary: 'End the session',
    tag,
    access: 'public',
    body: refreshBody,
    handler: async (ctx, { body }) => {
      await sessions.logout(ctx, body.refreshToken);
      return undefined;
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/auth/switch-tenant',
    summary: 'Go on in another of your companies, with a new session',
    tag,
    access: 'user',
    body: switchTenantBody,
    response: signedInOut,
    errors: ['FORBIDDEN'],
    handler: (ctx, { body }) => auth.switchTenant(ctx, body.tenantId, body.tokenTransport),
  }),
  defineRoute({
    method: 'GET',
    path: '/auth/me',
    summary: 'Who is signed in, and what they may do',
    tag,
    access: 'user',
    response: meOut,
    forSupport: async (ctx) => supportItself(ctx),
    handler: async (ctx) => auth.me(ctx, (await sessionAccess(ctx.sessionId))?.tenantId ?? null),
  }),
  defineRoute({
    method: 'GET',
    path: '/auth/sessions',
    summary: 'Where you are signed in',
    tag,
    access: 'user',
    response: sessionsOut,
    handler: async (ctx) => ({ data: await sessions.listSessions(ctx) }),
  }),
  defineRoute({
    method: 'POST',
    path: '/auth/prove',
    summary: 'Show by your password that it is you: for a quarter of an hour you may end other sessions of yours',
    tag,
    access: 'user',
    body: proveBody,
    errors: ['INVALID_CREDENTIALS', 'RATE_LIMITED'],
    handler: async (ctx, { body }) => {
      await sessions.proveOneself(ctx, body.password);
      return undefined;
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/auth/sessions',
    summary: 'Sign out everywhere but here',
    tag,
    access: 'user',
    response: endedSessionsOut,
    errors: ['PROOF_REQUIRED'],
    handler: async (ctx) => ({ ended: await sessions.endOtherSessions(ctx) }),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/auth/sessions/:id',
    summary: 'Sign out one of your sessions',
    tag,
    access: 'user',
    params: z.object({ id }),
    errors: ['NOT_FOUND', 'PROOF_REQUIRED'],
    handler: async (ctx, { params }) => {
      await sessions.endOwnSession(ctx, params.id);
      return undefined;
    },
  }),
];
