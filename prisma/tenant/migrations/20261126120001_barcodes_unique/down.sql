-- DropIndex
DROP INDEX "inventory_items_barcode_key";
