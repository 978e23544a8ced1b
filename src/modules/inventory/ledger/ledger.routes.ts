import * as contract from '@/contract/stock';
import { stockMoveListOut, stockMoveListQuery } from '@/contract/stockDocuments';
import { defineRoute } from '@/http/route';
import { listMoves } from './moveList.repo';
import { readSettings } from './settings.repo';
import { updateSettings } from './settings.service';
import { listStock } from './stock.repo';
import { verifyStock } from './verify.service';

const shared = { tag: 'Inventory', access: 'tenant' } as const;

export const ledgerRoutes = [
  defineRoute({
    ...shared,
    method: 'GET',
    path: '/inventory/stock',
    summary: 'List stock by item, location, lot and status',
    permission: 'inventory:read',
    query: contract.stockListQuery,
    response: contract.stockListOut,
    handler: (ctx, { query }) => listStock(ctx, query),
  }),
  defineRoute({
    ...shared,
    method: 'GET',
    path: '/inventory/movements',
    summary: 'List the movements of stock',
    permission: 'inventory:read',
    query: stockMoveListQuery,
    response: stockMoveListOut,
    handler: (ctx, { query }) => listMoves(ctx, query),
  }),
  defineRoute({
    ...shared,
    method: 'GET',
    path: '/inventory/settings',
    summary: 'What is set for the stock, and when it was last checked',
    permission: 'inventory:read',
    response: contract.stockSettingsOut,
    handler: (ctx) => readSettings(ctx),
  }),
  defineRoute({
    ...shared,
    method: 'PATCH',
    path: '/inventory/settings',
    summary: 'Close the stock through a day, or open it',
    permission: 'inventory:close',
    ifMatch: true,
    body: contract.updateStockSettingsBody,
    response: contract.stockSettingsOut,
    handler: (ctx, { body, version }) => updateSettings(ctx, version, body),
  }),
  defineRoute({
    ...shared,
    method: 'POST',
    path: '/inventory/actions/verify',
    summary: 'Compare the stock with its ledger, now',
    permission: 'inventory:close',
    response: contract.verifyOut,
    handler: async (ctx) => {
      const found = await verifyStock(ctx);
      const { verifiedAt, moves, count } = found;
      const after = { verifiedAt, moves, count };
      await ctx.audit({ action: 'verify', entity: 'stock_settings', entityId: ctx.tenant.id, after });
      return found;
    },
  }),
];
