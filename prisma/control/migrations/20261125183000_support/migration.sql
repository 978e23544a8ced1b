-- The operator works in a company only while it consents: for some hours, to read or to write, and for a reason.
CREATE TABLE "support_consents" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "level" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "granted_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended_how" TEXT,

    CONSTRAINT "support_consents_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "support_consents_tenant_id_id_key" ON "support_consents"("tenant_id", "id");
CREATE INDEX "support_consents_granted_by_idx" ON "support_consents"("granted_by");

-- What the Prisma language cannot say. A newer consent takes the place of the one there is.
CREATE UNIQUE INDEX "support_consents_one_key" ON "support_consents"("tenant_id") WHERE "ended_at" IS NULL;

ALTER TABLE "support_consents"
  ADD CONSTRAINT "support_consents_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  ADD CONSTRAINT "support_consents_granted_by_fkey" FOREIGN KEY ("granted_by") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE,
  ADD CONSTRAINT "support_consents_level_check" CHECK ("level" IN ('READ', 'READ_WRITE')),
  ADD CONSTRAINT "support_consents_reason_check" CHECK (length(trim("reason")) > 0),
  ADD CONSTRAINT "support_consents_ended_how_check" CHECK ("ended_how" IN ('REVOKED', 'REPLACED', 'EXPIRED', 'COMPANY_CLOSED')),
  ADD CONSTRAINT "support_consents_ended_check" CHECK (("ended_at" IS NULL) = ("ended_how" IS NULL)),
  ADD CONSTRAINT "support_consents_expires_at_check"
    CHECK ("expires_at" > "created_at" AND "expires_at" <= "created_at" + INTERVAL '72 hours');

-- By which somebody of the operator's works there. The secret is stored as its SHA-256 alone.
CREATE TABLE "support_accesses" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "consent_id" UUID NOT NULL,
    "operator" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "secret_hash" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "closed_by" TEXT,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "support_accesses_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "support_accesses_tenant_id_consent_id_idx" ON "support_accesses"("tenant_id", "consent_id");

ALTER TABLE "support_accesses"
  ADD CONSTRAINT "support_accesses_consent_fkey" FOREIGN KEY ("tenant_id", "consent_id")
    REFERENCES "support_consents"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION,
  ADD CONSTRAINT "support_accesses_operator_check" CHECK (length(trim("operator")) > 0),
  ADD CONSTRAINT "support_accesses_reason_check" CHECK (length(trim("reason")) > 0),
  ADD CONSTRAINT "support_accesses_secret_hash_check" CHECK ("secret_hash" ~ '^[0-9a-f]{64}$'),
  ADD CONSTRAINT "support_accesses_closed_check" CHECK (("closed_at" IS NULL) = ("closed_by" IS NULL)),
  ADD CONSTRAINT "support_accesses_expires_at_check"
    CHECK ("expires_at" > "opened_at" AND "expires_at" <= "opened_at" + INTERVAL '1 hour');

-- No access without a consent that lives, and none beyond it, whoever writes the row; that it is the company's own is the key's.
CREATE FUNCTION require_support_consent() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  PERFORM FROM public.support_consents c
  WHERE c.id = NEW.consent_id AND c.ended_at IS NULL AND c.expires_at > clock_timestamp() AND NEW.expires_at <= c.expires_at
  FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no living consent covers this access' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$$;

REVOKE ALL ON FUNCTION require_support_consent() FROM PUBLIC;

CREATE TRIGGER support_needs_consent BEFORE INSERT OR UPDATE OF tenant_id, consent_id, expires_at ON support_accesses
  FOR EACH ROW EXECUTE FUNCTION require_support_consent();

-- A company that closes, for whatever reason and by whomever, consents no more, nor again when it opens.
CREATE FUNCTION end_support_of_closed() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  UPDATE public.support_consents SET ended_at = clock_timestamp(), ended_how = 'COMPANY_CLOSED'
  WHERE tenant_id = OLD.id AND ended_at IS NULL;
  RETURN NULL;
END
$$;

REVOKE ALL ON FUNCTION end_support_of_closed() FROM PUBLIC;

CREATE TRIGGER support_of_closed AFTER UPDATE ON tenants FOR EACH ROW
  WHEN ((NEW.status, NEW.is_active) IS DISTINCT FROM (OLD.status, OLD.is_active)
    AND NOT (NEW.status = 'ACTIVE' AND NEW.is_active))
  EXECUTE FUNCTION end_support_of_closed();

-- Every process hears at once of what ends.
CREATE TRIGGER support_consent_changed AFTER UPDATE OR DELETE ON support_consents FOR EACH ROW
  EXECUTE FUNCTION announce_change('tenant', 'tenant_id');

-- That it was used lets nobody in or out.
CREATE TRIGGER support_access_changed AFTER UPDATE ON support_accesses FOR EACH ROW
  WHEN ((NEW.tenant_id, NEW.consent_id, NEW.operator, NEW.secret_hash, NEW.expires_at, NEW.closed_at)
    IS DISTINCT FROM (OLD.tenant_id, OLD.consent_id, OLD.operator, OLD.secret_hash, OLD.expires_at, OLD.closed_at))
  EXECUTE FUNCTION announce_change('tenant', 'tenant_id');

CREATE TRIGGER support_access_gone AFTER DELETE ON support_accesses FOR EACH ROW
  EXECUTE FUNCTION announce_change('tenant', 'tenant_id');
