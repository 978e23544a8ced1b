import { z } from 'zod';
import { CONSENT_ENDINGS, SUPPORT_LEVELS } from './enums';
import { id, instant, text } from './fields';
import { listOf } from './list';

/** For how many hours a company lets support in at most, and when it does not say. */
export const MOST_CONSENT_HOURS = 72;
const CONSENT_HOURS = 4;
/** An access ends with the consent, and after so many minutes in any case. */
export const ACCESS_MINUTES = 60;

export const supportReason = text(500);
/** Who of the operator's it is: what `--by` says. */
export const supportOperator = text(100);

export const consentBody = z.strictObject({
  level: z.enum(SUPPORT_LEVELS),
  hours: z.int().min(1).max(MOST_CONSENT_HOURS).default(CONSENT_HOURS),
  reason: supportReason,
});

export const supportAccessOut = z.object({
  id,
  /** The operator's person, as they called themselves. */
  by: z.string(),
  reason: z.string(),
  openedAt: instant,
  expiresAt: instant,
  /** When it was closed, or ended with the consent or its time; null while it lives. */
  endedAt: instant.nullable(),
  lastUsedAt: instant.nullable(),
});

export const consentOut = z.object({
  id,
  level: z.enum(SUPPORT_LEVELS),
  reason: z.string(),
  grantedBy: z.object({ id, name: z.string() }).nullable(),
  state: z.enum(['LIVE', ...CONSENT_ENDINGS]),
  createdAt: instant,
  expiresAt: instant,
  endedAt: instant.nullable(),
  /** Who has used it, the newest first. */
  accesses: z.array(supportAccessOut),
});
export const consentsOut = listOf(consentOut);

/** What a support access is told of itself, and its console can show. */
export const supportOut = z.object({ by: z.string(), until: instant, level: z.enum(SUPPORT_LEVELS) });

export type NewConsent = z.output<typeof consentBody>;
export type Consent = z.output<typeof consentOut>;
export type SupportAccess = z.output<typeof supportAccessOut>;
