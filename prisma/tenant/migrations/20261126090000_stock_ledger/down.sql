-- DropForeignKey
ALTER TABLE "stock_balances" DROP CONSTRAINT "stock_balances_lot_fkey";

-- DropForeignKey
ALTER TABLE "lots" DROP CONSTRAINT "lots_item_id_fkey";

-- DropForeignKey
ALTER TABLE "lots" DROP CONSTRAINT "lots_supplier_id_fkey";

-- DropForeignKey
ALTER TABLE "lots" DROP CONSTRAINT "lots_parent_lot_id_fkey";

-- DropForeignKey
ALTER TABLE "stock_documents" DROP CONSTRAINT "stock_documents_location_id_fkey";

-- DropForeignKey
ALTER TABLE "stock_documents" DROP CONSTRAINT "stock_documents_to_location_id_fkey";

-- DropForeignKey
ALTER TABLE "stock_documents" DROP CONSTRAINT "stock_documents_supplier_id_fkey";

-- DropForeignKey
ALTER TABLE "stock_documents" DROP CONSTRAINT "stock_documents_customer_id_fkey";

-- DropForeignKey
ALTER TABLE "stock_documents" DROP CONSTRAINT "stock_documents_reversal_of_id_fkey";

-- DropForeignKey
ALTER TABLE "stock_document_lines" DROP CONSTRAINT "stock_document_lines_document_id_fkey";

-- DropForeignKey
ALTER TABLE "stock_document_lines" DROP CONSTRAINT "stock_document_lines_item_id_fkey";

-- DropForeignKey
ALTER TABLE "stock_document_lines" DROP CONSTRAINT "stock_document_lines_lot_fkey";

-- DropForeignKey
ALTER TABLE "stock_document_lines" DROP CONSTRAINT "stock_document_lines_reservation_id_fkey";

-- DropForeignKey
ALTER TABLE "stock_moves" DROP CONSTRAINT "stock_moves_item_id_fkey";

-- DropForeignKey
ALTER TABLE "stock_moves" DROP CONSTRAINT "stock_moves_lot_fkey";

-- DropForeignKey
ALTER TABLE "stock_moves" DROP CONSTRAINT "stock_moves_from_location_id_fkey";

-- DropForeignKey
ALTER TABLE "stock_moves" DROP CONSTRAINT "stock_moves_to_location_id_fkey";

-- DropForeignKey
ALTER TABLE "stock_moves" DROP CONSTRAINT "stock_moves_reversal_of_id_fkey";

-- DropForeignKey
ALTER TABLE "item_costs" DROP CONSTRAINT "item_costs_item_id_fkey";

-- DropForeignKey
ALTER TABLE "cost_layers" DROP CONSTRAINT "cost_layers_item_id_fkey";

-- DropForeignKey
ALTER TABLE "cost_layers" DROP CONSTRAINT "cost_layers_lot_fkey";

-- DropForeignKey
ALTER TABLE "reservations" DROP CONSTRAINT "reservations_item_id_fkey";

-- DropForeignKey
ALTER TABLE "reservations" DROP CONSTRAINT "reservations_location_id_fkey";

-- DropForeignKey
ALTER TABLE "reservations" DROP CONSTRAINT "reservations_lot_fkey";

-- DropForeignKey
ALTER TABLE "reservation_allocations" DROP CONSTRAINT "reservation_allocations_reservation_id_fkey";

-- DropForeignKey
ALTER TABLE "reservation_allocations" DROP CONSTRAINT "reservation_allocations_balance_id_fkey";

-- DropForeignKey
ALTER TABLE "reorder_levels" DROP CONSTRAINT "reorder_levels_item_id_fkey";

-- DropForeignKey
ALTER TABLE "reorder_levels" DROP CONSTRAINT "reorder_levels_location_id_fkey";

-- DropForeignKey
ALTER TABLE "stock_alerts" DROP CONSTRAINT "stock_alerts_item_id_fkey";

-- DropForeignKey
ALTER TABLE "stock_alerts" DROP CONSTRAINT "stock_alerts_location_id_fkey";

-- DropForeignKey
ALTER TABLE "stock_alerts" DROP CONSTRAINT "stock_alerts_lot_fkey";

-- DropForeignKey
ALTER TABLE "stock_counts" DROP CONSTRAINT "stock_counts_location_id_fkey";

-- DropForeignKey
ALTER TABLE "stock_count_lines" DROP CONSTRAINT "stock_count_lines_count_id_fkey";

-- DropForeignKey
ALTER TABLE "stock_count_lines" DROP CONSTRAINT "stock_count_lines_item_id_fkey";

-- DropForeignKey
ALTER TABLE "stock_count_lines" DROP CONSTRAINT "stock_count_lines_lot_fkey";

-- Goods of one item at one place are one row again, whatever was told apart among them.
UPDATE "stock_balances" b SET "on_hand" = s."on_hand", "reserved" = s."reserved"
  FROM (SELECT "item_id", "location_id", (array_agg("id" ORDER BY "id"))[1] AS "id", sum("on_hand") AS "on_hand", sum("reserved") AS "reserved"
    FROM "stock_balances" GROUP BY "item_id", "location_id") s WHERE s."id" = b."id";
DELETE FROM "stock_balances" b USING "stock_balances" k
  WHERE k."item_id" = b."item_id" AND k."location_id" = b."location_id" AND k."id" < b."id";
UPDATE "inventory_items" SET "unit" = 'pcs' WHERE "unit" IN ('oz', 't', 'mm', 'in', 'ft', 'gross', 'set', 'pack');
ALTER TABLE "inventory_items" DROP CONSTRAINT "inventory_items_unit_check",
  ADD CONSTRAINT "inventory_items_unit_check" CHECK ("unit" IN
    ('kg', 'g', 'lb', 'm', 'cm', 'yd', 'm2', 'yd2', 'pcs', 'pair', 'dozen'));

-- AlterTable
ALTER TABLE "inventory_items" DROP COLUMN "maximum_stock",
DROP COLUMN "minimum_stock",
DROP COLUMN "second_unit",
DROP COLUMN "tracking",
DROP COLUMN "valuation";

-- AlterTable
ALTER TABLE "stock_balances" DROP CONSTRAINT "stock_balances_pkey",
DROP COLUMN "id",
DROP COLUMN "last_moved_on",
DROP COLUMN "lot_id",
DROP COLUMN "on_hand_2",
DROP COLUMN "status",
ADD CONSTRAINT "stock_balances_pkey" PRIMARY KEY ("item_id", "location_id");

-- DropTable
DROP TABLE "lots";

-- DropTable
DROP TABLE "stock_documents";

-- DropTable
DROP TABLE "stock_document_lines";

-- DropTable
DROP TABLE "stock_moves";

-- DropTable
DROP TABLE "item_costs";

-- DropTable
DROP TABLE "cost_layers";

-- DropTable
DROP TABLE "reservations";

-- DropTable
DROP TABLE "reservation_allocations";

-- DropTable
DROP TABLE "reorder_levels";

-- DropTable
DROP TABLE "stock_alerts";

-- DropTable
DROP TABLE "stock_counts";

-- DropTable
DROP TABLE "stock_count_lines";

-- DropTable
DROP TABLE "stock_settings";
