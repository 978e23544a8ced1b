import * as contract from '@/contract/counts';
import { COUNT_STATES } from '@/contract/states';
import { defineRoute } from '@/http/route';
import { actionRoutes, idParams, recordRoutes } from '@/records/recordRoutes';
import { listCounts } from './counts.repo';
import { approveCount, counts, enterCount } from './counts.service';

const tag = 'Inventory';
const path = '/inventory/counts';
const out = contract.countOut;
const action = { method: 'POST', tag, access: 'tenant', params: idParams, response: out, idempotent: true } as const;

export const countRoutes = [
  ...recordRoutes({
    path,
    tag,
    names: ['stock count', 'stock counts'],
    permissions: { read: 'inventory:read', write: 'inventory:move' },
    schemas: {
      query: contract.countListQuery,
      list: contract.countListOut,
      out,
      create: contract.createCountBody,
      update: contract.updateCountBody,
    },
    service: counts,
    list: listCounts,
    idempotent: true,
  }),
  ...actionRoutes({
    path,
    tag,
    service: counts,
    one: 'stock count',
    out,
    states: COUNT_STATES,
    except: ['enter', 'approve'],
  }),
  defineRoute({
    ...action,
    path: `${path}/:id/actions/enter`,
    summary: 'Note what was counted',
    permission: 'inventory:move',
    body: contract.enterCountBody,
    errors: ['INVALID_STATE', 'RULE_VIOLATED'],
    handler: (ctx, { params, body }) => enterCount(ctx, params.id, body),
  }),
  defineRoute({
    ...action,
    path: `${path}/:id/actions/approve`,
    summary: 'Post the differences of a stock count',
    permission: 'inventory:adjust',
    errors: ['INVALID_STATE', 'INSUFFICIENT_STOCK', 'RULE_VIOLATED'],
    handler: (ctx, { params }) => approveCount(ctx, params.id),
  }),
];
