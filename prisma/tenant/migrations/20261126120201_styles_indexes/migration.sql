-- CreateIndex
CREATE INDEX "inventory_items_colourway_id_style_id_idx" ON "inventory_items"("colourway_id", "style_id");

-- CreateIndex
CREATE INDEX "inventory_items_size_id_style_id_idx" ON "inventory_items"("size_id", "style_id");

-- CreateIndex
CREATE UNIQUE INDEX "inventory_items_style_id_colourway_id_size_id_key" ON "inventory_items"("style_id", "colourway_id", "size_id");
