DROP TRIGGER totp_gone ON totp_secrets;
DROP TRIGGER totp_changed ON totp_secrets;

DROP TRIGGER tenant_changed ON tenants;
CREATE TRIGGER tenant_changed AFTER UPDATE ON tenants FOR EACH ROW
  WHEN ((NEW.status, NEW.is_active, NEW.name, NEW.slug, NEW.currency, NEW.country, NEW.shape_version)
    IS DISTINCT FROM
    (OLD.status, OLD.is_active, OLD.name, OLD.slug, OLD.currency, OLD.country, OLD.shape_version))
  EXECUTE FUNCTION announce_change('tenant', 'id');

ALTER TABLE "tenants" DROP COLUMN "second_factor_required";
