-- Tells every process at once that what it remembers of a session, a person or a company is no longer so, whoever made
-- the change and by what means. Anybody logged in may listen, so ids travel as hashes: enough to forget by, nothing to learn.
CREATE FUNCTION announce_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  PERFORM pg_notify(
    'lavoro_changes',
    TG_ARGV[0] || ':' || encode(sha256(convert_to(to_jsonb(COALESCE(OLD, NEW)) ->> TG_ARGV[1], 'UTF8')), 'hex')
  );
  RETURN NULL;
END
$$;

REVOKE ALL ON FUNCTION announce_change() FROM PUBLIC;

-- A session that only lives on, with a new refresh token, lets nobody in or out.
CREATE TRIGGER session_changed AFTER UPDATE ON sessions FOR EACH ROW
  WHEN (NEW.expires_at < OLD.expires_at OR NEW.tenant_id IS DISTINCT FROM OLD.tenant_id OR NEW.user_id <> OLD.user_id)
  EXECUTE FUNCTION announce_change('session', 'id');

CREATE TRIGGER session_ended AFTER DELETE ON sessions FOR EACH ROW
  EXECUTE FUNCTION announce_change('session', 'id');

CREATE TRIGGER user_changed AFTER UPDATE ON users FOR EACH ROW
  WHEN (NEW.is_active IS DISTINCT FROM OLD.is_active)
  EXECUTE FUNCTION announce_change('user', 'id');

CREATE TRIGGER user_gone AFTER DELETE ON users FOR EACH ROW
  EXECUTE FUNCTION announce_change('user', 'id');

CREATE TRIGGER membership_changed AFTER INSERT OR UPDATE OR DELETE ON user_tenants FOR EACH ROW
  EXECUTE FUNCTION announce_change('user', 'user_id');

CREATE TRIGGER tenant_changed AFTER UPDATE ON tenants FOR EACH ROW
  WHEN ((NEW.status, NEW.is_active, NEW.name, NEW.slug, NEW.currency, NEW.country)
    IS DISTINCT FROM (OLD.status, OLD.is_active, OLD.name, OLD.slug, OLD.currency, OLD.country))
  EXECUTE FUNCTION announce_change('tenant', 'id');

CREATE TRIGGER tenant_gone AFTER DELETE ON tenants FOR EACH ROW
  EXECUTE FUNCTION announce_change('tenant', 'id');
