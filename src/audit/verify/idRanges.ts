type Range = { from: bigint; to: bigint };

/** A set of ids that mostly follow each other, small however many there are. */
export class IdRanges {
  #ranges: Range[] = [];
  #sorted = true;

  add(id: bigint): void {
    const last = this.#ranges.at(-1);
    if (last && last.to + 1n === id) last.to = id;
    else {
      this.#sorted &&= last === undefined || last.to < id;
      this.#ranges.push({ from: id, to: id });
    }
  }

  has(id: bigint): boolean {
    if (!this.#sorted) this.#sort();
    let [low, high] = [0, this.#ranges.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const { from, to } = this.#ranges[middle] as Range;
      if (id >= from && id <= to) return true;
      if (id < from) high = middle - 1;
      else low = middle + 1;
    }
    return false;
  }

  /** In order, with what touches or overlaps in one. */
  #sort(): void {
    const merged: Range[] = [];
    for (const range of this.#ranges.sort((a, b) => Number(a.from > b.from) - Number(a.from < b.from))) {
      const last = merged.at(-1);
      if (!last || range.from > last.to + 1n) merged.push(range);
      else if (range.to > last.to) last.to = range.to;
    }
    this.#ranges = merged;
    this.#sorted = true;
  }
}
