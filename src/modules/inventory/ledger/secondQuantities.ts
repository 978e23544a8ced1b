import { compareDecimals, negateDecimal, shareOf, subtractDecimals, sumDecimals } from '@/lib/decimal';
import { Refusal } from '@/lib/refusal';
import { keyText, sidesOf } from './balanceChanges';
import type { HeldBalance } from './balances.repo';
import type { PostingLine } from './posting';

const PLACES = 4;

type Measured = PostingLine & { readonly quantity2: string };

/** Whether what a line takes in the second unit hangs on what lies there. */
export const needsSecondQuantity = ({ item, from }: PostingLine): boolean =>
  item.secondUnit !== null && from.end === undefined;

/**
 * The lines with what they move in the second unit: as it was said, or what goes with the quantity. Whoever takes all of a
 * balance takes all of its second quantity. `balances` are those that are taken from, held.
 */
export function withSecondQuantities(lines: readonly PostingLine[], balances: readonly HeldBalance[]): Measured[] {
  const left = new Map(balances.map((balance) => [keyText(balance), balance]));
  return lines.map((line) => {
    if (line.item.secondUnit === null) return { ...line, quantity2: '0' };
    const [source] = sidesOf(line).filter(({ takes }) => takes);
    const held = source && left.get(keyText(source.key));
    if (!held) return { ...line, quantity2: line.quantity2 ?? '0' };
    const quantity2 = secondOf(line, held);
    left.set(keyText(held), {
      ...held,
      onHand: sumDecimals(held.onHand, negateDecimal(line.quantity)),
      onHand2: sumDecimals(held.onHand2, negateDecimal(quantity2)),
    });
    return { ...line, quantity2 };
  });
}

function secondOf({ quantity, quantity2, path }: PostingLine, { onHand, onHand2 }: HeldBalance): string {
  // Of less than is wanted nothing is taken: that is refused where the balance changes.
  if (compareDecimals(quantity, onHand) >= 0) return onHand2;
  if (quantity2 === undefined) return shareOf(onHand2, quantity, onHand, PLACES);
  if (compareDecimals(quantity2, onHand2) <= 0) return quantity2;
  const message = `There is ${onHand2} in the second unit, which is ${subtractDecimals(quantity2, onHand2)} less than this`;
  throw new Refusal('RULE_VIOLATED', `${message}.`, [
    { path: path.replace(/quantity$/, 'quantity2'), code: 'RULE_VIOLATED', message },
  ]);
}
