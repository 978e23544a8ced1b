import type { z } from 'zod';
import type { TenantContext } from '@/context';
import type { updateStockSettingsBody } from '@/contract/stock';
import { changedMeanwhile } from '@/records/records.repo';
import { holdClosing, readSettings, type StockSettings, writeClosing } from './settings.repo';

/** Says through which day the stock is closed. Throws VERSION_MISMATCH where somebody was faster. */
export async function updateSettings(
  ctx: TenantContext,
  version: number,
  { closedThrough }: z.output<typeof updateStockSettingsBody>,
): Promise<StockSettings> {
  await holdClosing(ctx);
  const before = await readSettings(ctx);
  if (before.version !== version || !(await writeClosing(ctx, closedThrough, version))) throw changedMeanwhile();
  const after = await readSettings(ctx);
  await ctx.audit({ action: 'update', entity: 'stock_settings', entityId: ctx.tenant.id, before, after });
  return after;
}
