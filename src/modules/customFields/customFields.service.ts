import { forgetTenant } from '@/auth/access';
import type { TenantContext } from '@/context';
import type { CustomField, CustomFieldChange, NewCustomField } from '@/contract/customFields';
import type { ListAnswer } from '@/contract/list';
import * as customFields from '@/database/customFields';

/** The company's fields by table, each table's in order: all of them. */
export const listCustomFields = ({ fields }: TenantContext): ListAnswer<CustomField> => ({
  data: Object.values(fields).flat(),
  nextCursor: null,
});

export const addCustomField = (ctx: TenantContext, body: NewCustomField) =>
  changed(ctx, customFields.addCustomField(ctx.tenant.id, body, actorOf(ctx)));

export const changeCustomField = (ctx: TenantContext, id: string, body: CustomFieldChange) =>
  changed(ctx, customFields.changeCustomField(ctx.tenant.id, id, body, actorOf(ctx)));

export const removeCustomField = (ctx: TenantContext, id: string, confirm: string | undefined) =>
  changed(ctx, customFields.removeCustomField(ctx.tenant.id, id, confirm, actorOf(ctx)));

const actorOf = ({ userId, sessionId, requestId, ip, actor }: TenantContext): customFields.Actor => ({
  userId,
  sessionId,
  requestId,
  ip,
  actor,
});

/** The next request to this process knows of the change, before it is heard of from the database. */
async function changed(ctx: TenantContext, change: Promise<CustomField>): Promise<CustomField> {
  const field = await change;
  forgetTenant(ctx.tenant.id);
  return field;
}
