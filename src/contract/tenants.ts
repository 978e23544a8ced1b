import { z } from 'zod';
import { TENANT_STATUSES } from './enums';
import { id, instant, longText, optional, slug, text } from './fields';

/** What of a company its people may change; what is left out stays as it is. */
export const updateTenantBody = z.strictObject({
  name: text(120).optional(),
  industry: optional(text(120)),
  description: optional(longText(2000)),
  country: optional(text(60)),
});

export const requireSecondFactorBody = z.strictObject({ required: z.boolean() });

export const changeSlugBody = z.strictObject({ slug });

/** The company's own slug, typed once more, by which it is known that no other one is meant. */
export const deleteTenantBody = z.strictObject({ slug });

export const slugParams = z.object({ slug });

/** What asking for the deletion of a company has led to. */
export const tenantDeletionOut = z.object({
  id,
  slug: z.string(),
  status: z.enum(TENANT_STATUSES),
  /** From then on the data may go, if a second person has agreed. */
  purgeAfter: instant,
});

/** Why a company is suspended. */
export const suspensionReason = text(500);
/** Who does something: `user:<id>`, `cli:<name>` or `job:<name>`. */
export const actorName = text(160);

export type UpdateTenantBody = z.output<typeof updateTenantBody>;
export type TenantDeletion = z.output<typeof tenantDeletionOut>;
