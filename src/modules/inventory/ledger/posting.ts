import type { MovementType, StockStatus, Valuation, VirtualEnd } from '@/contract/enums';

/** Where goods are: a location, with what they are there, or a virtual end, which has no limit. */
export type End =
  | { readonly locationId: string; readonly status: StockStatus; readonly end?: never }
  | { readonly end: VirtualEnd; readonly locationId?: never };

/** What posting needs to know of an item. */
export type PostedItem = {
  readonly id: string;
  readonly valuation: Valuation;
  readonly secondUnit: string | null;
  /** What one is worth where nothing else says so; in the company's currency. */
  readonly standardCost: string;
  /** Whether somebody wants to know when there is too little or too much of it. */
  readonly isWatched: boolean;
};

/** One movement that is to be posted. Quantities are decimal strings > 0 in the item's unit. */
export type PostingLine = {
  readonly sourceLineId: string;
  /** Where a refusal of its quantity points, like `lines.0.quantity`. */
  readonly path: string;
  readonly item: PostedItem;
  readonly lotId: string | null;
  readonly from: End;
  readonly to: End;
  readonly quantity: string;
  /** In the item's second unit; left out, it is what goes with the quantity. */
  readonly quantity2?: string | undefined;
  readonly entered: { readonly unit: string; readonly quantity: string; readonly factor: string };
  readonly movementType: MovementType;
  /** What comes in is worth; left out, what the stock is worth already, or what the item says. */
  readonly value?: string | undefined;
  readonly reversalOfId?: string | undefined;
  /** How much of what is reserved of the balance it takes from goes with it. */
  readonly reserved?: string;
};

/** What one event of one document moves: posted whole or not at all, and once. */
export type Posting = {
  readonly sourceType: 'DOCUMENT' | 'COUNT' | 'LOT' | 'ITEM';
  readonly sourceId: string;
  readonly event: string;
  readonly effectiveDate: string;
  readonly reason: string | null;
  readonly lines: readonly PostingLine[];
};

/** A movement as it was posted: `value` in the company's currency went with it. */
export type PostedMove = PostingLine & { readonly id: string; readonly quantity2: string; readonly value: string };

/** Which way a movement goes, as the company's stock sees it. */
export function directionOf({ from, to }: PostingLine): 'in' | 'out' | 'inside' {
  if (from.end !== undefined) return 'in';
  return to.end === undefined ? 'inside' : 'out';
}
