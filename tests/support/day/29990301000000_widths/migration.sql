ALTER TABLE inventory_items ADD COLUMN finished_width_mm numeric(10, 2);
CREATE TABLE machines (id uuid PRIMARY KEY, name text NOT NULL, gauge integer);
