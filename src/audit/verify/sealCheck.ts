import type { TenantDb } from '@/database/connection';
import { hashRow, hashSeal, isAsSealed, NO_SEAL, type SealedRow, unpackRows } from '../canonical';
import { rowsWithIds } from '../rows.repo';
import type { Seal, WholeSeal } from '../seals.repo';
import { type Finding, rowChanged, rowMissing, sealChanged, sealReplaced, sealsMissing } from './findings';

/** Rows looked at at once. */
const AT_ONCE = 500;

export type CheckedSeal = { readonly findings: Finding[]; readonly ids: bigint[] };

/** What is wrong with a seal, its rows, and its place after the seal before. */
export async function checkSeal(db: TenantDb, seal: WholeSeal, before: Seal | undefined): Promise<CheckedSeal> {
  const sealed = unpackRows(seal.rowHashes);
  const ids = sealed.map(({ id }) => id);
  const gap = gapBefore(seal, before);
  const { findings, hashes } = await checkRows(db, seal.seq, sealed);
  // Of what is not whole the seal cannot be made again: then its rows are named.
  if (findings.length > 0) return { findings: [...gap, ...findings], ids };
  if (hashSeal(seal, hashes) !== seal.hash) return { findings: [...gap, sealChanged(seal.seq)], ids };
  const broken = gap.length === 0 && seal.previousHash !== (before?.hash ?? NO_SEAL);
  if (!broken) return { findings: gap, ids };
  return {
    findings: [before ? sealReplaced(before.seq, `seal ${seal.seq} was made upon`) : sealChanged(seal.seq)],
    ids,
  };
}

function gapBefore({ seq }: Seal, before: Seal | undefined): Finding[] {
  const expected = (before?.seq ?? 0) + 1;
  return seq === expected ? [] : [sealsMissing(expected, seq - 1)];
}

async function checkRows(db: TenantDb, seq: number, sealed: readonly SealedRow[]) {
  const findings: Finding[] = [];
  const hashes: Buffer[] = [];
  for (let start = 0; start < sealed.length; start += AT_ONCE) {
    const wanted = sealed.slice(start, start + AT_ONCE);
    const rows = await rowsWithIds(
      db,
      wanted.map(({ id }) => id),
    );
    const found = new Map(rows.map((row) => [row[0], hashRow(row)]));
    for (const each of wanted) {
      const hash = found.get(String(each.id));
      if (!hash) findings.push(rowMissing(each.id, seq));
      else if (!isAsSealed(each, hash)) findings.push(rowChanged(each.id, seq));
      else hashes.push(hash);
    }
  }
  return { findings, hashes };
}
