import { z } from 'zod';
import { CERTIFICATE_STANDARDS, CERTIFICATE_STATES } from './enums';
import { id } from './fields';
import { anyOf, listOf, listQuery, yesOrNo } from './list';
import { certificateFieldsOut } from './partnerParts';

/** The certificates of all suppliers and customers. */
export const certificateListRow = z.object({
  id,
  ...certificateFieldsOut,
  supplierId: id.nullable(),
  customerId: id.nullable(),
  /** Of the supplier or customer it is of. */
  partnerCode: z.string(),
  partnerName: z.string(),
});

const days = z
  .string()
  .regex(/^(0|[1-9]\d{0,3})$/, 'Must be a number of days from 0 to 9999')
  .transform(Number);

export const certificateListQuery = listQuery(
  ['validUntil', 'standard', 'number'],
  {
    standard: anyOf(CERTIFICATE_STANDARDS).optional(),
    state: anyOf(CERTIFICATE_STATES).optional(),
    /** Those whose last day is today or within so many days; not those that have expired. */
    expiresWithin: days.optional(),
    supplierId: id.optional(),
    customerId: id.optional(),
    /** Those of archived suppliers and customers. */
    ofArchived: yesOrNo.optional(),
  },
  'validUntil',
);
export const certificateListOut = listOf(certificateListRow);

export type CertificateListRow = z.infer<typeof certificateListRow>;
