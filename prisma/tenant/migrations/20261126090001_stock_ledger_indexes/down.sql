DROP INDEX "stock_balances_key";

-- DropIndex
DROP INDEX "stock_balances_lot_id_item_id_idx";
