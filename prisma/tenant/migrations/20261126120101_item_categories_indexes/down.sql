-- DropIndex
DROP INDEX "inventory_items_category_id_idx";
