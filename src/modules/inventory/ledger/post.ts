import { v7 as uuidv7 } from 'uuid';
import type { TenantContext } from '@/context';
import { mayHope } from '@/database/transaction';
import { compareDecimals, isZero, sumDecimals } from '@/lib/decimal';
import { faultsRefusal, type Refusal } from '@/lib/refusal';
import { refreshAlerts } from '../levels/alerts.repo';
import { releaseExpired } from '../reservations/expiry.repo';
import { giveWay } from '../reservations/giveWay';
import { requireEarlierDaysHold } from './backdating';
import { type BalanceChange, balanceChanges, balanceKeys, takesStock } from './balanceChanges';
import * as balances from './balances.repo';
import { type Costing, costLines } from './costing';
import * as costs from './costs.repo';
import { insertMoves, issueHoping } from './moves.repo';
import { directionOf, type PostedMove, type Posting, type PostingLine } from './posting';
import { needsSecondQuantity, withSecondQuantities } from './secondQuantities';

/** Who posts, in which company, in which transaction. */
export type Poster = Pick<TenantContext, 'db' | 'actor'> & {
  readonly tenant: Pick<TenantContext['tenant'], 'currency'>;
};

/**
 * The one way stock moves. In the open transaction of `ctx`: balances, costs and moves, whole or not at all. Locks are taken
 * in one order by everybody: balances by their keys, then costs by their items.
 * Throws INSUFFICIENT_STOCK, with what is wanted and what there is, and RULE_VIOLATED where an earlier day would go below zero.
 */
export async function postMoves(ctx: Poster, posting: Posting): Promise<void> {
  await writeMoves(ctx, await settleMoves(ctx, posting));
}

/**
 * Moves whose balances have changed, and whose costs are held: what is left is to write them down. Or one that is hoped to
 * find what it takes (`issue`): nothing is locked before all of it is written.
 */
export type Settled =
  | { readonly posting: Posting; readonly moves: readonly PostedMove[]; readonly costing: Costing }
  | { readonly posting: Posting; readonly issue: PostingLine };

/** The half of postMoves that may refuse, and that waits for others; writeMoves must follow. */
export async function settleMoves(ctx: Poster, posting: Posting): Promise<Settled> {
  const issue = plainIssue(posting.lines);
  if (issue && mayHope(ctx.db)) return { posting, issue };
  const lines = withSecondQuantities(posting.lines, await lockWhatIsNeeded(ctx, posting.lines));
  await applyChanges(ctx, balanceChanges(lines), posting.effectiveDate);
  const held = await costs.lockCosts(ctx.db, itemsOf(lines));
  const costing = costLines(lines, held, await costs.readLayers(ctx.db, layerNeeds(lines)));
  const moves = lines.map((line, index) => ({ ...line, id: uuidv7(), value: costing.values[index] ?? '0' }));
  return { posting, moves, costing };
}

/** The half that only writes: nobody waits for an answer, so all of it goes with COMMIT unless something is asked after it. */
export async function writeMoves(ctx: Poster, settled: Settled): Promise<void> {
  const { posting } = settled;
  if ('issue' in settled) return issueHoping(ctx, posting, { ...settled.issue, id: uuidv7(), quantity2: '0' });
  const { moves, costing } = settled;
  await costs.writeCosts(ctx.db, costing);
  await insertMoves(ctx, posting, moves);
  const watched = itemsOf(moves.filter(({ item }) => item.isWatched));
  if (watched.length > 0) await refreshAlerts(ctx, watched);
}

/** One line that only takes, at the average rate, with nothing else to look at: most of what a mill posts. */
function plainIssue(lines: readonly PostingLine[]): PostingLine | undefined {
  const [line] = lines;
  if (lines.length !== 1 || !line || directionOf(line) !== 'out' || line.to.end === 'REPACK') return undefined;
  const { item, reserved = '0' } = line;
  const plain = item.valuation === 'MOVING_AVERAGE' && item.secondUnit === null && !item.isWatched && isZero(reserved);
  return plain ? line : undefined;
}

/** One balance is locked by its change alone; several first of all, in their order, and one whose second quantity is wanted. */
async function lockWhatIsNeeded(ctx: Poster, lines: readonly PostingLine[]): Promise<balances.HeldBalance[]> {
  const keys = balanceKeys(lines);
  return keys.length > 1 || lines.some(needsSecondQuantity) ? balances.lockBalances(ctx.db, keys) : [];
}

const itemsOf = (lines: readonly PostingLine[]): string[] => [...new Set(lines.map(({ item }) => item.id))].sort();

async function applyChanges(ctx: Poster, changes: readonly BalanceChange[], effectiveDate: string): Promise<void> {
  if (changes.length === 0) return;
  const refused = await tryChanges(ctx, changes, effectiveDate);
  if (refused.length === 0) return;
  // What is promised to nobody any more may be enough.
  const freed = await releaseExpired(
    ctx,
    refused.map(({ itemId }) => itemId),
  );
  const promised = freed.length > 0 ? await tryChanges(ctx, refused, effectiveDate) : refused;
  const still = (await giveWay(ctx, promised)) ? await tryChanges(ctx, promised, effectiveDate) : promised;
  if (still.length > 0) throw await insufficient(ctx, still);
}

/** Makes the changes that can be made; answers the others. */
async function tryChanges(
  ctx: Poster,
  changes: readonly BalanceChange[],
  effectiveDate: string,
): Promise<BalanceChange[]> {
  const made = await balances.changeBalances(ctx.db, changes, effectiveDate);
  const places = new Set(made.map(({ place }) => place));
  const earlier = made
    .filter(({ movedOn }) => movedOn > effectiveDate)
    .flatMap(({ place }) => changes[place - 1] ?? []);
  await requireEarlierDaysHold(ctx, earlier, effectiveDate);
  return changes.filter((change, index) => takesStock(change) && !places.has(index + 1));
}

async function insufficient(ctx: Poster, refused: readonly BalanceChange[]): Promise<Refusal> {
  const named = await balances.nameBalances(ctx.db, refused);
  const faults = named.map(({ place, item, location, lot, unit, available }) => {
    const change = refused[place - 1];
    const what = lot === null ? item : `${item}, lot ${lot},`;
    const message = `${location} has ${available} ${unit} of ${what} to take, not ${wanted(change)} ${unit}`;
    return { path: change?.path ?? '', code: 'INSUFFICIENT_STOCK', message };
  });
  return faultsRefusal(faults, 'INSUFFICIENT_STOCK');
}

const wanted = (change: BalanceChange | undefined) => (change?.delta ?? '').replace('-', '');

/** What is taken of the layers of items that have some: of each item in all, or of each of its lots. */
function layerNeeds(lines: readonly PostingLine[]): costs.LayerNeed[] {
  const needs = new Map<string, costs.LayerNeed>();
  for (const line of lines) {
    const { item, lotId, quantity } = line;
    const byLot = item.valuation === 'LOT';
    if (item.valuation === 'MOVING_AVERAGE' || (directionOf(line) !== 'out' && !byLot)) continue;
    const key = byLot ? `${item.id}|${lotId}` : item.id;
    const before = needs.get(key)?.quantity ?? '0';
    // Of a lot everything is looked at, for its rate.
    const much = byLot ? ALL : sumDecimals(before, quantity);
    needs.set(key, { itemId: item.id, lotId: byLot ? lotId : undefined, quantity: much });
  }
  return [...needs.values()].filter(({ quantity }) => !isZero(quantity) && compareDecimals(quantity, '0') > 0);
}

const ALL = '99999999999999';
