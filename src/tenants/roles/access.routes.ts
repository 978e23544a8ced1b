import { z } from 'zod';
import * as contract from '@/contract/access';
import { id } from '@/contract/fields';
import {
  ALL_PERMISSIONS,
  COMPANY_WIDE,
  ONLY_FOR_OWNERS,
  ONLY_FOR_PEOPLE,
  PERMISSION_SENTENCES,
  PERMISSIONS,
} from '@/contract/permissions';
import { defineRoute } from '@/http/route';
import { changeMemberAccess } from '../people/memberAccess.service';
import * as keys from './apiKeys.service';
import * as roles from './roles.service';

const base = { tag: 'Roles and keys', access: 'tenant' } as const;
/** Roles, keys and what members may do are rows of the control plane. */
const managesRoles = { ...base, permission: 'roles:manage', ownTransaction: true } as const;
const managesKeys = { ...base, permission: 'keys:manage', ownTransaction: true } as const;
const idParams = z.object({ id });
const rolesPath = '/tenants/current/roles';
const keysPath = '/tenants/current/api-keys';

const PERMISSION_TABLE: contract.PermissionTable = {
  data: ALL_PERMISSIONS.map((permission) => ({
    permission,
    sentence: PERMISSION_SENTENCES[permission],
    roles: [...PERMISSIONS[permission]],
    companyWide: COMPANY_WIDE.includes(permission),
    forCustomRoles: !ONLY_FOR_OWNERS.includes(permission),
    forKeys: !ONLY_FOR_PEOPLE.includes(permission),
  })),
};

export const accessRoutes = [
  defineRoute({
    ...base,
    method: 'GET',
    path: '/tenants/current/permissions',
    summary: 'What there is to be allowed, and which roles have it by themselves',
    permission: 'tenant:read',
    response: contract.permissionsOut,
    handler: async () => PERMISSION_TABLE,
  }),
  defineRoute({
    ...managesRoles,
    method: 'GET',
    path: rolesPath,
    summary: "List the company's own roles",
    response: contract.customRolesOut,
    handler: (ctx) => roles.listRoles(ctx),
  }),
  defineRoute({
    ...managesRoles,
    method: 'POST',
    path: rolesPath,
    summary: "Make a role of the company's own",
    body: contract.createRoleBody,
    response: contract.customRoleOut,
    status: 201,
    errors: ['ALREADY_EXISTS', 'RULE_VIOLATED', 'INVALID_STATE'],
    handler: (ctx, { body }) => roles.createRole(ctx, body),
  }),
  defineRoute({
    ...managesRoles,
    method: 'PATCH',
    path: `${rolesPath}/:id`,
    summary: 'Change a role, and what everybody may do who has it',
    params: idParams,
    body: contract.updateRoleBody,
    response: contract.customRoleOut,
    ifMatch: true,
    errors: ['ALREADY_EXISTS', 'INVALID_STATE'],
    handler: (ctx, { params, body, version }) => roles.updateRole(ctx, params.id, version, body),
  }),
  defineRoute({
    ...managesRoles,
    method: 'DELETE',
    path: `${rolesPath}/:id`,
    summary: 'Delete a role that nobody has',
    params: idParams,
    ifMatch: true,
    errors: ['IN_USE', 'INVALID_STATE'],
    handler: async (ctx, { params, version }) => {
      await roles.deleteRole(ctx, params.id, version);
      return undefined;
    },
  }),
  defineRoute({
    ...managesRoles,
    method: 'PATCH',
    path: '/tenants/current/members/:userId/access',
    summary: "Give a member one of the company's own roles, or hold them to certain locations",
    params: contract.memberParams,
    body: contract.memberAccessBody,
    response: contract.memberAccessOut,
    errors: ['RULE_VIOLATED', 'INVALID_STATE'],
    handler: (ctx, { params, body }) => changeMemberAccess(ctx, params.userId, body),
  }),
  defineRoute({
    ...managesKeys,
    method: 'GET',
    path: keysPath,
    summary: 'List API keys',
    response: contract.apiKeysOut,
    handler: (ctx) => keys.listKeys(ctx),
  }),
  defineRoute({
    ...managesKeys,
    method: 'POST',
    path: keysPath,
    summary: 'Make an API key; it is answered this once',
    body: contract.createKeyBody,
    response: contract.newApiKeyOut,
    status: 201,
    errors: ['RULE_VIOLATED', 'INVALID_STATE'],
    handler: (ctx, { body }) => keys.createKey(ctx, body),
  }),
  defineRoute({
    ...managesKeys,
    method: 'DELETE',
    path: `${keysPath}/:id`,
    summary: 'Revoke an API key',
    params: idParams,
    errors: ['INVALID_STATE'],
    handler: async (ctx, { params }) => {
      await keys.revokeKey(ctx, params.id);
      return undefined;
    },
  }),
];
