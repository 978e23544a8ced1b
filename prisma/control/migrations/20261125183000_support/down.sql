DROP TRIGGER support_of_closed ON tenants;
DROP FUNCTION end_support_of_closed();
DROP TABLE "support_accesses";
DROP FUNCTION require_support_consent();
DROP TABLE "support_consents";
