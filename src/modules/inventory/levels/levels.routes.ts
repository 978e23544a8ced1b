import * as contract from '@/contract/stockLevels';
import { defineRoute } from '@/http/route';
import { idParams } from '@/records/recordRoutes';
import { listAlerts } from './alerts.repo';
import { listLevels } from './levels.repo';
import { acknowledgeAlert, setLevel } from './levels.service';

const shared = { tag: 'Inventory', access: 'tenant' } as const;

export const levelRoutes = [
  defineRoute({
    ...shared,
    method: 'GET',
    path: '/inventory/levels',
    summary: 'List when to order what where',
    permission: 'inventory:read',
    query: contract.levelListQuery,
    response: contract.levelListOut,
    handler: (ctx, { query }) => listLevels(ctx, query),
  }),
  defineRoute({
    ...shared,
    method: 'POST',
    path: '/inventory/levels',
    summary: 'Set when to order an item at a location',
    permission: 'inventory:adjust',
    body: contract.levelBody,
    response: contract.levelOut.nullable(),
    errors: ['RULE_VIOLATED'],
    handler: (ctx, { body }) => setLevel(ctx, body),
  }),
  defineRoute({
    ...shared,
    method: 'GET',
    path: '/inventory/alerts',
    summary: 'List what runs out, overflows or expires',
    permission: 'inventory:read',
    query: contract.alertListQuery,
    response: contract.alertListOut,
    handler: (ctx, { query }) => listAlerts(ctx, query),
  }),
  defineRoute({
    ...shared,
    method: 'POST',
    path: '/inventory/alerts/:id/actions/acknowledge',
    summary: 'Say that somebody knows of an alert',
    permission: 'inventory:move',
    params: idParams,
    response: contract.alertOut,
    errors: ['INVALID_STATE'],
    handler: (ctx, { params }) => acknowledgeAlert(ctx, params.id),
  }),
];
