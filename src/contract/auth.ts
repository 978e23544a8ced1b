import { z } from 'zod';
import { MESSAGE_CHANNELS, ROLES } from './enums';
import { currency, email, id, instant, longText, optional, phone, slug, text, timeZone } from './fields';
import { ALL_PERMISSIONS } from './permissions';
import { supportOut } from './support';

/** How many characters a new password has at least: where a second factor is asked for, and where it is all there is. */
export const PASSWORD_LENGTHS = { withTotp: 8, alone: 15, most: 256 } as const;

const MOST = `At most ${PASSWORD_LENGTHS.most} characters`;

/** Any characters, exactly as they are; what cannot be stored, or stands for nothing, is none. */
const secretText = (least: number) => {
  const tooShort = `At least ${least} characters`;
  return z
    .string()
    .min(least, tooShort)
    .max(PASSWORD_LENGTHS.most, MOST)
    .regex(/^[^\0\p{Cs}]*$/u, 'Contains characters that cannot be stored')
    .refine((value) => value.length < least || [...value.normalize('NFC')].length >= least, tooShort)
    .meta({ writeOnly: true });
};

/** A new password where nothing else is asked for; and where the account decides how long it must be. */
export const password = secretText(PASSWORD_LENGTHS.alone);
export const newPassword = secretText(PASSWORD_LENGTHS.withTotp);
/** A password to be tried: it was taken once, by whatever rules there were. */
export const givenPassword = z
  .string()
  .min(1, 'Must not be empty')
  .max(PASSWORD_LENGTHS.most, MOST)
  .meta({ writeOnly: true });

/** Six digits, or a recovery code like `k7q2x-hfmta`. */
export const secondCode = z
  .string()
  .regex(/^(\d{6}|[a-zA-Z2-7]{5}[ -]?[a-zA-Z2-7]{5})$/, 'Must be six digits, or a recovery code like k7q2x-hfmta')
  .meta({ writeOnly: true });
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
  password: givenPassword,
  tenantSlug: slug.optional(),
  /** A code of the authenticator app, or a recovery code, where one is asked for. */
  totp: secondCode.optional(),
  /** What an earlier sign-in gave a client without cookies: whoever has it is no stranger. */
  deviceToken: z.string().max(100).optional(),
  tokenTransport,
});

export const changePasswordBody = z.strictObject({ currentPassword: givenPassword, newPassword });
export const forgotPasswordBody = z.strictObject({ identifier: text(254) });
/** The same for everybody: it does not say whether there is such an account. */
export const acceptedOut = z.object({ accepted: z.literal(true) });
const linkToken = z.string().max(100).meta({ writeOnly: true });
export const resetPasswordBody = z.strictObject({ token: linkToken, newPassword });

export const proveBody = z.strictObject({ password: givenPassword });

/** Another e-mail address, or another phone number, for the account of who asks. */
export const changeAddressBody = z
  .strictObject({ email: email.optional(), phone: phone.optional(), password: givenPassword })
  .refine((body) => (body.email === undefined) !== (body.phone === undefined), {
    path: ['email'],
    message: 'Give an e-mail address or a phone number, one of them',
  });

export const verifyBody = z.strictObject({ token: linkToken });
export const verifyCodeBody = z.strictObject({
  code: z
    .string()
    .regex(/^\d{8}$/, 'Must be eight digits')
    .meta({ writeOnly: true }),
});
export const sendVerificationBody = z.strictObject({ channel: z.enum(MESSAGE_CHANNELS) });

export const enrollTotpBody = z.strictObject({ password: givenPassword });
/** For the authenticator app: the secret to be typed, or the address to be shown as a QR code. */
export const enrollTotpOut = z.object({ secret: z.string(), otpauthUrl: z.string() });
export const confirmTotpBody = z.strictObject({
  code: z
    .string()
    .regex(/^\d{6}$/, 'Must be six digits')
    .meta({ writeOnly: true }),
});
/** To be kept by the person: they are not shown again. */
export const recoveryCodesOut = z.object({ recoveryCodes: z.array(z.string()) });
/** What gives up the second factor, or the recovery codes there are. */
export const bothFactorsBody = z.strictObject({ password: givenPassword, code: secondCode });

/** The refresh token comes in the cookie, or here for clients without cookies. */
export const refreshBody = z.strictObject({ refreshToken: z.string().max(200).optional() });
export const switchTenantBody = z.strictObject({ tenantId: id, tokenTransport });

export const userOut = z.object({
  id,
  firstName: z.string(),
  lastName: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  /** Whether they have shown that they read what is sent there. */
  emailVerified: z.boolean(),
  phoneVerified: z.boolean(),
  /** Whether signing in takes a code. */
  totpEnabled: z.boolean(),
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
  deviceToken: z.string().optional(),
  user: userOut,
  tenants: z.array(membershipOut),
  tenant: currentTenantOut.nullable(),
});

export const meOut = z.object({
  /** Support is told of as somebody called Support. */
  user: userOut,
  tenants: z.array(membershipOut),
  tenant: currentTenantOut.nullable(),
  /** Where it is the operator's support that asks: who, and until when it may do what. */
  support: supportOut.optional(),
  /** Whether the operator's support can work in the company now. */
  supportActive: z.boolean(),
});

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
  timeZone: optional(timeZone),
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
  /** Whoever has no second factor gets no further than their own account. */
  secondFactorRequired: z.boolean(),
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
