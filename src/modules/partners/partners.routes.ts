import type { z } from 'zod';
import { bankAccountsBody, bankAccountsOut } from '@/contract/bankAccounts';
import { certificateListOut, certificateListQuery } from '@/contract/certificates';
import { mergeBody, termsOut } from '@/contract/partnerParts';
import * as contract from '@/contract/partners';
import { listRoutes } from '@/exports/listRoutes';
import { defineRoute, type Route } from '@/http/route';
import { idParams, recordRoutes } from '@/records/recordRoutes';
import type { RecordService } from '@/records/recordService';
import { getBankAccounts, setBankAccounts } from './bankAccounts.service';
import { listCertificates } from './certificates.repo';
import { listDuplicates } from './duplicates.service';
import { mergePartners } from './merge.service';
import { ONE_OF, type PartnerTable } from './partner';
import { listCustomers, listSuppliers } from './partners.repo';
import { customers, getTerms, suppliers } from './partners.service';

const permissions = { read: 'partners:read', write: 'partners:write' } as const;
const shared = { tag: 'Partners', access: 'tenant' } as const;

/** What suppliers and customers have beside what all records have. */
function partnerRoutesOf<Out>(
  table: PartnerTable,
  service: Pick<RecordService<Out, never, never>, 'get' | 'custom'>,
  { out, merge }: { readonly out: z.ZodType<unknown, Out>; readonly merge: ReturnType<typeof mergeBody> },
): Route[] {
  const one = { ...shared, params: idParams } as const;
  const path = `/${table}`;
  const name = ONE_OF[table];
  return [
    defineRoute({
      ...one,
      method: 'GET',
      path: `${path}/:id/terms`,
      summary: `The terms and conditions of a ${name}, all versions`,
      permission: 'partners:read',
      response: termsOut,
      handler: async (ctx, { params }) => ({ data: await getTerms(ctx, table, params.id) }),
    }),
    defineRoute({
      ...one,
      method: 'GET',
      path: `${path}/:id/bank-accounts`,
      summary: `The bank accounts of a ${name}, masked without bank:read`,
      permission: 'partners:read',
      response: bankAccountsOut,
      handler: (ctx, { params }) => getBankAccounts(ctx, table, params.id),
    }),
    defineRoute({
      ...one,
      method: 'PATCH',
      path: `${path}/:id/bank-accounts`,
      summary: `Replace the bank accounts of a ${name}`,
      permission: 'bank:write',
      body: bankAccountsBody,
      response: bankAccountsOut,
      ifMatch: true,
      errors: ['INVALID_STATE', 'RULE_VIOLATED'],
      handler: (ctx, { params, body, version }) =>
        setBankAccounts(ctx, table, { id: params.id, version }, body.bankAccounts),
    }),
    defineRoute({
      ...one,
      method: 'POST',
      path: `${path}/:id/actions/merge`,
      summary: `Merge a ${name} into another one, which stays`,
      custom: service.custom,
      permission: 'partners:write',
      body: merge,
      response: out,
      idempotent: true,
      errors: ['INVALID_STATE', 'RULE_VIOLATED'],
      handler: async (ctx, { params, body }) => {
        await mergePartners(ctx, table, params.id, body.into);
        return service.get(ctx, body.into);
      },
    }),
  ];
}

/** Before the routes of one record, whose id it would be taken for. */
const duplicatesRoute = (table: PartnerTable): Route =>
  defineRoute({
    ...shared,
    method: 'GET',
    path: `/${table}/duplicates`,
    summary: `The ${table} that look like one about to be entered`,
    permission: 'partners:read',
    query: contract.duplicatesQuery,
    response: contract.duplicatesOut,
    handler: (ctx, { query }) => listDuplicates(ctx, table, query),
  });

export const partnerRoutes = [
  duplicatesRoute('suppliers'),
  duplicatesRoute('customers'),
  ...recordRoutes({
    path: '/suppliers',
    tag: 'Partners',
    names: ['supplier', 'suppliers'],
    permissions,
    schemas: {
      query: contract.supplierListQuery,
      list: contract.supplierListOut,
      out: contract.supplierOut,
      create: contract.createSupplierBody,
      update: contract.updateSupplierBody,
    },
    service: suppliers,
    list: listSuppliers,
    idempotent: true,
    errors: ['LOOKS_LIKE_ANOTHER'],
  }),
  ...partnerRoutesOf('suppliers', suppliers, { out: contract.supplierOut, merge: mergeBody('supplierId') }),
  ...recordRoutes({
    path: '/customers',
    tag: 'Partners',
    names: ['customer', 'customers'],
    permissions,
    schemas: {
      query: contract.customerListQuery,
      list: contract.customerListOut,
      out: contract.customerOut,
      create: contract.createCustomerBody,
      update: contract.updateCustomerBody,
    },
    service: customers,
    list: listCustomers,
    idempotent: true,
    errors: ['LOOKS_LIKE_ANOTHER'],
  }),
  ...partnerRoutesOf('customers', customers, { out: contract.customerOut, merge: mergeBody('customerId') }),
  ...listRoutes({
    path: '/certificates',
    tag: 'Partners',
    many: 'certificates of suppliers and customers',
    permission: 'partners:read',
    query: certificateListQuery,
    response: certificateListOut,
    list: listCertificates,
  }),
];
