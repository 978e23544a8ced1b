import { z } from 'zod';
import { ROLES } from './enums';
import { id, instant, optional, recordOut, text } from './fields';
import { listOf } from './list';
import { ALL_PERMISSIONS } from './permissions';

/** Who may do what in a company: roles of its own, the locations people work at, the keys of programs. */

export const MOST_CUSTOM_ROLES = 50;
export const MOST_KEYS = 50;
export const MOST_KEY_DAYS = 365;
const MOST_LOCATIONS = 200;

const permission = z.enum(ALL_PERMISSIONS);
const permissions = z
  .array(permission)
  .min(1, 'Give at least one permission')
  .max(ALL_PERMISSIONS.length)
  .refine((all) => new Set(all).size === all.length, 'Names a permission twice');
const locationIds = z
  .array(id)
  .max(MOST_LOCATIONS)
  .refine((all) => new Set(all).size === all.length, 'Names a location twice')
  .meta({ description: 'The locations worked at; null for all of them' });

export const permissionsOut = z.object({
  data: z.array(
    z.object({
      permission,
      /** What it allows, said to people. */
      sentence: z.string(),
      /** The roles that have it by themselves. */
      roles: z.array(z.enum(ROLES)),
      /** It concerns the company as a whole: nobody has it who works at certain locations only. */
      companyWide: z.boolean(),
      /** Whether a role of the company's own may hold it. */
      forCustomRoles: z.boolean(),
      forKeys: z.boolean(),
    }),
  ),
});

export const createRoleBody = z.strictObject({ name: text(80), permissions });
export const updateRoleBody = createRoleBody.partial();
export const customRoleOut = z.object({
  ...recordOut,
  name: z.string(),
  permissions: z.array(permission),
  /** How many people have it. */
  members: z.number().int(),
});
export const customRolesOut = listOf(customRoleOut);

/** What is left out stays as it is; null takes the role away, or opens all locations. */
export const memberAccessBody = z.strictObject({ customRoleId: optional(id), locationIds: optional(locationIds) });
export const memberParams = z.object({ userId: id });
export const memberAccessOut = z.object({
  userId: id,
  role: z.enum(ROLES),
  customRole: z.object({ id, name: z.string() }).nullable(),
  locationIds: z.array(id).nullable(),
  /** What all of this comes to. */
  permissions: z.array(permission),
});

export const createKeyBody = z.strictObject({
  name: text(80),
  permissions,
  locationIds: optional(locationIds),
  expiresInDays: z.int().min(1).max(MOST_KEY_DAYS).default(90),
});
export const apiKeyOut = z.object({
  id,
  name: z.string(),
  /** How the key begins. */
  prefix: z.string(),
  permissions: z.array(permission),
  locationIds: z.array(id).nullable(),
  createdBy: z.object({ id, name: z.string() }),
  createdAt: instant,
  expiresAt: instant,
  lastUsedAt: instant.nullable(),
  /** When it was revoked; it ends with the membership of who made it, too. */
  revokedAt: instant.nullable(),
});
export const apiKeysOut = listOf(apiKeyOut);
/** `key` is answered this once and can never be read again. */
export const newApiKeyOut = apiKeyOut.extend({ key: z.string() });

export type CustomRole = z.infer<typeof customRoleOut>;
export type MemberAccess = z.infer<typeof memberAccessOut>;
export type MemberAccessChange = z.output<typeof memberAccessBody>;
export type NewKey = z.output<typeof createKeyBody>;
export type ApiKey = z.infer<typeof apiKeyOut>;
export type NewApiKey = z.infer<typeof newApiKeyOut>;
export type PermissionTable = z.infer<typeof permissionsOut>;
