-- A session is a chain of refresh tokens, each the HMAC of the seed, the session and its number in the chain. Sessions that
-- come of each other, by changing the company, are a family. Those of before have no seed: their people sign in again.
ALTER TABLE "sessions" ADD COLUMN     "ends_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP + INTERVAL '30 days',
ADD COLUMN     "family" UUID NOT NULL DEFAULT gen_random_uuid(),
ADD COLUMN     "generation" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "revoked_at" TIMESTAMPTZ(3),
ADD COLUMN     "revoked_why" TEXT,
ADD COLUMN     "rotated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "token_seed" TEXT NOT NULL DEFAULT '';

ALTER TABLE "sessions"
  ADD CONSTRAINT "sessions_revoked_why_check" CHECK ("revoked_why" IN
    ('SIGNED_OUT', 'SWITCHED', 'REVOKED', 'REUSED', 'PASSWORD_CHANGED', 'DISABLED', 'REMOVED', 'COMPANY_CLOSED', 'TOO_MANY')),
  ADD CONSTRAINT "sessions_revoked_check" CHECK (("revoked_at" IS NULL) = ("revoked_why" IS NULL));

CREATE INDEX "sessions_family_idx" ON "sessions"("family");

-- What concerns the safety of accounts and companies, whether it was let through or not: append-only.
CREATE TABLE "security_events" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "kind" TEXT NOT NULL,
    "user_id" UUID,
    "tenant_id" UUID,
    "session_id" UUID,
    "request_id" TEXT,
    "ip_address" TEXT,
    "detail" JSONB,

    CONSTRAINT "security_events_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "security_events_user_id_id_idx" ON "security_events"("user_id", "id");
CREATE INDEX "security_events_tenant_id_id_idx" ON "security_events"("tenant_id", "id");
CREATE INDEX "security_events_kind_at_idx" ON "security_events"("kind", "at");

-- A session that only lives on, with a new refresh token, lets nobody in or out.
DROP TRIGGER session_changed ON sessions;
CREATE TRIGGER session_changed AFTER UPDATE ON sessions FOR EACH ROW
  WHEN (NEW.expires_at < OLD.expires_at OR NEW.ends_at < OLD.ends_at OR NEW.revoked_at IS DISTINCT FROM OLD.revoked_at
    OR NEW.tenant_id IS DISTINCT FROM OLD.tenant_id OR NEW.user_id <> OLD.user_id)
  EXECUTE FUNCTION announce_change('session', 'id');
