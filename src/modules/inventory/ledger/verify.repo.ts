import { sql } from 'kysely';
import type { TenantContext } from '@/context';
import type { StockFinding } from '@/contract/stock';
import { NO_LOT } from './balances.repo';

/** What is compared: each names what the moves say (`expected`) and what is written (`found`), where the two differ. */
const RULES = {
  // Every balance is the sum of what came to its key less what left it.
  'balance is its moves': sql`
    SELECT coalesce(m.item_id, b.item_id) AS item_id, coalesce(m.location_id, b.location_id) AS location_id,
      coalesce(m.lot_id, b.lot_id) AS lot_id, coalesce(m.qty, 0) AS expected, coalesce(b.on_hand, 0) AS found
    FROM moved m FULL JOIN stock_balances b ON b.item_id = m.item_id AND b.location_id = m.location_id AND b.status = m.status
      AND coalesce(b.lot_id, ${NO_LOT}) = coalesce(m.lot_id, ${NO_LOT})
    WHERE coalesce(m.qty, 0) <> coalesce(b.on_hand, 0)`,
  'second quantity is its moves': sql`
    SELECT b.item_id, b.location_id, b.lot_id, coalesce(m.qty_2, 0) AS expected, b.on_hand_2 AS found
    FROM stock_balances b LEFT JOIN moved m ON b.item_id = m.item_id AND b.location_id = m.location_id AND b.status = m.status
      AND coalesce(b.lot_id, ${NO_LOT}) = coalesce(m.lot_id, ${NO_LOT})
    WHERE coalesce(m.qty_2, 0) <> b.on_hand_2`,
  // What is promised of a balance is what its reservations hold, and each holds what is open of it.
  'reserved is its reservations': sql`
    SELECT b.item_id, b.location_id, b.lot_id, coalesce(a.quantity, 0) AS expected, b.reserved AS found
    FROM stock_balances b LEFT JOIN (
      SELECT balance_id, sum(quantity) AS quantity FROM reservation_allocations GROUP BY balance_id) a ON a.balance_id = b.id
    WHERE coalesce(a.quantity, 0) <> b.reserved`,
  'reservation holds what is open': sql`
    SELECT r.item_id, r.location_id, r.lot_id, r.quantity_open AS expected, coalesce(a.quantity, 0) AS found
    FROM reservations r LEFT JOIN (
      SELECT reservation_id, sum(quantity) AS quantity FROM reservation_allocations GROUP BY reservation_id) a
      ON a.reservation_id = r.id
    WHERE r.quantity_open <> coalesce(a.quantity, 0)`,
  // What an item's stock is: how much, and what it is worth.
  'cost quantity is its moves': sql`
    SELECT coalesce(w.item_id, c.item_id) AS item_id, NULL::uuid AS location_id, NULL::uuid AS lot_id,
      coalesce(w.qty, 0) AS expected, coalesce(c.qty, 0) AS found
    FROM worth w FULL JOIN item_costs c ON c.item_id = w.item_id WHERE coalesce(w.qty, 0) <> coalesce(c.qty, 0)`,
  'cost value is its moves': sql`
    SELECT coalesce(w.item_id, c.item_id) AS item_id, NULL::uuid AS location_id, NULL::uuid AS lot_id,
      coalesce(w.value, 0) AS expected, coalesce(c.value, 0) AS found
    FROM worth w FULL JOIN item_costs c ON c.item_id = w.item_id WHERE coalesce(w.value, 0) <> coalesce(c.value, 0)`,
  'layers are the quantity': sql`
    SELECT c.item_id, NULL::uuid AS location_id, NULL::uuid AS lot_id, c.qty AS expected, coalesce(l.qty, 0) AS found
    FROM item_costs c JOIN inventory_items i ON i.id = c.item_id LEFT JOIN layered l ON l.item_id = c.item_id
    WHERE i.valuation <> 'MOVING_AVERAGE' AND c.qty <> coalesce(l.qty, 0)`,
  'layers are the value': sql`
    SELECT c.item_id, NULL::uuid AS location_id, NULL::uuid AS lot_id, c.value AS expected, coalesce(l.value, 0) AS found
    FROM item_costs c JOIN inventory_items i ON i.id = c.item_id LEFT JOIN layered l ON l.item_id = c.item_id
    WHERE i.valuation <> 'MOVING_AVERAGE' AND c.value <> coalesce(l.value, 0)`,
  // What a line of a posted document says has moved, once.
  'posted line has moved': sql`
    SELECT d.item_id, h.location_id, d.lot_id, d.quantity AS expected, coalesce(m.qty, 0) AS found
    FROM stock_document_lines d JOIN stock_documents h ON h.id = d.document_id
    LEFT JOIN stock_moves m ON m.source_type = 'DOCUMENT' AND m.source_line_id = d.id AND m.source_event IN ('POST', 'UNDO_POST')
    WHERE h.status <> 'DRAFT' AND d.quantity <> coalesce(m.qty, 0)`,
} as const;

/** More findings than these are counted, not told. */
const MOST_FINDINGS = 200;

export type Verification = {
  readonly moves: number;
  readonly count: number;
  readonly findings: readonly StockFinding[];
};

/** Compares the books of a company's stock with the ledger: one statement, so one moment, whatever is posted meanwhile. */
export async function compareStock({ db }: Pick<TenantContext, 'db'>): Promise<Verification> {
  const parts = Object.entries(RULES).map(
    ([rule, query]) =>
      sql`SELECT ${sql.lit(rule)} AS rule, item_id, location_id, lot_id, expected::text, found::text FROM (${query}) x`,
  );
  const { rows } = await sql<{ moves: number; count: number; findings: StockFinding[] }>`
    WITH ends AS (
      SELECT item_id, lot_id, to_location_id AS location_id, to_status AS status, qty, qty_2 FROM stock_moves WHERE to_location_id IS NOT NULL
      UNION ALL
      SELECT item_id, lot_id, from_location_id, from_status, -qty, -qty_2 FROM stock_moves WHERE from_location_id IS NOT NULL),
    moved AS (
      SELECT item_id, lot_id, location_id, status, sum(qty) AS qty, sum(qty_2) AS qty_2 FROM ends GROUP BY item_id, lot_id, location_id, status),
    worth AS (
      SELECT item_id, sum(CASE WHEN to_end IS NULL THEN qty ELSE -qty END) AS qty, sum(CASE WHEN to_end IS NULL THEN value ELSE -value END) AS value
      FROM stock_moves WHERE from_end IS NOT NULL OR to_end IS NOT NULL GROUP BY item_id),
    layered AS (SELECT item_id, sum(qty_left) AS qty, sum(value) AS value FROM cost_layers GROUP BY item_id),
    found AS (${sql.join(parts, sql` UNION ALL `)})
    SELECT (SELECT count(*)::int FROM stock_moves) AS moves, (SELECT count(*)::int FROM found) AS count,
      coalesce((SELECT jsonb_agg(jsonb_build_object('rule', rule, 'itemId', item_id, 'locationId', location_id, 'lotId', lot_id,
        'expected', expected, 'found', found)) FROM (SELECT * FROM found ORDER BY rule, item_id LIMIT ${sql.lit(MOST_FINDINGS)}) f), '[]') AS findings`.execute(
    db,
  );
  const [row] = rows;
  if (!row) throw new Error('a comparison gave no row');
  return row;
}
