import type { Anchor } from '../anchors';
import type { Seal } from '../seals.repo';
import { type Finding, sealReplaced, tailCut } from './findings';

/** What is kept of a chain outside the database, as far as it goes. */
export type AnchorReport = {
  /** `none`: there is nothing to anchor; `behind`: the newest seals are not anchored; `incomplete`: older ones are not. */
  readonly state: 'none' | 'complete' | 'missing' | 'behind' | 'incomplete' | 'unreadable';
  readonly sentence: string;
};

const SENTENCES: Readonly<Record<AnchorReport['state'], string>> = {
  none: 'There is nothing to anchor yet.',
  complete: 'Every seal is anchored outside the database.',
  missing: 'Nothing is anchored outside the database: the anchor is missing, so a cut tail would not be seen.',
  behind: 'The newest seals are not anchored outside the database: the anchor is shorter than the chain.',
  incomplete: 'Some older seals are not anchored outside the database.',
  unreadable: 'The anchor cannot be read, so a cut tail would not be seen.',
};

export const anchorReport = (state: AnchorReport['state']): AnchorReport => ({ state, sentence: SENTENCES[state] });

/** Compares seals with what was anchored. */
export class AnchorCheck {
  readonly #anchored = new Map<number, Anchor[]>();
  readonly #unanchored: Seal[] = [];
  #newest = 0;
  #seals = 0;

  constructor(anchors: readonly Anchor[]) {
    this.#learn(anchors);
  }

  /** The seal of the database must be the one that was anchored, each time it was. */
  check(seal: Seal): Finding[] {
    this.#seals += 1;
    const anchors = this.#anchored.get(seal.seq);
    if (!anchors) this.#unanchored.push(seal);
    return differing(seal, anchors ?? []);
  }

  /** What is anchored beyond the last seal there is. */
  cutTail(last: number): Finding[] {
    const beyond = [...this.#anchored].filter(([seq]) => seq > last).sort(([a], [b]) => a - b);
    const end = beyond.at(-1);
    return end ? [tailCut(last + 1, end[0], end[1].at(-1)?.sealedAt ?? '')] : [];
  }

  /** Looks once more for seals that were not anchored when it began: a server may be at work. */
  reread(anchors: readonly Anchor[]): Finding[] {
    this.#learn(anchors);
    const still = this.#unanchored.splice(0);
    this.#unanchored.push(...still.filter(({ seq }) => !this.#anchored.has(seq)));
    return still.flatMap((seal) => differing(seal, this.#anchored.get(seal.seq) ?? []));
  }

  report(): AnchorReport {
    if (this.#seals === 0 && this.#newest === 0) return anchorReport('none');
    if (this.#unanchored.length === 0) return anchorReport('complete');
    if (this.#newest === 0) return anchorReport('missing');
    return anchorReport(this.#unanchored.every(({ seq }) => seq > this.#newest) ? 'behind' : 'incomplete');
  }

  #learn(anchors: readonly Anchor[]): void {
    this.#anchored.clear();
    for (const anchor of anchors) {
      this.#anchored.set(anchor.seq, [...(this.#anchored.get(anchor.seq) ?? []), anchor]);
      this.#newest = Math.max(this.#newest, anchor.seq);
    }
  }
}

function differing(seal: Seal, anchors: readonly Anchor[]): Finding[] {
  const other = anchors.find(({ hash, rows }) => hash !== seal.hash || rows !== seal.rows);
  return other ? [sealReplaced(seal.seq, `was anchored, made at ${other.sealedAt}`)] : [];
}
