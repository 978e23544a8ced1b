import type { z } from 'zod';
import type { TenantContext } from '@/context';
import type { createOrderBody, ProductionOrder, updateOrderBody } from '@/contract/production';
import { ORDER_STATES } from '@/contract/states';
import { requireLinks } from '@/records/links';
import { recordService } from '@/records/recordService';
import { NOW } from '@/records/records.repo';
import * as repo from './orders.repo';

export const orders = recordService<
  ProductionOrder,
  z.output<typeof createOrderBody>,
  z.output<typeof updateOrderBody>
>({
  entity: 'production_order',
  table: 'productionOrders',
  states: ORDER_STATES,
  load: repo.findOrder,
  insert: async (ctx, body) => {
    await requireLinks(ctx, body);
    return repo.insertOrder(ctx, body);
  },
  change: async (ctx, current, body) => {
    await requireLinks(ctx, body, current);
    return body.itemId ? { ...body, unit: await repo.itemUnit(ctx, body.itemId) } : body;
  },
});

/** Sets the order to work; the time of the start is the database's. */
export const startOrder = (ctx: TenantContext, id: string) => orders.act(ctx, id, 'start', () => ({ startedAt: NOW }));

/** Ends the work with what came out of it, in the order's unit. */
export const endOrder = (
  ctx: TenantContext,
  id: string,
  action: 'complete' | 'short-close',
  quantityCompleted: string,
) => orders.act(ctx, id, action, () => ({ quantityCompleted, completedAt: NOW }));
