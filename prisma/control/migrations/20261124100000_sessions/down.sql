-- An older release knows no ended sessions: those that are must not come back to life.
DELETE FROM "sessions" WHERE "revoked_at" IS NOT NULL OR "ends_at" <= now();
DROP TRIGGER session_changed ON sessions;
CREATE TRIGGER session_changed AFTER UPDATE ON sessions FOR EACH ROW
  WHEN (NEW.expires_at < OLD.expires_at OR NEW.tenant_id IS DISTINCT FROM OLD.tenant_id OR NEW.user_id <> OLD.user_id)
  EXECUTE FUNCTION announce_change('session', 'id');
DROP TABLE "security_events";
ALTER TABLE "sessions" DROP CONSTRAINT "sessions_revoked_check", DROP CONSTRAINT "sessions_revoked_why_check";
DROP INDEX "sessions_family_idx";
ALTER TABLE "sessions" DROP COLUMN "ends_at", DROP COLUMN "family", DROP COLUMN "generation", DROP COLUMN "last_seen_at",
DROP COLUMN "revoked_at", DROP COLUMN "revoked_why", DROP COLUMN "rotated_at", DROP COLUMN "token_seed";
