-- Takes the first migration back: every table, and with it every row.
DROP TABLE "locations", "primary_locations", "suppliers", "customers", "inventory_items", "stock_balances", "production_orders", "quality_records", "quality_defects", "financial_transactions", "number_counters", "audit_log", "idempotency_keys";
