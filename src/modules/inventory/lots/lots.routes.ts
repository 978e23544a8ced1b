import * as contract from '@/contract/lots';
import { defineRoute } from '@/http/route';
import { idParams, recordRoutes } from '@/records/recordRoutes';
import { listLots } from './lots.repo';
import { lots } from './lots.service';
import { joinLots, remeasureLot, splitLot } from './repack.service';

const tag = 'Inventory';
const path = '/inventory/lots';
const action = {
  method: 'POST',
  tag,
  access: 'tenant',
  params: idParams,
  response: contract.lotOut,
  idempotent: true,
  errors: ['INVALID_STATE', 'INSUFFICIENT_STOCK', 'ALREADY_EXISTS', 'RULE_VIOLATED'],
} as const;

export const lotRoutes = [
  ...recordRoutes({
    path,
    tag,
    names: ['lot', 'lots'],
    permissions: { read: 'inventory:read', write: 'inventory:move' },
    schemas: {
      query: contract.lotListQuery,
      list: contract.lotListOut,
      out: contract.lotOut,
      create: contract.createLotBody,
      update: contract.updateLotBody,
    },
    service: lots,
    list: listLots,
    idempotent: true,
  }),
  defineRoute({
    ...action,
    path: `${path}/:id/actions/split`,
    summary: 'Cut new lots off one',
    permission: 'inventory:move',
    body: contract.splitBody,
    handler: (ctx, { params, body }) => splitLot(ctx, params.id, body),
  }),
  defineRoute({
    ...action,
    path: `${path}/:id/actions/join`,
    summary: 'Put other lots of the item to this one',
    permission: 'inventory:move',
    body: contract.joinBody,
    handler: (ctx, { params, body }) => joinLots(ctx, params.id, body),
  }),
  defineRoute({
    ...action,
    path: `${path}/:id/actions/remeasure`,
    summary: 'Say what a lot really is',
    permission: 'inventory:adjust',
    body: contract.remeasureBody,
    handler: (ctx, { params, body }) => remeasureLot(ctx, params.id, body),
  }),
];
