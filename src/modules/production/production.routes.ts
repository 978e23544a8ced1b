import * as contract from '@/contract/production';
import { ORDER_STATES } from '@/contract/states';
import { defineRoute } from '@/http/route';
import { actionRoutes, idParams, recordRoutes } from '@/records/recordRoutes';
import { listOrders } from './orders.repo';
import { endOrder, orders, startOrder } from './orders.service';

const path = '/production/orders';
const shared = {
  tag: 'Production',
  access: 'tenant',
  custom: 'production_orders',
  method: 'POST',
  params: idParams,
  response: contract.orderOut,
  idempotent: true,
  errors: ['INVALID_STATE'],
} as const;

export const productionRoutes = [
  ...recordRoutes({
    path,
    tag: 'Production',
    names: ['production order', 'production orders'],
    permissions: { read: 'production:read', write: 'production:draft' },
    schemas: {
      query: contract.orderListQuery,
      list: contract.orderListOut,
      out: contract.orderOut,
      create: contract.createOrderBody,
      update: contract.updateOrderBody,
    },
    service: orders,
    list: listOrders,
    idempotent: true,
  }),
  ...actionRoutes({
    path,
    tag: 'Production',
    one: 'production order',
    out: contract.orderOut,
    service: orders,
    states: ORDER_STATES,
    except: ['start', 'complete', 'short-close'],
  }),
  defineRoute({
    ...shared,
    path: `${path}/:id/actions/start`,
    summary: 'start a production order',
    permission: ORDER_STATES.actions.start.permission,
    handler: (ctx, { params }) => startOrder(ctx, params.id),
  }),
  ...(['complete', 'short-close'] as const).map((action) =>
    defineRoute({
      ...shared,
      path: `${path}/:id/actions/${action}`,
      summary: `${action.replace('-', ' ')} a production order with what came out`,
      permission: ORDER_STATES.actions[action].permission,
      body: contract.orderOutputBody,
      handler: (ctx, { params, body }) => endOrder(ctx, params.id, action, body.quantityCompleted),
    }),
  ),
];
