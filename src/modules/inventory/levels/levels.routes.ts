import * as contract from '@/contract/stockLevels';
import { listRoutes } from '@/exports/listRoutes';
import { defineRoute } from '@/http/route';
import { idParams } from '@/records/recordRoutes';
import { listAlerts } from './alerts.repo';
import { listLevels } from './levels.repo';
import { acknowledgeAlert, setLevel } from './levels.service';

const tag = 'Inventory';
const shared = { tag, access: 'tenant' } as const;

export const levelRoutes = [
  ...listRoutes({
    path: '/inventory/levels',
    tag,
    many: 'levels to order at',
    permission: 'inventory:read',
    query: contract.levelListQuery,
    response: contract.levelListOut,
    list: listLevels,
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
  ...listRoutes({
    path: '/inventory/alerts',
    tag,
    many: 'what runs out, overflows or expires',
    permission: 'inventory:read',
    query: contract.alertListQuery,
    response: contract.alertListOut,
    list: listAlerts,
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
