import * as contract from '@/contract/stockReports';
import { defineRoute } from '@/http/route';
import { sumDecimals, withPlaces } from '@/lib/decimal';
import { companyDay } from '@/records/companyDay.repo';
import { idParams } from '@/records/recordRoutes';
import { items } from '../items/items.service';
import { VALUE_PLACES } from '../ledger/costing';
import { ageing, history, slowMovers, valuation } from './reports.repo';

const shared = { method: 'GET', tag: 'Inventory', access: 'tenant', permission: 'inventory:read' } as const;
const PAGE = 100;

export const reportRoutes = [
  defineRoute({
    ...shared,
    path: '/inventory/reports/valuation',
    summary: 'What the stock is worth, or was at the end of a day',
    permission: 'costs:read',
    query: contract.valuationQuery,
    response: contract.valuationOut,
    handler: async (ctx, { query }) => {
      const on = query.on ?? (await companyDay(ctx));
      const rows = await valuation(ctx, { on, locationId: query.locationId });
      const stockValue = withPlaces(sumDecimals('0', ...rows.map((row) => row.stockValue ?? '0')), VALUE_PLACES);
      return { on, currency: ctx.tenant.currency, stockValue, items: rows };
    },
  }),
  defineRoute({
    ...shared,
    path: '/inventory/reports/ageing',
    summary: 'How long what lies there has been lying',
    query: contract.ageingQuery,
    response: contract.ageingOut,
    handler: async (ctx, { query }) => ({ on: await companyDay(ctx), items: await ageing(ctx, query.locationId) }),
  }),
  defineRoute({
    ...shared,
    path: '/inventory/reports/slow-movers',
    summary: 'What lies there and does not leave',
    query: contract.slowMoversQuery,
    response: contract.slowMoversOut,
    handler: async (ctx, { query }) => ({
      items: await slowMovers(ctx, { days: query.days, locationId: query.locationId }),
    }),
  }),
  defineRoute({
    ...shared,
    path: '/inventory/items/:id/history',
    summary: 'The movements of an item, with what there was after each',
    params: idParams,
    query: contract.historyQuery,
    response: contract.historyOut,
    handler: async (ctx, { params, query: { locationId, lotId, beforeSeq } }) => {
      const { id } = await items.get(ctx, params.id);
      const rows = await history(ctx, id, { locationId, lotId, beforeSeq }, PAGE + 1);
      const data = rows.slice(0, PAGE);
      return { data, nextBeforeSeq: rows.length > PAGE ? (data.at(-1)?.seq ?? null) : null };
    },
  }),
];
