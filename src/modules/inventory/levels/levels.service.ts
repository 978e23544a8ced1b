import type { TenantContext } from '@/context';
import type { Alert, Level, LevelBody } from '@/contract/stockLevels';
import { compareDecimals } from '@/lib/decimal';
import { fieldRefusal, notFound, Refusal } from '@/lib/refusal';
import { requireLinks } from '@/records/links';
import { lockRow, NOW, updateVersioned } from '@/records/records.repo';
import { findAlert, refreshAlerts } from './alerts.repo';
import * as repo from './levels.repo';

/** Sets when to order an item at a location; without any level they are taken away. Answers them, null when there are none. */
export async function setLevel(ctx: TenantContext, body: LevelBody): Promise<Level | null> {
  const { itemId, locationId, reorderPoint, minimumStock, maximumStock } = body;
  await requireLinks(ctx, { itemId, locationId });
  if (minimumStock != null && maximumStock != null && compareDecimals(minimumStock, maximumStock) > 0)
    throw fieldRefusal('RULE_VIOLATED', 'maximumStock', 'Must not be less than the least there should be');
  const before = await repo.findLevel(ctx, body);
  const none = reorderPoint == null && minimumStock == null && maximumStock == null;
  await (none ? repo.deleteLevel(ctx, body) : repo.writeLevel(ctx, body));
  const after = (await repo.findLevel(ctx, body)) ?? null;
  await refreshAlerts(ctx, [itemId]);
  await ctx.audit({ action: 'update', entity: 'reorder_level', entityId: itemId, before: before ?? null, after });
  return after;
}

/** Notes that somebody knows of an alert; it goes on until what it tells of is over. */
export async function acknowledgeAlert(ctx: TenantContext, id: string): Promise<Alert> {
  await lockRow(ctx, 'stockAlerts', id);
  const before = await findAlert(ctx, id);
  if (!before) throw notFound();
  if (before.status !== 'OPEN') throw new Refusal('INVALID_STATE', 'Somebody knows of this already, or it is over.');
  const changes = { status: 'ACKNOWLEDGED', acknowledgedAt: NOW, acknowledgedBy: ctx.actor };
  await updateVersioned(ctx, 'stockAlerts', id, before.version, changes);
  const after = await findAlert(ctx, id);
  if (!after) throw notFound();
  await ctx.audit({ action: 'acknowledge', entity: 'stock_alert', entityId: id, before, after });
  return after;
}
