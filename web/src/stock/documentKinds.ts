import type { StockDocumentType } from '@contract';

/** What a kind of document asks for: the server decides, this only spares people fields that would be refused. */
export type DocumentKind = {
  /** Goods come to the company with it: its lots can be new. */
  readonly bringsIn?: true;
  readonly party?: 'supplierId' | 'customerId';
  /** Whether it says what the goods cost. */
  readonly costed?: true;
  /** Whether somebody has to say why. */
  readonly reasoned?: true;
  /** Posting it takes `inventory:adjust`, too. */
  readonly adjusts?: true;
  /** Whether it is about goods that are held, rejected or blocked, too. */
  readonly anyStatus?: true;
};

export const DOCUMENT_KINDS: Readonly<Record<StockDocumentType, DocumentKind>> = {
  RECEIPT: { bringsIn: true, party: 'supplierId', costed: true, anyStatus: true },
  ISSUE: {},
  OUTPUT: { bringsIn: true, costed: true, anyStatus: true },
  DISPATCH: { party: 'customerId' },
  TRANSFER: { anyStatus: true },
  ADJUSTMENT_IN: { bringsIn: true, costed: true, reasoned: true, adjusts: true, anyStatus: true },
  ADJUSTMENT_OUT: { reasoned: true, adjusts: true, anyStatus: true },
  DAMAGE: { reasoned: true, adjusts: true, anyStatus: true },
  CUSTOMER_RETURN: { bringsIn: true, party: 'customerId', anyStatus: true },
  SUPPLIER_RETURN: { party: 'supplierId', anyStatus: true },
  STATUS_CHANGE: { adjusts: true, anyStatus: true },
  OPENING: { bringsIn: true, costed: true, adjusts: true, anyStatus: true },
};
