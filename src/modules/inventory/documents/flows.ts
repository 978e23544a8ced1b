import type { MovementType, StockDocumentType, VirtualEnd } from '@/contract/enums';
import type { Permission } from '@/contract/permissions';
import type { NumberSeries } from '@/lib/numberSeries';

/** What a kind of document does with goods. `here` is its location. */
export type Flow = {
  readonly series: NumberSeries;
  /** Papers that go with goods on the road: the law wants their numbers without a gap, so each waits for the one before it. */
  readonly gapless?: true;
  readonly movementType: MovementType;
  /** Where the goods come from and go to; `there` is the location of a transfer's other end. */
  readonly from: 'here' | VirtualEnd;
  readonly to: 'here' | 'there' | VirtualEnd;
  /** Whom it can name. */
  readonly party?: 'supplierId' | 'customerId';
  /** Whether it says what the goods cost. */
  readonly costed?: true;
  /** Whether somebody has to say why. */
  readonly reasoned?: true;
  /** What posting takes beside `inventory:move`. */
  readonly permission?: Permission;
};

const ADJUSTS = { reasoned: true, permission: 'inventory:adjust' } as const;

export const FLOWS: Readonly<Record<StockDocumentType, Flow>> = {
  RECEIPT: {
    series: 'RECEIPT',
    movementType: 'PURCHASE',
    from: 'SUPPLIER',
    to: 'here',
    party: 'supplierId',
    costed: true,
  },
  ISSUE: { series: 'ISSUE', movementType: 'PRODUCTION_OUT', from: 'here', to: 'PRODUCTION' },
  OUTPUT: { series: 'OUTPUT', movementType: 'PRODUCTION_IN', from: 'PRODUCTION', to: 'here', costed: true },
  DISPATCH: {
    series: 'DISPATCH',
    gapless: true,
    movementType: 'SALE',
    from: 'here',
    to: 'CUSTOMER',
    party: 'customerId',
  },
  TRANSFER: { series: 'STOCK_TRANSFER', movementType: 'TRANSFER', from: 'here', to: 'there' },
  ADJUSTMENT_IN: {
    series: 'STOCK_ADJUSTMENT',
    movementType: 'ADJUSTMENT_IN',
    from: 'LOSS',
    to: 'here',
    costed: true,
    ...ADJUSTS,
  },
  ADJUSTMENT_OUT: { series: 'STOCK_ADJUSTMENT', movementType: 'ADJUSTMENT_OUT', from: 'here', to: 'LOSS', ...ADJUSTS },
  DAMAGE: { series: 'DAMAGE', movementType: 'DAMAGE', from: 'here', to: 'LOSS', ...ADJUSTS },
  CUSTOMER_RETURN: {
    series: 'CUSTOMER_RETURN',
    movementType: 'RETURN_IN',
    from: 'CUSTOMER',
    to: 'here',
    party: 'customerId',
  },
  SUPPLIER_RETURN: {
    series: 'SUPPLIER_RETURN',
    gapless: true,
    movementType: 'RETURN_OUT',
    from: 'here',
    to: 'SUPPLIER',
    party: 'supplierId',
  },
  STATUS_CHANGE: {
    series: 'STATUS_CHANGE',
    movementType: 'STATUS_CHANGE',
    from: 'here',
    to: 'here',
    permission: 'inventory:adjust',
  },
  OPENING: {
    series: 'OPENING',
    movementType: 'OPENING',
    from: 'OPENING',
    to: 'here',
    costed: true,
    permission: 'inventory:adjust',
  },
};

/** Whether goods come to the company with it: then its lots can be new, and it can say what they cost. */
export const bringsIn = ({ from }: Flow): boolean => from !== 'here';
/** Kinds that send what was rejected or blocked away, too. */
export const sendsAnything = ({ movementType }: Flow): boolean =>
  ['RETURN_OUT', 'DAMAGE', 'ADJUSTMENT_OUT', 'STATUS_CHANGE', 'TRANSFER'].includes(movementType);
