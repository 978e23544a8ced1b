import { sql } from 'kysely';
import type { TenantContext } from '@/context';
import type { MovementType, StockStatus, Valuation, VirtualEnd } from '@/contract/enums';
import { type GivenColumns, givenRows } from '@/database/givenRows';
import { runHeldBack } from '@/database/hotQuery';
import { NO_LOT } from './balances.repo';
import { VALUE_PLACES } from './costing';
import type { End, PostedMove, Posting, PostingLine } from './posting';

const placeOf = (end: End) => end.locationId ?? null;
const statusOf = (end: End) => (end.end === undefined ? end.status : null);
const virtualOf = (end: End) => end.end ?? null;

/** A movement but for what it is worth. */
type Unvalued = Omit<PostedMove, 'value'>;

const UNVALUED: GivenColumns<Unvalued> = {
  id: ['uuid', ({ id }) => id],
  item_id: ['uuid', ({ item }) => item.id],
  lot_id: ['uuid', ({ lotId }) => lotId],
  movement_type: ['text', ({ movementType }) => movementType],
  from_location_id: ['uuid', ({ from }) => placeOf(from)],
  from_status: ['text', ({ from }) => statusOf(from)],
  from_end: ['text', ({ from }) => virtualOf(from)],
  to_location_id: ['uuid', ({ to }) => placeOf(to)],
  to_status: ['text', ({ to }) => statusOf(to)],
  to_end: ['text', ({ to }) => virtualOf(to)],
  qty: ['numeric', ({ quantity }) => quantity],
  qty_2: ['numeric', ({ quantity2 }) => quantity2],
  entered_unit: ['text', ({ entered }) => entered.unit],
  entered_qty: ['numeric', ({ entered }) => entered.quantity],
  unit_factor: ['numeric', ({ entered }) => entered.factor],
  source_line_id: ['uuid', ({ sourceLineId }) => sourceLineId],
  reversal_of_id: ['uuid', ({ reversalOfId }) => reversalOfId],
};
const MOVE: GivenColumns<PostedMove> = { ...UNVALUED, value: ['numeric', ({ value }) => value] };

type Writer = Pick<TenantContext, 'db' | 'actor'> & { readonly tenant: { readonly currency: string } };

/** Adds moves to the ledger, all in one statement, in their order. */
export async function insertMoves(ctx: Writer, posting: Posting, moves: readonly PostedMove[]): Promise<void> {
  const statement = sql`${into(MOVE)} SELECT m.*, ${sharedOf(ctx, posting)} FROM ${givenRows(moves, MOVE)} AS m`;
  await runHeldBack(statement, ctx.db);
}

/**
 * Takes what one movement takes off its balance and off the worth of its item, and adds it to the ledger, in one statement
 * that is held back. It hopes that there is enough, and that the balance was not moved on a later day: a balance that it does
 * not find so leaves the movement without a value, which the ledger refuses. The rate is the one of costLines.
 */
export async function issueHoping(ctx: Writer, posting: Posting, move: Unvalued): Promise<void> {
  const day = sql`${posting.effectiveDate}::date`;
  const item = sql`${move.item.id}::uuid`;
  const quantity = sql`${move.quantity}::numeric`;
  const statement = sql`
    WITH taken AS (
      UPDATE stock_balances SET on_hand = on_hand - ${quantity}, last_moved_on = ${day}, updated_at = now()
      WHERE item_id = ${item} AND location_id = ${placeOf(move.from)}::uuid AND status = ${statusOf(move.from)}::text
        AND coalesce(lot_id, ${NO_LOT}) = coalesce(${move.lotId}::uuid, ${NO_LOT})
        AND on_hand - ${quantity} >= reserved AND last_moved_on <= ${day}
      RETURNING item_id),
    cost AS (
      SELECT c.qty, c.value FROM taken JOIN item_costs c ON c.item_id = taken.item_id FOR UPDATE OF c),
    share AS MATERIALIZED (
      SELECT CASE WHEN ${quantity} >= qty THEN value
        ELSE div(2 * ${TENS} * value * ${quantity} + qty, 2 * qty) / ${TENS} END AS value FROM cost),
    paid AS (
      UPDATE item_costs c SET qty = c.qty - ${quantity}, value = c.value - share.value FROM share WHERE c.item_id = ${item})
    ${into({ ...UNVALUED, value: true })}
    SELECT m.*, (SELECT value FROM share), ${sharedOf(ctx, posting)} FROM ${givenRows([move], UNVALUED)} AS m`;
  await runHeldBack(statement, ctx.db);
}

/** What makes a value of VALUE_PLACES whole. */
const TENS = sql.raw(`${10 ** VALUE_PLACES}::numeric`);

const into = (columns: object) => sql`
  INSERT INTO stock_moves (${sql.raw(Object.keys(columns).join(', '))}, effective_date, currency, source_type, source_id, source_event,
    reason, created_by)`;

/** What all movements of a posting share. */
const sharedOf = ({ tenant, actor }: Writer, { sourceType, sourceId, event, effectiveDate, reason }: Posting) => sql`
  ${effectiveDate}::date, ${tenant.currency}::text, ${sourceType}::text, ${sourceId}::uuid, ${event}::text, ${reason}::text, ${actor}::text`;

/** A move as it was posted, by the event that posted it. */
export type MovedLine = PostingLine & { readonly id: string; readonly value: string; readonly event: string };

type Stored = {
  id: string;
  sourceLineId: string;
  sourceEvent: string;
  itemId: string;
  valuation: Valuation;
  secondUnit: string | null;
  lotId: string | null;
  fromLocationId: string | null;
  fromStatus: StockStatus | null;
  fromEnd: VirtualEnd | null;
  toLocationId: string | null;
  toStatus: StockStatus | null;
  toEnd: VirtualEnd | null;
  qty: string;
  qty2: string;
  enteredUnit: string;
  enteredQty: string;
  unitFactor: string;
  value: string;
  movementType: MovementType;
};

/** Every move a document has posted, in the order it did. */
export async function movesOf({ db }: Pick<TenantContext, 'db'>, sourceId: string): Promise<MovedLine[]> {
  const { rows } = await sql<Stored>`
    SELECT m.*, i.valuation, i.second_unit FROM stock_moves m JOIN inventory_items i ON i.id = m.item_id
    WHERE m.source_id = ${sourceId} ORDER BY m.seq`.execute(db);
  return rows.map((move, index) => ({
    id: move.id,
    event: move.sourceEvent,
    sourceLineId: move.sourceLineId,
    path: `lines.${index}.quantity`,
    item: {
      id: move.itemId,
      valuation: move.valuation,
      secondUnit: move.secondUnit,
      standardCost: '0',
      isWatched: true,
    },
    lotId: move.lotId,
    from: endOf(move.fromLocationId, move.fromStatus, move.fromEnd),
    to: endOf(move.toLocationId, move.toStatus, move.toEnd),
    quantity: move.qty,
    quantity2: move.qty2,
    entered: { unit: move.enteredUnit, quantity: move.enteredQty, factor: move.unitFactor },
    movementType: move.movementType,
    value: move.value,
  }));
}

function endOf(locationId: string | null, status: StockStatus | null, end: VirtualEnd | null): End {
  if (locationId !== null && status !== null) return { locationId, status };
  if (end === null) throw new Error('a move has an end that is none');
  return { end };
}
