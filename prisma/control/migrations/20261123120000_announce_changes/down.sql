DROP TRIGGER session_changed ON sessions;
DROP TRIGGER session_ended ON sessions;
DROP TRIGGER user_changed ON users;
DROP TRIGGER user_gone ON users;
DROP TRIGGER membership_changed ON user_tenants;
DROP TRIGGER tenant_changed ON tenants;
DROP TRIGGER tenant_gone ON tenants;
DROP FUNCTION announce_change();
