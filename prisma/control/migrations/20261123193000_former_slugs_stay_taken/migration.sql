-- Nobody takes an address that another company had until it expires, whoever writes the row and by what means. The trigger
-- runs after the row has gone through the unique index, and so after it has waited for a company that was just leaving the
-- address: what that one left behind is seen. It answers as the index does, for the address is as good as used.
CREATE FUNCTION refuse_former_slug() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  IF EXISTS (
    SELECT FROM public.former_slugs f
    WHERE f.slug = NEW.slug AND f.tenant_id <> NEW.id AND f.expires_at > clock_timestamp()
  ) THEN
    RAISE unique_violation USING
      MESSAGE = 'another company had this slug until lately',
      SCHEMA = 'public', TABLE = 'tenants', CONSTRAINT = 'tenants_slug_key';
  END IF;
  RETURN NULL;
END
$$;

REVOKE ALL ON FUNCTION refuse_former_slug() FROM PUBLIC;

CREATE TRIGGER tenant_slug_taken AFTER INSERT OR UPDATE OF slug ON tenants FOR EACH ROW
  EXECUTE FUNCTION refuse_former_slug();
