import type { Seal } from '../seals.repo';

/**
 * How long after a seal a transaction may still begin that has a lower id than those sealed: the id is taken a moment before
 * the transaction begins, and between the two a process may be kept waiting.
 */
const LATE_MS = 10_000;

type Point = Pick<Seal, 'startId' | 'lastId' | 'nextTx' | 'cluster'> & { readonly at: number };

/**
 * Tells rows that were put among sealed ones long afterwards: ids and transactions are given out in the same order, so who
 * has a low id has not a high transaction.
 */
export class LateRows {
  readonly #points: Point[] = [];
  /** For each point the first that is long enough after it. */
  #settled: (Point | undefined)[] = [];

  add({ startId, lastId, nextTx, cluster, sealedAt }: Seal): void {
    this.#points.push({ startId, lastId, nextTx, cluster, at: Date.parse(sealedAt) });
  }

  isLate(id: bigint, txId: bigint): boolean {
    if (this.#settled.length < this.#points.length) this.#settle();
    const index = this.#firstWith(id);
    const [sealed, settled] = [this.#points[index], this.#settled[index]];
    if (!sealed || !settled || id < sealed.startId) return false;
    const sameCount = settled.startId === sealed.startId && settled.cluster === sealed.cluster;
    return sameCount && txId >= settled.nextTx;
  }

  #settle(): void {
    let next = 0;
    this.#settled = this.#points.map(({ at }) => {
      while (next < this.#points.length && (this.#points[next] as Point).at < at + LATE_MS) next += 1;
      return this.#points[next];
    });
  }

  /** The index of the first seal by which so high an id had been sealed. */
  #firstWith(id: bigint): number {
    let [low, high] = [0, this.#points.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#points[middle] as Point).lastId >= id) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
