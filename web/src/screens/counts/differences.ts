import type { Count } from '@contract';
import { isZeroQuantity, quantityDifference } from '@web/stock/decimals';

export type CountLine = Count['lines'][number];

/** How much more was counted than should be there; null while nobody counted it, or who counts does not see it. */
export const differenceOf = ({ counted, expected }: CountLine): string | null =>
  counted === null || expected === null ? null : quantityDifference(counted, expected);

export const differing = (lines: readonly CountLine[]): CountLine[] =>
  lines.filter((line) => {
    const difference = differenceOf(line);
    return difference !== null && !isZeroQuantity(difference);
  });
