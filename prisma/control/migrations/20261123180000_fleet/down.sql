DROP TRIGGER tenant_changed ON tenants;
CREATE TRIGGER tenant_changed AFTER UPDATE ON tenants FOR EACH ROW
  WHEN ((NEW.status, NEW.is_active, NEW.name, NEW.slug, NEW.currency, NEW.country)
    IS DISTINCT FROM (OLD.status, OLD.is_active, OLD.name, OLD.slug, OLD.currency, OLD.country))
  EXECUTE FUNCTION announce_change('tenant', 'id');

ALTER TABLE "tenants" DROP CONSTRAINT "tenants_status_check", DROP CONSTRAINT "tenants_ring_check",
  DROP CONSTRAINT "tenants_quarantine_check", DROP CONSTRAINT "tenants_deletion_check";
-- Spares are unknown before: they are empty.
UPDATE "tenants" SET "status" = 'SUSPENDED' WHERE "status" = 'SPARE';
ALTER TABLE "tenants"
  ADD CONSTRAINT "tenants_status_check" CHECK ("status" IN ('ACTIVE', 'SUSPENDED', 'DELETING'));

-- DropForeignKey
ALTER TABLE "former_slugs" DROP CONSTRAINT "former_slugs_tenant_id_fkey";

-- DropForeignKey
ALTER TABLE "drift_reports" DROP CONSTRAINT "drift_reports_tenant_id_fkey";

-- DropIndex
DROP INDEX "tenants_status_ring_idx";

-- AlterTable
ALTER TABLE "tenants" DROP COLUMN "deletion_agreed_by",
DROP COLUMN "deletion_asked_at",
DROP COLUMN "deletion_asked_by",
DROP COLUMN "migrations_digest",
DROP COLUMN "purge_after",
DROP COLUMN "quarantine_reason",
DROP COLUMN "quarantined_at",
DROP COLUMN "ring",
DROP COLUMN "sandbox_of",
DROP COLUMN "shape_version",
DROP COLUMN "status_reason";

-- DropTable
DROP TABLE "former_slugs";

-- DropTable
DROP TABLE "tenant_events";

-- DropTable
DROP TABLE "migration_ledger";

-- DropTable
DROP TABLE "drift_reports";

-- DropTable
DROP TABLE "job_runs";
