DROP TRIGGER offers_of_closed ON tenants;
DROP TRIGGER offers_of_disabled ON users;
DROP TRIGGER offers_of_member_changed ON user_tenants;
DROP TRIGGER offers_of_member_gone ON user_tenants;
DROP FUNCTION lapse_ownership_offers();
DROP TABLE "ownership_offers";
