import { config } from '@/config';
import { log } from '@/observability/log';
import { type Anchor, type AnchorStore, anchorFiles } from './anchors';
import { type Seal, sealsFrom } from './seals.repo';

const AT_ONCE = 500;

/** The companies whose newest seals this process could not anchor, and from which seal on they wait. */
const waiting = new Map<string, number>();

/** Where heads of chains are anchored. */
export const anchorStore = (): AnchorStore => anchorFiles(config().auditAnchorDir);

/** How many companies have seals that this process could not anchor yet: what /health shows. */
export const unanchoredCompanies = () => waiting.size;

/**
 * Anchors seals that were just made, and those after the newest one that is anchored, if some could not be before. What
 * cannot be written is logged and left for the next sealing: the company's work goes on. Answers whether all of it is.
 */
export async function anchorSeals(tenantId: string, made: readonly Seal[]): Promise<boolean> {
  const first = made[0]?.seq;
  try {
    const store = anchorStore();
    const newest = await store.newest(tenantId);
    // Where nothing is anchored, what is older is not made up for in passing: that nobody kept it should be seen.
    const known = newest ? newest.seq + 1 : waiting.get(tenantId);
    const from = Math.min(first ?? Number.POSITIVE_INFINITY, known ?? Number.POSITIVE_INFINITY);
    if (Number.isFinite(from)) await addFrom(store, tenantId, from);
    waiting.delete(tenantId);
    return true;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (first !== undefined || waiting.has(tenantId))
      waiting.set(
        tenantId,
        Math.min(first ?? Number.POSITIVE_INFINITY, waiting.get(tenantId) ?? Number.POSITIVE_INFINITY),
      );
    log().error({ tenantId, reason: code ?? message }, 'the head of an audit log could not be anchored');
    return false;
  }
}

/** Anchors every seal of a company that is not, whoever took it away or never wrote it; answers how many those were. */
export async function anchorAll(tenantId: string): Promise<number> {
  const store = anchorStore();
  const known = new Set((await store.all(tenantId))?.map(({ seq }) => seq));
  let added = 0;
  for (let seq = 1; ; ) {
    const seals = await sealsFrom(tenantId, seq, AT_ONCE);
    const missing = seals.filter((seal) => !known.has(seal.seq)).map(anchorOf);
    if (missing.length > 0) await store.add(tenantId, missing);
    added += missing.length;
    seq = (seals.at(-1)?.seq ?? 0) + 1;
    if (seals.length < AT_ONCE) return added;
  }
}

async function addFrom(store: AnchorStore, tenantId: string, from: number): Promise<void> {
  for (let seq = from; ; ) {
    const seals = await sealsFrom(tenantId, seq, AT_ONCE);
    if (seals.length > 0) await store.add(tenantId, seals.map(anchorOf));
    if (seals.length < AT_ONCE) return;
    seq = (seals.at(-1)?.seq ?? 0) + 1;
  }
}

export const anchorOf = ({ seq, hash, rows, sealedAt }: Seal): Anchor => ({ seq, hash, rows, sealedAt });
