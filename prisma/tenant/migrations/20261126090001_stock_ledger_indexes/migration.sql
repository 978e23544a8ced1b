-- CreateIndex
CREATE INDEX "stock_balances_lot_id_item_id_idx" ON "stock_balances"("lot_id", "item_id");

-- The key of a balance; nulls are alike in it, which PostgreSQL 14 cannot say otherwise.
CREATE UNIQUE INDEX "stock_balances_key" ON "stock_balances" ("item_id", "location_id", "status",
  coalesce("lot_id", '00000000-0000-0000-0000-000000000000'));
