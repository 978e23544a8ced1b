import { sql } from 'kysely';
import type { TenantContext } from '@/context';
import type { MovementType, StockStatus, Valuation, VirtualEnd } from '@/contract/enums';
import { type GivenColumns, givenRows } from '@/database/givenRows';
import { runHeldBack } from '@/database/hotQuery';
import type { End, PostedMove, Posting, PostingLine } from './posting';

const placeOf = (end: End) => end.locationId ?? null;
const statusOf = (end: End) => (end.end === undefined ? end.status : null);
const virtualOf = (end: End) => end.end ?? null;

const MOVE: GivenColumns<PostedMove> = {
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
  value: ['numeric', ({ value }) => value],
  source_line_id: ['uuid', ({ sourceLineId }) => sourceLineId],
  reversal_of_id: ['uuid', ({ reversalOfId }) => reversalOfId],
};

/** Adds moves to the ledger, all in one statement, in their order. */
export async function insertMoves(
  { db, tenant, actor }: Pick<TenantContext, 'db' | 'actor'> & { readonly tenant: { readonly currency: string } },
  { sourceType, sourceId, event, effectiveDate, reason }: Posting,
  moves: readonly PostedMove[],
): Promise<void> {
  const statement = sql`
    INSERT INTO stock_moves (${sql.raw(Object.keys(MOVE).join(', '))}, effective_date, currency, source_type, source_id, source_event,
      reason, created_by)
    SELECT m.*, ${effectiveDate}::date, ${tenant.currency}::text, ${sourceType}::text, ${sourceId}::uuid, ${event}::text, ${reason}::text,
      ${actor}::text FROM ${givenRows(moves, MOVE)} AS m`;
  await runHeldBack(statement, db);
}

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
