import { z } from 'zod';
import { givenPassword, secondCode } from './auth';
import { OWNERSHIP_ENDINGS, ROLES_BELOW_OWNER } from './enums';
import { id, instant } from './fields';

/** For how many days an offer can be accepted. */
export const OWNERSHIP_DAYS = 7;

/** Who gives and who takes show that it is they, each by their own password and, where they have one, their second factor. */
const confirmed = { password: givenPassword, code: secondCode.optional() };

export const offerOwnershipBody = z.strictObject({
  /** An active member who is no owner. */
  userId: id,
  /** What the caller is once it is accepted. */
  giverBecomes: z.enum(ROLES_BELOW_OWNER).default('ADMIN'),
  ...confirmed,
});
export const acceptOwnershipBody = z.strictObject(confirmed);

const person = z.object({ id, name: z.string() });

export const ownershipOfferOut = z.object({
  id,
  from: person,
  to: person,
  giverBecomes: z.enum(ROLES_BELOW_OWNER),
  state: z.enum(['OPEN', ...OWNERSHIP_ENDINGS]),
  createdAt: instant,
  expiresAt: instant,
  endedAt: instant.nullable(),
});

/** The company's newest offer; null where there is none, and for those whom it does not concern. */
export const ownershipOut = z.object({ offer: ownershipOfferOut.nullable() });

export type OfferOwnership = z.output<typeof offerOwnershipBody>;
export type AcceptOwnership = z.output<typeof acceptOwnershipBody>;
export type OwnershipOffer = z.output<typeof ownershipOfferOut>;
export type Ownership = z.output<typeof ownershipOut>;
