import { loginBody, meOut, refreshBody, registerBody, signedInOut, switchTenantBody } from '@/contract/auth';
import { defineRoute } from '@/http/route';
import { sessionAccess } from './access';
import * as auth from './auth.service';

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
    errors: ['ALREADY_EXISTS'],
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
    errors: ['INVALID_CREDENTIALS', 'FORBIDDEN'],
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
    handler: (ctx, { body }) => auth.refresh(ctx, body.refreshToken),
  }),
  defineRoute({
    method: 'POST',
    path: '/auth/logout',
    summary: 'End the session',
    tag,
    access: 'public',
    body: refreshBody,
    handler: async (ctx, { body }) => {
      await auth.logout(ctx, body.refreshToken);
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
    handler: async (ctx) => auth.me(ctx, (await sessionAccess(ctx.sessionId))?.tenantId ?? null),
  }),
];
