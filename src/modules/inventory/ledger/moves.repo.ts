import { sql } from 'kysely';
import type { TenantContext } from '@/context';
import type { MovementType, StockStatus, Valuation, VirtualEnd } from '@/contract/enums';
import { runHeldBack } from '@/database/hotQuery';
import type { End, PostedMove, Posting, PostingLine } from './posting';

const placeOf = (end: End) => end.locationId ?? null;
const statusOf = (end: End) => (end.end === undefined ? end.status : null);
const virtualOf = (end: End) => end.end ?? null;

/** Adds moves to the ledger, all in one statement, in their order. */
export async function insertMoves(
  { db, tenant, actor }: Pick<TenantContext, 'db' | 'actor'> & { readonly tenant: { readonly currency: string } },
  { sourceType, sourceId, event, effectiveDate, reason }: Posting,
  moves: readonly PostedMove[],
): Promise<void> {
  const all = <T>(pick: (move: PostedMove) => T) => moves.map(pick);
  const statement = sql`
    INSERT INTO stock_moves (id, item_id, lot_id, movement_type, from_location_id, from_status, from_end, to_location_id,
      to_status, to_end, qty, qty_2, entered_unit, entered_qty, unit_factor, value, source_line_id, reversal_of_id,
      effective_date, currency, source_type, source_id, source_event, reason, created_by)
    SELECT m.*, ${effectiveDate}::date, ${tenant.currency}, ${sourceType}, ${sourceId}::uuid, ${event}, ${reason}, ${actor}
    FROM unnest(${all(({ id }) => id)}::uuid[], ${all(({ item }) => item.id)}::uuid[], ${all(({ lotId }) => lotId)}::uuid[],
      ${all(({ movementType }) => movementType)}::text[],
      ${all(({ from }) => placeOf(from))}::uuid[], ${all(({ from }) => statusOf(from))}::text[], ${all(({ from }) => virtualOf(from))}::text[],
      ${all(({ to }) => placeOf(to))}::uuid[], ${all(({ to }) => statusOf(to))}::text[], ${all(({ to }) => virtualOf(to))}::text[],
      ${all(({ quantity }) => quantity)}::numeric[], ${all(({ quantity2 }) => quantity2)}::numeric[],
      ${all(({ entered }) => entered.unit)}::text[], ${all(({ entered }) => entered.quantity)}::numeric[],
      ${all(({ entered }) => entered.factor)}::numeric[], ${all(({ value }) => value)}::numeric[],
      ${all(({ sourceLineId }) => sourceLineId)}::uuid[], ${all(({ reversalOfId }) => reversalOfId ?? null)}::uuid[]) AS m`;
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
