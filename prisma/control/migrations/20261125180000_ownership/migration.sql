-- An owner hands the company over: offered by the one, and confirmed by the other.
CREATE TABLE "ownership_offers" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "from_user" UUID NOT NULL,
    "to_user" UUID NOT NULL,
    "giver_becomes" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended_how" TEXT,

    CONSTRAINT "ownership_offers_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "ownership_offers_tenant_id_id_idx" ON "ownership_offers"("tenant_id", "id");
CREATE INDEX "ownership_offers_from_user_idx" ON "ownership_offers"("from_user");
CREATE INDEX "ownership_offers_to_user_idx" ON "ownership_offers"("to_user");

-- What the Prisma language cannot say. Of a company one is open at most.
CREATE UNIQUE INDEX "ownership_offers_one_open_key" ON "ownership_offers"("tenant_id") WHERE "ended_at" IS NULL;

ALTER TABLE "ownership_offers"
  ADD CONSTRAINT "ownership_offers_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  ADD CONSTRAINT "ownership_offers_from_user_fkey" FOREIGN KEY ("from_user") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  ADD CONSTRAINT "ownership_offers_to_user_fkey" FOREIGN KEY ("to_user") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  ADD CONSTRAINT "ownership_offers_two_people_check" CHECK ("from_user" <> "to_user"),
  ADD CONSTRAINT "ownership_offers_giver_becomes_check" CHECK ("giver_becomes" IN ('ADMIN', 'MANAGER', 'EMPLOYEE')),
  ADD CONSTRAINT "ownership_offers_ended_how_check" CHECK ("ended_how" IN ('ACCEPTED', 'DECLINED', 'WITHDRAWN', 'LAPSED')),
  ADD CONSTRAINT "ownership_offers_ended_check" CHECK (("ended_at" IS NULL) = ("ended_how" IS NULL)),
  ADD CONSTRAINT "ownership_offers_expires_at_check"
    CHECK ("expires_at" > "created_at" AND "expires_at" <= "created_at" + INTERVAL '30 days');

-- An offer does not outlive what it rests on: the two memberships, the two accounts and the company, whoever ends them.
CREATE FUNCTION lapse_ownership_offers() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  IF TG_TABLE_NAME = 'tenants' THEN
    UPDATE public.ownership_offers SET ended_at = clock_timestamp(), ended_how = 'LAPSED'
    WHERE tenant_id = OLD.id AND ended_at IS NULL;
  ELSIF TG_TABLE_NAME = 'users' THEN
    UPDATE public.ownership_offers SET ended_at = clock_timestamp(), ended_how = 'LAPSED'
    WHERE OLD.id IN (from_user, to_user) AND ended_at IS NULL;
  ELSE
    UPDATE public.ownership_offers SET ended_at = clock_timestamp(), ended_how = 'LAPSED'
    WHERE tenant_id = OLD.tenant_id AND OLD.user_id IN (from_user, to_user) AND ended_at IS NULL;
  END IF;
  RETURN NULL;
END
$$;

REVOKE ALL ON FUNCTION lapse_ownership_offers() FROM PUBLIC;

CREATE TRIGGER offers_of_member_gone AFTER DELETE ON user_tenants FOR EACH ROW
  EXECUTE FUNCTION lapse_ownership_offers();

-- Made less, or an owner already.
CREATE TRIGGER offers_of_member_changed AFTER UPDATE ON user_tenants FOR EACH ROW
  WHEN ((OLD.is_active AND NOT NEW.is_active) OR (NEW.role <> OLD.role AND (NEW.role = 'OWNER'
    OR array_position(ARRAY['OWNER', 'ADMIN', 'MANAGER', 'EMPLOYEE'], NEW.role)
     > array_position(ARRAY['OWNER', 'ADMIN', 'MANAGER', 'EMPLOYEE'], OLD.role))))
  EXECUTE FUNCTION lapse_ownership_offers();

CREATE TRIGGER offers_of_disabled AFTER UPDATE ON users FOR EACH ROW
  WHEN (OLD.is_active AND NOT NEW.is_active)
  EXECUTE FUNCTION lapse_ownership_offers();

CREATE TRIGGER offers_of_closed AFTER UPDATE ON tenants FOR EACH ROW
  WHEN ((NEW.status, NEW.is_active) IS DISTINCT FROM (OLD.status, OLD.is_active)
    AND NOT (NEW.status = 'ACTIVE' AND NEW.is_active))
  EXECUTE FUNCTION lapse_ownership_offers();
