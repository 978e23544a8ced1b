import { z } from 'zod';
import { password } from './auth';
import { INVITATION_STATES, ROLES } from './enums';
import { email, id, instant, optional, phone, text } from './fields';
import { listOf } from './list';

/** For how many days an invitation can be accepted. */
export const INVITATION_DAYS = 7;
const MOST_LOCATIONS = 200;

/** One of e-mail address and phone number: the invitation is bound to it. */
export const inviteBody = z
  .strictObject({
    email: optional(email),
    phone: optional(phone),
    role: z.enum(ROLES),
    locationIds: z.array(id).max(MOST_LOCATIONS).optional(),
  })
  .refine((body) => (body.email == null) !== (body.phone == null), {
    path: ['email'],
    message: 'Give an e-mail address or a phone number, and not both',
  });

/** An invitation as those see it who may invite. */
export const invitationOut = z.object({
  id,
  email: z.string().nullable(),
  phone: z.string().nullable(),
  role: z.enum(ROLES),
  /** None for all of them. */
  locationIds: z.array(id),
  state: z.enum(INVITATION_STATES),
  invitedBy: z.object({ id, name: z.string() }).nullable(),
  createdAt: instant,
  expiresAt: instant,
  lastSentAt: instant,
});
export const invitationsOut = listOf(invitationOut);

/** What the link in the message ends with. */
export const invitationToken = z.string().regex(/^[\w-]{43}$/, 'Must be the token of an invitation, as it was sent');
export const invitationTokenBody = z.strictObject({ token: invitationToken });

/** What whoever holds the token may know before answering. */
export const invitationLookOut = z.object({
  company: z.string(),
  invitedBy: z.string().nullable(),
  role: z.enum(ROLES),
  /** The e-mail address or phone number it was sent to. */
  address: z.string(),
  expiresAt: instant,
});

/** Signed in, the token is enough; without an account, the person's name and a password make one. */
export const acceptInvitationBody = z
  .strictObject({
    token: invitationToken,
    firstName: text(80).optional(),
    lastName: text(80).optional(),
    password: password.optional(),
    tokenTransport: z.enum(['cookie', 'body']).default('cookie'),
  })
  .superRefine(({ firstName, lastName, password: chosen }, context) => {
    const given = { firstName, lastName, password: chosen };
    const missing = Object.entries(given).filter(([, value]) => value === undefined);
    if (missing.length === 0 || missing.length === 3) return;
    for (const [name] of missing)
      context.addIssue({
        code: 'custom',
        path: [name],
        message: 'An account needs first name, last name and password',
      });
  });

export type InviteBody = z.output<typeof inviteBody>;
export type Invitation = z.output<typeof invitationOut>;
export type InvitationLook = z.output<typeof invitationLookOut>;
export type AcceptInvitation = z.output<typeof acceptInvitationBody>;
