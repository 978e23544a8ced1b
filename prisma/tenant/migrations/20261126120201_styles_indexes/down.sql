-- DropIndex
DROP INDEX "inventory_items_colourway_id_style_id_idx";

-- DropIndex
DROP INDEX "inventory_items_size_id_style_id_idx";

-- DropIndex
DROP INDEX "inventory_items_style_id_colourway_id_size_id_key";
