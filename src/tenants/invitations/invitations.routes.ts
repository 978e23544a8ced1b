import { z } from 'zod';
import { signedInOut } from '@/contract/auth';
import { id } from '@/contract/fields';
import {
  acceptInvitationBody,
  invitationLookOut,
  invitationOut,
  invitationsOut,
  invitationTokenBody,
  inviteBody,
} from '@/contract/invitations';
import { defineRoute } from '@/http/route';
import * as answers from './invitationAnswers.service';
import * as invitations from './invitations.service';

const path = '/tenants/current/invitations';
/** Invitations are rows of the control plane. */
const managing = {
  tag: 'Invitations',
  access: 'tenant',
  permission: 'invitations:manage',
  ownTransaction: true,
} as const;
const answering = { tag: 'Invitations', access: 'public', method: 'POST' } as const;
const params = z.object({ id });

export const invitationRoutes = [
  defineRoute({
    ...managing,
    method: 'GET',
    path,
    summary: 'List the invitations that are open, and what became of the others within a month',
    response: invitationsOut,
    handler: (ctx) => invitations.listInvitations(ctx),
  }),
  defineRoute({
    ...managing,
    method: 'POST',
    path,
    summary: 'Invite somebody; a newer invitation to the same address replaces the older one',
    body: inviteBody,
    response: invitationOut,
    status: 201,
    errors: ['ALREADY_EXISTS', 'RULE_VIOLATED', 'INVALID_STATE'],
    handler: (ctx, { body }) => invitations.invite(ctx, body),
  }),
  defineRoute({
    ...managing,
    method: 'DELETE',
    path: `${path}/:id`,
    summary: 'Take an invitation back',
    params,
    errors: ['INVALID_STATE'],
    handler: async (ctx, { params: { id: invitation } }) => {
      await invitations.revoke(ctx, invitation);
      return undefined;
    },
  }),
  defineRoute({
    ...managing,
    method: 'POST',
    path: `${path}/:id/actions/resend`,
    summary: 'Send an invitation again, with another link; the one before ends',
    params,
    response: invitationOut,
    errors: ['INVALID_STATE', 'RULE_VIOLATED'],
    handler: (ctx, { params: { id: invitation } }) => invitations.resend(ctx, invitation),
  }),
  defineRoute({
    ...answering,
    path: '/invitations/look',
    summary: 'What an invitation is to, for whoever holds its token',
    body: invitationTokenBody,
    response: invitationLookOut,
    errors: ['NOT_FOUND'],
    handler: (_ctx, { body }) => answers.look(body.token),
  }),
  defineRoute({
    ...answering,
    path: '/invitations/accept',
    summary: 'Join a company: signed in with the token alone, or with a name and a password, which make an account',
    knowsCaller: true,
    body: acceptInvitationBody,
    response: signedInOut,
    errors: ['NOT_FOUND', 'ALREADY_EXISTS', 'FORBIDDEN'],
    handler: (ctx, { body }) => answers.accept(ctx, body),
  }),
  defineRoute({
    ...answering,
    path: '/invitations/decline',
    summary: 'Decline an invitation',
    body: invitationTokenBody,
    errors: ['NOT_FOUND'],
    handler: async (ctx, { body }) => {
      await answers.decline(ctx, body.token);
      return undefined;
    },
  }),
];
