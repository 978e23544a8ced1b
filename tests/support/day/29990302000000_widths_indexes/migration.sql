CREATE INDEX inventory_items_finished_width_idx ON inventory_items (finished_width_mm);
