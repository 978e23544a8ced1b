import * as contract from '@/contract/stock';
import { stockMoveListOut, stockMoveListQuery } from '@/contract/stockDocuments';
import { listRoutes } from '@/exports/listRoutes';
import { defineRoute } from '@/http/route';
import { listMoves } from './moveList.repo';
import { readSettings } from './settings.repo';
import { updateSettings } from './settings.service';
import { listStock } from './stock.repo';
import { verifyStock } from './verify.service';

const tag = 'Inventory';
const shared = { tag, access: 'tenant' } as const;

export const ledgerRoutes = [
  ...listRoutes({
    path: '/inventory/stock',
    tag,
    many: 'stock by item, location, lot and status',
    permission: 'inventory:read',
    query: contract.stockListQuery,
    response: contract.stockListOut,
    list: listStock,
    errors: ['RULE_VIOLATED'],
  }),
  ...listRoutes({
    path: '/inventory/movements',
    tag,
    many: 'movements of stock',
    permission: 'inventory:read',
    query: stockMoveListQuery,
    response: stockMoveListOut,
    list: listMoves,
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
