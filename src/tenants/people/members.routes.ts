import {
  changeMemberBody,
  changeMembersBody,
  memberOut,
  memberResultsOut,
  membersOut,
  personParams,
  removeMembersBody,
} from '@/contract/members';
import { defineRoute } from '@/http/route';
import * as members from './memberChanges.service';
import { personOf } from './person';

const path = '/tenants/current/members';
const base = { tag: 'People', access: 'tenant' } as const;
/** Memberships are rows of the control plane. */
const changing = { ...base, ownTransaction: true } as const;
const managing = { ...changing, permission: 'members:manage' } as const;

export const memberRoutes = [
  defineRoute({
    ...base,
    method: 'GET',
    path,
    summary: 'List the people of the company',
    permission: 'members:read',
    response: membersOut,
    handler: (ctx) => members.listMembers(ctx),
  }),
  defineRoute({
    ...changing,
    method: 'DELETE',
    path: `${path}/me`,
    summary: 'Leave the company, which ends your sessions there',
    // Everybody may leave, whatever a role of the company's own gives them.
    permission: null,
    onlyPeople: true,
    errors: ['PROOF_REQUIRED', 'RULE_VIOLATED', 'INVALID_STATE'],
    handler: async (ctx) => {
      await members.removeMember(ctx, personOf(ctx));
      return undefined;
    },
  }),
  defineRoute({
    ...managing,
    method: 'PATCH',
    path: `${path}/:userId`,
    summary: 'Give somebody another role, which counts from their next request on',
    params: personParams,
    body: changeMemberBody,
    response: memberOut,
    errors: ['RULE_VIOLATED', 'INVALID_STATE', 'VERSION_MISMATCH'],
    handler: (ctx, { params, body }) => members.changeMember(ctx, params.userId, body),
  }),
  defineRoute({
    ...managing,
    method: 'DELETE',
    path: `${path}/:userId`,
    summary: 'Remove somebody from the company, which ends their sessions there; with your own id you leave',
    params: personParams,
    errors: ['PROOF_REQUIRED', 'RULE_VIOLATED', 'INVALID_STATE'],
    handler: async (ctx, { params }) => {
      await members.removeMember(ctx, params.userId);
      return undefined;
    },
  }),
  defineRoute({
    ...managing,
    method: 'POST',
    path: `${path}/actions/change`,
    summary: 'Give several people another role; says for each whether it was done',
    body: changeMembersBody,
    response: memberResultsOut,
    errors: ['RULE_VIOLATED'],
    handler: (ctx, { body }) => members.changeMembers(ctx, body.userIds, body.role),
  }),
  defineRoute({
    ...managing,
    method: 'POST',
    path: `${path}/actions/remove`,
    summary: 'Remove several people from the company; says for each whether it was done',
    body: removeMembersBody,
    response: memberResultsOut,
    errors: ['PROOF_REQUIRED', 'RULE_VIOLATED'],
    handler: (ctx, { body }) => members.changeMembers(ctx, body.userIds, null),
  }),
];
