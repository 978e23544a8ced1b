import type { z } from 'zod';
import type { TenantContext } from '@/context';
import type {
  Customer,
  createCustomerBody,
  createSupplierBody,
  Supplier,
  updateCustomerBody,
  updateSupplierBody,
} from '@/contract/partners';
import { codeOrNext } from '@/records/links';
import { recordService } from '@/records/recordService';
import * as repo from './partners.repo';

export const DEFAULT_TERMS = 'NET_30';

type Common = {
  code?: string | undefined;
  name: string;
  kind: string;
  currency?: string | undefined;
  paymentTerms?: string | undefined;
};

async function complete<Body extends Common>(ctx: TenantContext, series: 'supplier' | 'customer', body: Body) {
  const table = series === 'supplier' ? 'suppliers' : 'customers';
  return {
    ...body,
    currency: body.currency ?? ctx.tenant.currency,
    paymentTerms: body.paymentTerms ?? DEFAULT_TERMS,
    code: await codeOrNext(ctx, table, series, body.code),
  };
}

export const suppliers = recordService<
  Supplier,
  z.output<typeof createSupplierBody>,
  z.output<typeof updateSupplierBody>
>({
  entity: 'supplier',
  table: 'suppliers',
  load: repo.findSupplier,
  insert: async (ctx, body) => repo.insertSupplier(ctx, await complete(ctx, 'supplier', body)),
  change: async (_ctx, _current, body) => body,
});

export const customers = recordService<
  Customer,
  z.output<typeof createCustomerBody>,
  z.output<typeof updateCustomerBody>
>({
  entity: 'customer',
  table: 'customers',
  load: repo.findCustomer,
  insert: async (ctx, body) => repo.insertCustomer(ctx, await complete(ctx, 'customer', body)),
  change: async (_ctx, _current, body) => body,
});
