-- A company may ask its people for a second factor: who has none gets in nowhere but to their own account.
ALTER TABLE "tenants" ADD COLUMN     "second_factor_required" BOOLEAN NOT NULL DEFAULT false;

DROP TRIGGER tenant_changed ON tenants;
CREATE TRIGGER tenant_changed AFTER UPDATE ON tenants FOR EACH ROW
  WHEN ((NEW.status, NEW.is_active, NEW.name, NEW.slug, NEW.currency, NEW.country, NEW.shape_version,
      NEW.second_factor_required)
    IS DISTINCT FROM
    (OLD.status, OLD.is_active, OLD.name, OLD.slug, OLD.currency, OLD.country, OLD.shape_version,
      OLD.second_factor_required))
  EXECUTE FUNCTION announce_change('tenant', 'id');

-- Not with every code that is used.
CREATE TRIGGER totp_changed AFTER UPDATE ON totp_secrets FOR EACH ROW
  WHEN (NEW.confirmed_at IS DISTINCT FROM OLD.confirmed_at)
  EXECUTE FUNCTION announce_change('user', 'user_id');

CREATE TRIGGER totp_gone AFTER DELETE ON totp_secrets FOR EACH ROW
  EXECUTE FUNCTION announce_change('user', 'user_id');
