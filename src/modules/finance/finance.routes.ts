import * as contract from '@/contract/finance';
import { TRANSACTION_STATES } from '@/contract/states';
import { actionRoutes, recordRoutes } from '@/records/recordRoutes';
import { listTransactions } from './transactions.repo';
import { transactions } from './transactions.service';

const path = '/finance/transactions';

export const financeRoutes = [
  ...recordRoutes({
    path,
    tag: 'Finance',
    names: ['transaction', 'financial transactions'],
    permissions: { read: 'finance:read', write: 'finance:draft' },
    schemas: {
      query: contract.transactionListQuery,
      list: contract.transactionListOut,
      out: contract.transactionOut,
      create: contract.createTransactionBody,
      update: contract.updateTransactionBody,
    },
    service: transactions,
    list: listTransactions,
    idempotent: true,
  }),
  ...actionRoutes({
    path,
    tag: 'Finance',
    one: 'transaction',
    out: contract.transactionOut,
    service: transactions,
    states: TRANSACTION_STATES,
  }),
];
