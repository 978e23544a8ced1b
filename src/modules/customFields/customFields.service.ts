import { forgetTenant } from '@/auth/access/access';
import type { TenantContext } from '@/context';
import type { CustomField, CustomFieldChange, NewCustomField } from '@/contract/customFields';
import type { ListAnswer } from '@/contract/list';
import * as customFields from '@/database/customFields';
import { UnknownTenantError } from '@/database/tenantName';
import { withControlTransaction } from '@/database/transaction';
import { requireActive } from '@/tenants/companies/changes.service';
import { lockCompany } from '@/tenants/companies/companies.repo';
import { requireStill } from '@/tenants/people/asker';

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

function actorOf(ctx: TenantContext): customFields.Actor {
  const { userId, sessionId, requestId, ip, actor } = ctx;
  return { userId, sessionId, requestId, ip, actor, requireStill: () => requireStillHere(ctx) };
}

/** That the company is still open, and whoever asks may do so still. */
const requireStillHere = (ctx: TenantContext) =>
  withControlTransaction(async (db) => {
    const company = await lockCompany(db, ctx.tenant.id);
    if (!company) throw new UnknownTenantError(ctx.tenant.id);
    requireActive(company);
    await requireStill(db, ctx, 'fields:manage');
  });

/** The next request to this process knows of the change, before it is heard of from the database. */
async function changed(ctx: TenantContext, change: Promise<CustomField>): Promise<CustomField> {
  const field = await change;
  forgetTenant(ctx.tenant.id);
  return field;
}
