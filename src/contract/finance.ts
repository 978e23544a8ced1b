import { z } from 'zod';
import { customIn, customOut } from './customValues';
import { TRANSACTION_STATUSES, TRANSACTION_TYPES } from './enums';
import {
  amount,
  archivedOut,
  currency,
  date,
  decimalOut,
  id,
  longText,
  optional,
  positiveAmount,
  rate,
  recordOut,
  text,
} from './fields';
import { anyOf, listOf, listQuery, yesOrNo } from './list';

const fields = {
  type: z.enum(TRANSACTION_TYPES),
  locationId: id,
  supplierId: optional(id),
  customerId: optional(id),
  transactionDate: date,
  dueDate: optional(date),
  /** The company's own when it is left out. */
  currency: currency.optional(),
  /** Company units for one unit of `currency`; 1 in the company's own currency. */
  fxRate: rate.optional(),
  amount: positiveAmount,
  taxAmount: amount.optional(),
  reference: optional(text(120)),
  description: optional(longText(2000)),
  custom: customIn,
};

export const createTransactionBody = z.strictObject(fields);
export const updateTransactionBody = z.strictObject(fields).omit({ type: true }).partial();

export const transactionOut = z.object({
  ...recordOut,
  ...archivedOut,
  number: z.string(),
  type: z.enum(TRANSACTION_TYPES),
  status: z.enum(TRANSACTION_STATUSES),
  locationId: id,
  locationName: z.string(),
  supplierId: id.nullable(),
  supplierName: z.string().nullable(),
  customerId: id.nullable(),
  customerName: z.string().nullable(),
  transactionDate: date,
  dueDate: date.nullable(),
  currency: z.string(),
  fxRate: decimalOut,
  amount: decimalOut,
  taxAmount: decimalOut,
  totalAmount: decimalOut,
  /** `totalAmount` in the company's currency, rounded to its minor unit. */
  companyAmount: decimalOut,
  reference: z.string().nullable(),
  description: z.string().nullable(),
  custom: customOut,
});

export const transactionListQuery = listQuery(
  ['number', 'transactionDate', 'status', 'type', 'companyAmount', 'createdAt', 'updatedAt'],
  {
    type: anyOf(TRANSACTION_TYPES).optional(),
    status: anyOf(TRANSACTION_STATUSES).optional(),
    locationId: id.optional(),
    supplierId: id.optional(),
    customerId: id.optional(),
    currency: currency.optional(),
    archived: yesOrNo.optional(),
  },
  '-transactionDate',
);
export const transactionListOut = listOf(transactionOut);

export type FinancialTransaction = z.infer<typeof transactionOut>;
