/**
 * The two-sided p of the Mann–Whitney U test: how likely two samples this different are when both come from the same
 * distribution. Normal approximation with the correction for ties; for samples of 20 and more.
 */
export function mannWhitney(first: readonly number[], second: readonly number[]): number {
  const all = [...first.map((value) => ({ value, first: true })), ...second.map((value) => ({ value, first: false }))];
  all.sort((a, b) => a.value - b.value);
  let rankSum = 0;
  let ties = 0;
  for (let start = 0; start < all.length; ) {
    let end = start;
    while (end < all.length && all[end]?.value === all[start]?.value) end += 1;
    const rank = (start + 1 + end) / 2;
    rankSum += rank * all.slice(start, end).filter((each) => each.first).length;
    ties += (end - start) ** 3 - (end - start);
    start = end;
  }
  const [m, n, total] = [first.length, second.length, all.length];
  const u = rankSum - (m * (m + 1)) / 2;
  const variance = ((m * n) / 12) * (total + 1 - ties / (total * (total - 1)));
  if (variance === 0) return 1;
  return Math.min(1, 2 * upperTail((Math.abs(u - (m * n) / 2) - 0.5) / Math.sqrt(variance)));
}

/** Holm's correction: of several tests, those whose p is too small to be chance at `level` over all of them together. */
export function holm<T>(tests: readonly { readonly of: T; readonly p: number }[], level: number): T[] {
  const sorted = [...tests].sort((a, b) => a.p - b.p);
  const stop = sorted.findIndex(({ p }, index) => p > level / (sorted.length - index));
  return sorted.slice(0, stop === -1 ? sorted.length : stop).map(({ of }) => of);
}

/** The chance that a standard normal is above `z` (Abramowitz and Stegun 26.2.17, absolute error below 1e-7). */
function upperTail(z: number): number {
  if (z <= 0) return 0.5;
  const t = 1 / (1 + 0.2316419 * z);
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
}
