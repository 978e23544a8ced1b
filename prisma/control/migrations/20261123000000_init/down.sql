-- Takes the first migration back: every table, and with it every row.
DROP TABLE "users", "tenants", "user_tenants", "sessions";
