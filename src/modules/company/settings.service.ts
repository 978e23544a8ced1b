import type { z } from 'zod';
import type { TenantContext } from '@/context';
import type { CompanySettings, updateCompanySettingsBody } from '@/contract/companySettings';
import { isUnknownZone } from '@/database/faults';
import { fieldRefusal } from '@/lib/refusal';
import { refreshAlerts } from '@/modules/inventory';
import { changedMeanwhile } from '@/records/records.repo';
import { readSettings, writeTimeZone } from './settings.repo';

/**
 * Says where the company is; what expires is looked at anew, for it may be another day there. Throws VERSION_MISMATCH where
 * somebody was faster, RULE_VIOLATED for a zone the server does not know.
 */
export async function updateSettings(
  ctx: TenantContext,
  version: number,
  { timeZone }: z.output<typeof updateCompanySettingsBody>,
): Promise<CompanySettings> {
  const before = await readSettings(ctx);
  const isWritten = before.version === version && (await writeTimeZone(ctx, timeZone, version).catch(unknownZone));
  if (!isWritten) throw changedMeanwhile();
  const after = await readSettings(ctx);
  await refreshAlerts(ctx);
  await ctx.audit({ action: 'update', entity: 'company_settings', entityId: ctx.tenant.id, before, after });
  return after;
}

function unknownZone(error: unknown): never {
  if (!isUnknownZone(error)) throw error;
  throw fieldRefusal('RULE_VIOLATED', 'timeZone', 'The database knows no such time zone');
}
