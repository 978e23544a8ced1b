import { sql } from 'kysely';
import type { TenantContext } from '@/context';
import type { Rating } from '@/contract/partners';
import { within } from '@/database/scope';
import { divideDecimals, sumDecimals } from '@/lib/decimal';
import { findDeliveries } from './deliveries.repo';

const DECIDED = ['ACCEPTED', 'REJECTED', 'PARTIAL', 'CONCESSION'];

type Total = { unit: string; decided: number; accepted: number; shares: string; inspected: string; passed: string };

/** What was measured of a supplier, at the places whoever asks sees; null while nothing was. */
export async function findRating(ctx: TenantContext, supplierId: string, leadTimeDays: number | null): Promise<Rating> {
  const inspections = await findInspections(ctx, supplierId);
  const deliveries = await findDeliveries(ctx, supplierId, leadTimeDays);
  return inspections || deliveries ? { inspections, deliveries } : null;
}

type Inspections = NonNullable<Rating>['inspections'];

/** What inspections have found of a supplier's goods; null while none was decided on. */
async function findInspections(ctx: TenantContext, supplierId: string): Promise<Inspections> {
  const held = within(ctx.scope);
  const totals: Total[] = await ctx.db
    .selectFrom('qualityRecords')
    .innerJoin('inventoryItems', 'inventoryItems.id', 'qualityRecords.itemId')
    .select([
      'inventoryItems.unit',
      sql<number>`count(*)::int`.as('decided'),
      sql<number>`count(*) FILTER (WHERE quality_records.status = 'ACCEPTED')::int`.as('accepted'),
      sql<string>`sum(quantity_passed / quantity_inspected)::text`.as('shares'),
      sql<string>`sum(quantity_inspected)::numeric(18,4)::text`.as('inspected'),
      sql<string>`sum(quantity_passed)::numeric(18,4)::text`.as('passed'),
    ])
    .where('qualityRecords.supplierId', '=', supplierId)
    .where('qualityRecords.status', 'in', DECIDED)
    .where('qualityRecords.archivedAt', 'is', null)
    .where('qualityRecords.quantityInspected', '>', '0')
    .$call((query) => (held ? query.where(held('quality_records.location_id')) : query))
    .groupBy('inventoryItems.unit')
    .orderBy('inventoryItems.unit')
    .execute();
  return ratingOf(totals);
}

function ratingOf(totals: readonly Total[]): Inspections {
  if (totals.length === 0) return null;
  const decided = totals.reduce((sum, total) => sum + total.decided, 0);
  return {
    decided,
    accepted: totals.reduce((sum, { accepted }) => sum + accepted, 0),
    passedShare: divideDecimals(sumDecimals(...totals.map(({ shares }) => shares)), String(decided), 4),
    quantities: totals.map(({ unit, inspected, passed }) => ({ unit, inspected, passed })),
  };
}
