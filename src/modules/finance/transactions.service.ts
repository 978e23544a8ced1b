import type { z } from 'zod';
import type { TenantContext } from '@/context';
import type { TransactionType } from '@/contract/enums';
import type { createTransactionBody, FinancialTransaction, updateTransactionBody } from '@/contract/finance';
import { TRANSACTION_STATES } from '@/contract/states';
import { compareDecimals, sumDecimals } from '@/lib/decimal';
import { merge } from '@/lib/merge';
import { convertMoney, fitsCurrency, minorUnit } from '@/lib/money';
import { fieldRefusal } from '@/lib/refusal';
import { requireLinks } from '@/records/links';
import { recordService } from '@/records/recordService';
import * as repo from './transactions.repo';

/** Which party a type of transaction is with; the others may name one of the two or none. */
const PARTY_OF_TYPE: Partial<Record<TransactionType, 'customerId' | 'supplierId'>> = {
  INVOICE: 'customerId',
  PAYMENT_IN: 'customerId',
  BILL: 'supplierId',
  PAYMENT_OUT: 'supplierId',
};

export const transactions = recordService<
  FinancialTransaction,
  z.output<typeof createTransactionBody>,
  z.output<typeof updateTransactionBody>
>({
  entity: 'financial_transaction',
  table: 'financialTransactions',
  states: TRANSACTION_STATES,
  load: repo.findTransaction,
  insert: async (ctx, body) => {
    await requireLinks(ctx, body);
    return repo.insertTransaction(ctx, { ...body, ...figures(ctx, body) });
  },
  change: async (ctx, current, body) => {
    await requireLinks(ctx, body, current);
    const rateGoesOn = body.currency === undefined || body.currency === current.currency;
    const fxRate = body.fxRate ?? (rateGoesOn ? current.fxRate : undefined);
    return { ...body, ...figures(ctx, { ...merge(current, body), fxRate }) };
  },
});

type Figures = {
  type: TransactionType;
  supplierId?: string | null | undefined;
  customerId?: string | null | undefined;
  transactionDate: string;
  dueDate?: string | null | undefined;
  currency?: string | undefined;
  fxRate?: string | undefined;
  amount: string;
  taxAmount?: string | undefined;
};

/** Checks the sums of a transaction and works out what follows from them: total, rate, amount in company currency. */
function figures(ctx: TenantContext, body: Figures) {
  requireParty(body);
  if (body.dueDate && body.dueDate < body.transactionDate)
    throw fieldRefusal('RULE_VIOLATED', 'dueDate', 'Must not be before the date of the transaction');
  const { currency = ctx.tenant.currency, amount, taxAmount = '0' } = body;
  for (const [path, value] of [
    ['amount', amount],
    ['taxAmount', taxAmount],
  ] as const) {
    if (!fitsCurrency(value, currency))
      throw fieldRefusal(
        'RULE_VIOLATED',
        path,
        `${currency} has at most ${minorUnit(currency)} digits after the point`,
      );
  }
  const fxRate = rateFor(ctx.tenant.currency, currency, body.fxRate);
  const totalAmount = sumDecimals(amount, taxAmount);
  const companyAmount = convertMoney(totalAmount, fxRate, ctx.tenant.currency);
  if (compareDecimals(companyAmount, '0') === 0)
    throw fieldRefusal('RULE_VIOLATED', 'fxRate', `At this rate the amount comes to nothing in ${ctx.tenant.currency}`);
  return { currency, fxRate, amount, taxAmount, totalAmount, companyAmount };
}

function rateFor(company: string, currency: string, given: string | undefined): string {
  if (currency !== company && given === undefined)
    throw fieldRefusal('RULE_VIOLATED', 'fxRate', `Say how many ${company} one ${currency} is worth`);
  if (currency === company && given !== undefined && compareDecimals(given, '1') !== 0) {
    throw fieldRefusal('RULE_VIOLATED', 'fxRate', `${currency} is the company's own currency: its rate is 1`);
  }
  return given ?? '1';
}

function requireParty({ type, supplierId, customerId }: Figures): void {
  const wanted = PARTY_OF_TYPE[type];
  if (wanted === 'customerId' && !customerId) throw fieldRefusal('RULE_VIOLATED', 'customerId', 'Name the customer');
  if (wanted === 'supplierId' && !supplierId) throw fieldRefusal('RULE_VIOLATED', 'supplierId', 'Name the supplier');
  if (supplierId && wanted === 'customerId')
    throw fieldRefusal('RULE_VIOLATED', 'supplierId', 'This type is with a customer');
  if (customerId && wanted === 'supplierId')
    throw fieldRefusal('RULE_VIOLATED', 'customerId', 'This type is with a supplier');
  if (supplierId && customerId) throw fieldRefusal('RULE_VIOLATED', 'customerId', 'Only one party can be named');
}
