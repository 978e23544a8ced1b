/** The number series of every company: prefix and digits, as in `PRD-00001`. */
export const NUMBER_SERIES = {
  supplier: 'SUP',
  customer: 'CUS',
  item: 'ITM',
  productionOrder: 'PRD',
  qualityRecord: 'QC',
  INVOICE: 'INV',
  BILL: 'BILL',
  PAYMENT_IN: 'RCT',
  PAYMENT_OUT: 'PAY',
  EXPENSE: 'EXP',
  TRANSFER: 'TRF',
  ADJUSTMENT: 'ADJ',
  RECEIPT: 'GRN',
  ISSUE: 'ISS',
  OUTPUT: 'OUT',
  DISPATCH: 'DSP',
  STOCK_TRANSFER: 'TRN',
  STOCK_ADJUSTMENT: 'SAJ',
  DAMAGE: 'DMG',
  CUSTOMER_RETURN: 'CRN',
  SUPPLIER_RETURN: 'SRN',
  STATUS_CHANGE: 'STC',
  OPENING: 'OPN',
  COUNT: 'CNT',
  LOT: 'LOT',
} as const;

export type NumberSeries = keyof typeof NUMBER_SERIES;

export const NUMBER_WIDTH = 5;

/** `formatNumber('PRD', 5, '17')` → `PRD-00017`; longer numbers keep all their digits. */
export function formatNumber(prefix: string, width: number, value: string): string {
  return `${prefix}-${value.padStart(width, '0')}`;
}
