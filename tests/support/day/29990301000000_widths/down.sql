DROP TABLE machines;
ALTER TABLE inventory_items DROP COLUMN finished_width_mm;
