import { z } from 'zod';
import { ROLES } from './enums';
import { currency, email, id, instant, longText, optional, phone, slug, text } from './fields';
import { ALL_PERMISSIONS } from './permissions';

export const password = z.string().min(8, 'At least 8 characters').max(256, 'At most 256 characters');
const tokenTransport = z.enum(['cookie', 'body']).default('cookie');

export const registerBody = z
  .strictObject({
    firstName: text(80),
    lastName: text(80),
    email: optional(email),
    phone: optional(phone),
    password,
    tokenTransport,
  })
  .refine((body) => body.email != null || body.phone != null, {
    path: ['email'],
    message: 'Give an e-mail address or a phone number',
  });

export const loginBody = z.strictObject({
  identifier: text(254),
  password: z.string().min(1).max(256),
  tenantSlug: slug.optional(),
  tokenTransport,
});

/** The refresh token comes in the cookie, or here for clients without cookies. */
export const refreshBody = z.strictObject({ refreshToken: z.string().max(200).optional() });
export const switchTenantBody = z.strictObject({ tenantId: id, tokenTransport });

export const userOut = z.object({
  id,
  firstName: z.string(),
  lastName: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
});

export const membershipOut = z.object({ id, slug: z.string(), name: z.string(), role: z.enum(ROLES) });

export const currentTenantOut = membershipOut.extend({
  currency: z.string(),
  country: z.string().nullable(),
  /** The company's own role that decides in place of `role`. */
  customRole: z.object({ id, name: z.string() }).nullable(),
  permissions: z.array(z.enum(ALL_PERMISSIONS)),
  /** The locations worked at; null for all of them. */
  locationIds: z.array(id).nullable(),
});

export const signedInOut = z.object({
  accessToken: z.string(),
  /** Seconds until the access token ends. */
  expiresIn: z.number().int(),
  /** Only when the request asked for `"tokenTransport":"body"`. */
  refreshToken: z.string().optional(),
  user: userOut,
  tenants: z.array(membershipOut),
  tenant: currentTenantOut.nullable(),
});

export const meOut = z.object({ user: userOut, tenants: z.array(membershipOut), tenant: currentTenantOut.nullable() });

/** A session as its person sees it. */
export const sessionOut = z.object({
  id,
  /** What the browser or the program said of itself. */
  device: z.string().nullable(),
  /** From where it was last renewed. */
  ipAddress: z.string().nullable(),
  tenant: z.object({ id, name: z.string() }).nullable(),
  createdAt: instant,
  lastSeenAt: instant,
  /** When it ends unless it is used. */
  expiresAt: instant,
  /** Whether it is the one that asks. */
  current: z.boolean(),
});
export const sessionsOut = z.object({ data: z.array(sessionOut) });
export const endedSessionsOut = z.object({ ended: z.number().int() });

export const createTenantBody = z.strictObject({
  name: text(120),
  slug: slug.optional(),
  industry: optional(text(120)),
  description: optional(longText(2000)),
  country: optional(text(60)),
  currency: currency.optional(),
});

export const tenantOut = z.object({
  id,
  name: z.string(),
  slug: z.string(),
  industry: z.string().nullable(),
  description: z.string().nullable(),
  country: z.string().nullable(),
  currency: z.string(),
  status: z.string(),
  createdAt: instant,
});

export type RegisterBody = z.infer<typeof registerBody>;
export type LoginBody = z.infer<typeof loginBody>;
export type User = z.infer<typeof userOut>;
export type Membership = z.infer<typeof membershipOut>;
export type CurrentTenant = z.infer<typeof currentTenantOut>;
export type SignedIn = z.infer<typeof signedInOut>;
export type Me = z.infer<typeof meOut>;
export type SessionRecord = z.infer<typeof sessionOut>;
export type TenantRecord = z.infer<typeof tenantOut>;
