/** What is wrong with an audit log, by what it is wrong with. */
export type Finding = {
  readonly kind:
    | 'row-changed'
    | 'row-missing'
    | 'row-inserted'
    | 'seal-changed'
    | 'seal-missing'
    | 'seal-replaced'
    | 'tail-cut';
  /** The row's id, where it is a row. */
  readonly id?: string;
  /** The seal that says so, or that is wrong itself; the first of several. */
  readonly seq?: number;
  readonly sentence: string;
};

export const rowChanged = (id: bigint, seq: number): Finding => ({
  kind: 'row-changed',
  id: String(id),
  seq,
  sentence: `Row ${id} was changed: it is not what seal ${seq} holds.`,
});

export const rowMissing = (id: bigint, seq: number): Finding => ({
  kind: 'row-missing',
  id: String(id),
  seq,
  sentence: `Row ${id} is gone: seal ${seq} holds it.`,
});

export const rowInserted = (id: bigint): Finding => ({
  kind: 'row-inserted',
  id: String(id),
  sentence: `Row ${id} was put in afterwards: it stands among sealed rows, and no seal was made of it then.`,
});

export const sealChanged = (seq: number): Finding => ({
  kind: 'seal-changed',
  seq,
  sentence: `Seal ${seq} was changed: it is not what its rows and the seal before make of it.`,
});

export const sealsMissing = (from: number, to: number): Finding => ({
  kind: 'seal-missing',
  seq: from,
  sentence: `${span(from, to)} gone from the chain.`,
});

export const sealReplaced = (seq: number, by: string): Finding => ({
  kind: 'seal-replaced',
  seq,
  sentence: `Seal ${seq} was replaced: it is not the one that ${by}.`,
});

export const tailCut = (from: number, to: number, sealedAt: string): Finding => ({
  kind: 'tail-cut',
  seq: from,
  sentence: `${span(from, to)} gone from the end of the chain: anchored is that the last of them was made at ${sealedAt}.`,
});

const span = (from: number, to: number) => (from === to ? `Seal ${from} is` : `Seals ${from} to ${to} are`);
