import { databaseManager, type TenantDb } from '@/database/connection';
import { UnknownTenantError } from '@/database/tenantName';
import { Refusal } from '@/lib/refusal';
import { anchorStore } from '../anchoring';
import type { Anchor } from '../anchors';
import { allIds, type Moment, readMoment } from '../rows.repo';
import { findChain, type Seal, wholeSeals } from '../seals.repo';
import { isSameCount } from '../unsealed.repo';
import { AnchorCheck, type AnchorReport, anchorReport } from './anchorCheck';
import { type Finding, rowInserted } from './findings';
import { IdRanges } from './idRanges';
import { LateRows } from './lateRows';
import { checkSeal } from './sealCheck';

/** What a company's audit log was found to be. */
export type Verification = {
  readonly tenantId: string;
  readonly seals: number;
  /** Sealed ones. */
  readonly rows: number;
  /** Not sealed yet: nothing can be said of these. */
  readonly unsealed: number;
  readonly sealedUntil: string | null;
  /** How many there are; `findings` has the first hundred, in the order of the seals. */
  readonly faults: number;
  readonly findings: readonly Finding[];
  readonly anchor: AnchorReport;
};

const MOST_FINDINGS = 100;

/**
 * Computes every seal of a company's audit log anew, from its first one, and compares rows, seals and anchors. Changes
 * nothing. Throws UnknownTenantError, and UNAVAILABLE for a company that waits for a migration.
 */
export async function verifyCompany(tenantId: string): Promise<Verification> {
  const chain = await findChain(tenantId);
  if (!chain) throw new UnknownTenantError(tenantId);
  if (!chain.sealable)
    throw new Refusal('UNAVAILABLE', "This company's tables are not up to date yet: try again after the migration.");
  const db = databaseManager.getTenantDb(tenantId);
  const anchors = await readAnchors(tenantId);
  const check = new AnchorCheck(anchors ?? []);
  const seen = await checkChain(db, tenantId, check);
  const { last, rows, seals } = seen;
  const again = await readAnchors(tenantId);
  const { unsealed, inserted } = await checkOthers(db, seen);
  const findings = [...seen.findings, ...check.cutTail(last?.seq ?? 0), ...check.reread(again ?? []), ...inserted];
  return {
    tenantId,
    seals,
    rows,
    unsealed,
    sealedUntil: last?.sealedAt ?? null,
    faults: findings.length,
    findings: findings.slice(0, MOST_FINDINGS),
    anchor: anchors && again ? check.report() : anchorReport('unreadable'),
  };
}

/** Undefined when they are there and cannot be read. */
const readAnchors = (tenantId: string): Promise<readonly Anchor[] | undefined> =>
  anchorStore()
    .all(tenantId)
    .then(
      (anchors) => anchors ?? [],
      () => undefined,
    );

type Seen = {
  readonly findings: Finding[];
  readonly sealedIds: IdRanges;
  readonly late: LateRows;
  seals: number;
  rows: number;
  last: Seal | undefined;
};

async function checkChain(db: TenantDb, tenantId: string, anchors: AnchorCheck): Promise<Seen> {
  const seen: Seen = {
    findings: [],
    sealedIds: new IdRanges(),
    late: new LateRows(),
    seals: 0,
    rows: 0,
    last: undefined,
  };
  for await (const { rowHashes, ...seal } of wholeSeals(tenantId)) {
    const { findings, ids } = await checkSeal(db, { ...seal, rowHashes }, seen.last);
    seen.findings.push(...findings, ...anchors.check(seal));
    for (const id of ids) seen.sealedIds.add(id);
    seen.late.add(seal);
    seen.seals += 1;
    seen.rows += ids.length;
    seen.last = seal;
  }
  return seen;
}

/** The rows that no seal holds: those that are not sealed yet, and those that were put in afterwards. */
async function checkOthers(db: TenantDb, { sealedIds, late, last, findings }: Seen) {
  const inserted: Finding[] = [];
  let unsealed = 0;
  // Where seals are missing nobody can say which rows they held.
  const complete = findings.every(({ kind }) => kind !== 'seal-missing');
  const began = await readMoment(db);
  let newest: { id: bigint; txId: bigint } | undefined;
  for await (const page of allIds(db)) {
    for (const row of page) {
      const sealed = sealedIds.has(row.id);
      if (!complete && !sealed) unsealed += 1;
      else if (late.isLate(row.id, row.txId)) inserted.push(rowInserted(row.id));
      else if (sealed) continue;
      else if (!mayBeUnsealed(row, last, began)) inserted.push(rowInserted(row.id));
      else {
        unsealed += 1;
        if (!newest || row.txId > newest.txId) newest = row;
      }
    }
  }
  if (newest && claimsTheFuture(newest, last, await readMoment(db))) inserted.push(rowInserted(newest.id));
  return { unsealed, inserted };
}

/** Whether the next sealing would take the row. */
function mayBeUnsealed({ id, txId }: { id: bigint; txId: bigint }, last: Seal | undefined, moment: Moment): boolean {
  if (!last) return true;
  if (id < last.startId) return false;
  return isSameCount(last, moment) ? txId >= last.toTx : !(id <= last.lastId && txId < last.toTx);
}

const claimsTheFuture = ({ txId }: { txId: bigint }, last: Seal | undefined, moment: Moment) =>
  last !== undefined && isSameCount(last, moment) && txId >= moment.nextTx;
