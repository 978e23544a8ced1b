import * as contract from '@/contract/partners';
import { recordRoutes } from '@/records/recordRoutes';
import { listCustomers, listSuppliers } from './partners.repo';
import { customers, suppliers } from './partners.service';

const permissions = { read: 'partners:read', write: 'partners:write' } as const;

export const partnerRoutes = [
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
  }),
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
  }),
];
