import type { Kysely } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import type { TenantContext } from '@/context';
import type { TransactionType } from '@/contract/enums';
import type { FinancialTransaction, transactionListQuery } from '@/contract/finance';
import type { ListAnswer } from '@/contract/list';
import { defineList, listOfTable, listRows } from '@/database/listRows';
import { nextNumber } from '@/database/numbers';
import type { TenantTables } from '@/database/tables';
import { loadRecord } from '@/records/customValues.repo';

const SOURCE = listOfTable('t', {
  name: 'financial-transactions',
  sort: {
    number: 'text',
    transactionDate: 'date',
    status: 'text',
    type: 'text',
    companyAmount: 'numeric',
    createdAt: 'timestamptz',
    updatedAt: 'timestamptz',
  },
  search: ['t.number', 't.reference', 't.description', 'suppliers.name', 'customers.name'],
  filters: ['type', 'status', 'locationId', 'supplierId', 'customerId', 'currency'],
  archives: true,
  location: 'locationId',
  custom: 'financial_transactions',
});

function selectTransactions(db: Kysely<TenantTables>) {
  return db
    .selectFrom('financialTransactions as t')
    .innerJoin('locations', 'locations.id', 't.locationId')
    .leftJoin('suppliers', 'suppliers.id', 't.supplierId')
    .leftJoin('customers', 'customers.id', 't.customerId')
    .select([
      't.id',
      't.version',
      't.createdAt',
      't.updatedAt',
      't.archivedAt',
      't.number',
      't.type',
      't.status',
      't.locationId',
      't.supplierId',
      't.customerId',
      't.transactionDate',
      't.dueDate',
      't.currency',
      't.fxRate',
      't.amount',
      't.taxAmount',
      't.totalAmount',
      't.companyAmount',
      't.reference',
      't.description',
      'locations.name as locationName',
      'suppliers.name as supplierName',
      'customers.name as customerName',
    ]);
}

const LIST = defineList(SOURCE, selectTransactions);

export async function listTransactions(
  ctx: TenantContext,
  query: z.output<typeof transactionListQuery>,
): Promise<ListAnswer<FinancialTransaction>> {
  return listRows(ctx, LIST, query);
}

export async function findTransaction(ctx: TenantContext, id: string): Promise<FinancialTransaction | undefined> {
  return loadRecord(ctx, 'financialTransactions', 't', selectTransactions(ctx.db).where('t.id', '=', id));
}

export type TransactionColumns = {
  type: TransactionType;
  locationId: string;
  supplierId?: string | null | undefined;
  customerId?: string | null | undefined;
  transactionDate: string;
  dueDate?: string | null | undefined;
  currency: string;
  fxRate: string;
  amount: string;
  taxAmount: string;
  totalAmount: string;
  companyAmount: string;
  reference?: string | null | undefined;
  description?: string | null | undefined;
};

export async function insertTransaction(ctx: TenantContext, row: TransactionColumns): Promise<string> {
  const id = uuidv7();
  const number = await nextNumber(ctx.db, row.type);
  await ctx.db
    .insertInto('financialTransactions')
    .values({ id, number, ...row })
    .execute();
  return id;
}
