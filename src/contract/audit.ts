import { z } from 'zod';
import { AUDIT_ACTORS, AUDIT_FORMATS } from './auditWords';
import { id, instant, text } from './fields';
import { listOf, listQuery } from './list';

/** One word or several, separated by commas: any of them matches. The words are those of the log. */
const words = text(400)
  .transform((value) => value.split(','))
  .pipe(z.array(z.string()).max(20, 'At most 20 words'));

const filters = {
  /** The entry of this number. */
  entry: z
    .string()
    .regex(/^\d{1,18}$/, 'Must be the number of an entry')
    .optional(),
  /** The user who did it. */
  actor: id.optional(),
  /** The kind of record, such as `supplier`. */
  entity: words.optional(),
  /** The record's id. */
  entityId: id.optional(),
  /** What was done, such as `update`. */
  action: words.optional(),
  /** From this instant on. */
  from: instant.optional(),
  /** Before this instant. */
  to: instant.optional(),
};

export const auditListQuery = listQuery(['at'], filters, '-at');

/** The same filters; an export has all that is left, newest first. */
export const auditExportQuery = z.strictObject({
  format: z.enum(AUDIT_FORMATS).default('csv'),
  q: text(100).optional(),
  ...filters,
});

/** What a record was, as the API shows it; secrets are masked. */
const recordThen = z.record(z.string(), z.unknown()).nullable();

/** Who did something. */
const actor = z.object({
  kind: z.enum(AUDIT_ACTORS),
  /** The user's id, or the name of who gave the command. */
  id: z.string().nullable(),
  /** A user's name. */
  name: z.string().nullable(),
});

/** What was done with a record, for all who see it: who and when, without what it was before. */
export const changesOut = z.object({
  data: z.array(z.object({ id: z.string(), at: instant, actor, action: z.string() })),
});

export const auditEntryOut = z.object({
  /** A whole number; later entries have higher ones, but for those that were at work at once. */
  id: z.string(),
  at: instant,
  actor,
  action: z.string(),
  entity: z.string(),
  entityId: z.string(),
  /** What the record is called: its name or number. */
  label: z.string().nullable(),
  requestId: z.string().nullable(),
  ipAddress: z.string().nullable(),
  before: recordThen,
  after: recordThen,
});
export const auditListOut = listOf(auditEntryOut);

export const auditStatusOut = z.object({
  /** The newest seal; null before the first one. */
  seal: z.object({ seq: z.number().int(), sealedAt: instant }).nullable(),
  /** Entries that are not sealed yet. */
  unsealed: z.number().int(),
});

export type AuditEntryRecord = z.infer<typeof auditEntryOut>;
export type AuditListQuery = z.output<typeof auditListQuery>;
export type AuditExportQuery = z.output<typeof auditExportQuery>;
export type Changes = z.infer<typeof changesOut>;
export type AuditStatus = z.infer<typeof auditStatusOut>;
