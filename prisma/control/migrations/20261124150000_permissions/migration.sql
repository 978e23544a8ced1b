-- What a person may do in a company: by the role, or by a role the company has put together itself; at all of its locations,
-- or at some. What a program may do: by a key.
CREATE TABLE "custom_roles" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "permissions" TEXT[],
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "custom_roles_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "custom_roles_tenant_id_id_key" ON "custom_roles"("tenant_id", "id");
CREATE UNIQUE INDEX "custom_roles_name_key" ON "custom_roles"("tenant_id", lower("name"));

ALTER TABLE "custom_roles"
  ADD CONSTRAINT "custom_roles_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  ADD CONSTRAINT "custom_roles_name_check" CHECK (length(trim("name")) > 0),
  ADD CONSTRAINT "custom_roles_permissions_check" CHECK ("permissions" IS NOT NULL);

CREATE TABLE "api_keys" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "secret_hash" TEXT NOT NULL,
    "permissions" TEXT[],
    "location_ids" UUID[],
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "api_keys_tenant_id_idx" ON "api_keys"("tenant_id");
CREATE INDEX "api_keys_created_by_idx" ON "api_keys"("created_by");

ALTER TABLE "api_keys"
  ADD CONSTRAINT "api_keys_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  ADD CONSTRAINT "api_keys_created_by_fkey" FOREIGN KEY ("created_by") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  ADD CONSTRAINT "api_keys_secret_hash_check" CHECK ("secret_hash" ~ '^[0-9a-f]{64}$'),
  ADD CONSTRAINT "api_keys_permissions_check" CHECK ("permissions" IS NOT NULL),
  ADD CONSTRAINT "api_keys_expires_at_check" CHECK ("expires_at" <= "created_at" + INTERVAL '366 days');

-- A role of another company cannot be given: the key holds the company too.
ALTER TABLE "user_tenants" ADD COLUMN     "custom_role_id" UUID,
ADD COLUMN     "location_ids" UUID[];

CREATE INDEX "user_tenants_custom_role_id_tenant_id_idx" ON "user_tenants"("custom_role_id", "tenant_id");

ALTER TABLE "user_tenants" ADD CONSTRAINT "user_tenants_custom_role_fkey" FOREIGN KEY ("tenant_id", "custom_role_id")
  REFERENCES "custom_roles"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE NO ACTION;

CREATE TRIGGER custom_role_changed AFTER UPDATE OR DELETE ON custom_roles FOR EACH ROW
  EXECUTE FUNCTION announce_change('tenant', 'tenant_id');

-- That a key was used lets nobody in or out.
CREATE TRIGGER api_key_changed AFTER UPDATE ON api_keys FOR EACH ROW
  WHEN ((NEW.tenant_id, NEW.secret_hash, NEW.permissions, NEW.location_ids, NEW.created_by, NEW.expires_at, NEW.revoked_at)
    IS DISTINCT FROM
    (OLD.tenant_id, OLD.secret_hash, OLD.permissions, OLD.location_ids, OLD.created_by, OLD.expires_at, OLD.revoked_at))
  EXECUTE FUNCTION announce_change('tenant', 'tenant_id');

CREATE TRIGGER api_key_gone AFTER DELETE ON api_keys FOR EACH ROW
  EXECUTE FUNCTION announce_change('tenant', 'tenant_id');

-- A key dies with the membership of who made it, whoever ends that: one who comes back has no old keys.
CREATE FUNCTION revoke_keys_of_member() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  UPDATE public.api_keys SET revoked_at = now()
  WHERE tenant_id = OLD.tenant_id AND created_by = OLD.user_id AND revoked_at IS NULL;
  RETURN NULL;
END
$$;

REVOKE ALL ON FUNCTION revoke_keys_of_member() FROM PUBLIC;

CREATE TRIGGER membership_gone AFTER DELETE ON user_tenants FOR EACH ROW
  EXECUTE FUNCTION revoke_keys_of_member();
