import type { StockStatus } from '@/contract/enums';
import { compareDecimals, isZero, negateDecimal, sumDecimals } from '@/lib/decimal';
import type { End, PostingLine } from './posting';

/** The key of a balance. */
export type BalanceKey = {
  readonly itemId: string;
  readonly locationId: string;
  readonly lotId: string | null;
  readonly status: StockStatus;
};

/** What a posting does to one balance, all its lines together. */
export type BalanceChange = BalanceKey & {
  /** More or, below zero, less of it. */
  readonly delta: string;
  readonly delta2: string;
  /** How much of what is reserved goes. */
  readonly released: string;
  /** The line a refusal points at. */
  readonly path: string;
};

/** What a line takes of a balance and what it gives to one. */
export type Side = { readonly key: BalanceKey; readonly takes: boolean; readonly line: PostingLine };

export function sidesOf(line: PostingLine): Side[] {
  const side = (end: End, takes: boolean): Side[] => {
    if (end.locationId === undefined) return [];
    const { locationId, status } = end;
    return [{ key: { itemId: line.item.id, locationId, lotId: line.lotId, status }, takes, line }];
  };
  return [...side(line.from, true), ...side(line.to, false)];
}

export const keyText = ({ itemId, locationId, lotId, status }: BalanceKey): string =>
  `${itemId}|${locationId}|${status}|${lotId ?? ''}`;

const inOrder = <T>(byKey: ReadonlyMap<string, T>): T[] =>
  [...byKey].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, each]) => each);

/** Every balance the lines take from or give to, once, in the order of the keys. */
export const balanceKeys = (lines: readonly PostingLine[]): BalanceKey[] =>
  inOrder(new Map(lines.flatMap(sidesOf).map(({ key }) => [keyText(key), key])));

/**
 * The sum for each balance, in the order of their keys: everybody locks them in this order, so nobody waits in a circle.
 * What comes to nothing is left out.
 */
export function balanceChanges(lines: readonly (PostingLine & { readonly quantity2: string })[]): BalanceChange[] {
  const changes = new Map<string, BalanceChange>();
  for (const line of lines) {
    for (const { key, takes } of sidesOf(line)) {
      const sign = (value: string) => (takes ? negateDecimal(value) : value);
      const before = changes.get(keyText(key));
      changes.set(keyText(key), {
        ...key,
        delta: sumDecimals(before?.delta ?? '0', sign(line.quantity)),
        delta2: sumDecimals(before?.delta2 ?? '0', sign(line.quantity2)),
        released: sumDecimals(before?.released ?? '0', (takes && line.reserved) || '0'),
        path: before && !takes ? before.path : line.path,
      });
    }
  }
  return inOrder(changes).filter(
    ({ delta, delta2, released }) => !(isZero(delta) && isZero(delta2) && isZero(released)),
  );
}

export const takesStock = ({ delta, released }: BalanceChange): boolean =>
  compareDecimals(delta, '0') < 0 || !isZero(released);
