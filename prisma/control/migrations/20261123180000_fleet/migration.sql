-- AlterTable
ALTER TABLE "tenants" ADD COLUMN     "deletion_agreed_by" TEXT,
ADD COLUMN     "deletion_asked_at" TIMESTAMPTZ(3),
ADD COLUMN     "deletion_asked_by" TEXT,
ADD COLUMN     "migrations_digest" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "purge_after" TIMESTAMPTZ(3),
ADD COLUMN     "quarantine_reason" TEXT,
ADD COLUMN     "quarantined_at" TIMESTAMPTZ(3),
ADD COLUMN     "ring" SMALLINT NOT NULL DEFAULT 1,
ADD COLUMN     "sandbox_of" UUID,
ADD COLUMN     "shape_version" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "status_reason" TEXT;

-- CreateTable
CREATE TABLE "former_slugs" (
    "slug" TEXT NOT NULL,
    "tenant_id" UUID NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "former_slugs_pkey" PRIMARY KEY ("slug")
);

-- CreateTable
CREATE TABLE "tenant_events" (
    "id" BIGSERIAL NOT NULL,
    "tenant_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "event" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "detail" JSONB,

    CONSTRAINT "tenant_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "migration_ledger" (
    "id" BIGSERIAL NOT NULL,
    "run_id" UUID NOT NULL,
    "tenant_id" UUID,
    "migration" TEXT NOT NULL,
    "direction" TEXT NOT NULL DEFAULT 'UP',
    "attempt" INTEGER NOT NULL DEFAULT 1,
    "status" TEXT NOT NULL,
    "destructive" BOOLEAN NOT NULL DEFAULT false,
    "error" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),
    "app_version" TEXT NOT NULL,
    "backend_pid" INTEGER NOT NULL DEFAULT pg_backend_pid(),

    CONSTRAINT "migration_ledger_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "drift_reports" (
    "tenant_id" UUID NOT NULL,
    "checked_at" TIMESTAMPTZ(3) NOT NULL,
    "differences" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "drift_reports_pkey" PRIMARY KEY ("tenant_id")
);

-- CreateTable
CREATE TABLE "job_runs" (
    "job" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),
    "outcome" TEXT,

    CONSTRAINT "job_runs_pkey" PRIMARY KEY ("job","due_at")
);

-- CreateIndex
CREATE INDEX "former_slugs_tenant_id_idx" ON "former_slugs"("tenant_id");

-- CreateIndex
CREATE INDEX "tenant_events_tenant_id_id_idx" ON "tenant_events"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "tenant_events_event_at_idx" ON "tenant_events"("event", "at");

-- CreateIndex
CREATE INDEX "migration_ledger_tenant_id_id_idx" ON "migration_ledger"("tenant_id", "id");

-- CreateIndex
CREATE INDEX "migration_ledger_status_id_idx" ON "migration_ledger"("status", "id");

-- CreateIndex
CREATE INDEX "tenants_status_ring_idx" ON "tenants"("status", "ring");

-- AddForeignKey
ALTER TABLE "former_slugs" ADD CONSTRAINT "former_slugs_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "drift_reports" ADD CONSTRAINT "drift_reports_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What the Prisma language cannot say.

ALTER TABLE "tenants"
  DROP CONSTRAINT "tenants_status_check",
  ADD CONSTRAINT "tenants_status_check" CHECK ("status" IN ('ACTIVE', 'SUSPENDED', 'DELETING', 'SPARE')),
  ADD CONSTRAINT "tenants_ring_check" CHECK ("ring" BETWEEN 0 AND 9),
  ADD CONSTRAINT "tenants_quarantine_check" CHECK (("quarantined_at" IS NULL) = ("quarantine_reason" IS NULL)),
  ADD CONSTRAINT "tenants_deletion_check" CHECK (
    ("status" = 'DELETING') = ("purge_after" IS NOT NULL)
    AND ("purge_after" IS NULL) = ("deletion_asked_by" IS NULL)
    AND ("purge_after" IS NULL) = ("deletion_asked_at" IS NULL)
    AND ("deletion_agreed_by" IS NULL OR "deletion_asked_by" <> "deletion_agreed_by"));

ALTER TABLE "former_slugs"
  ADD CONSTRAINT "former_slugs_slug_check" CHECK ("slug" ~ '^[a-z0-9](-?[a-z0-9]){1,47}$');

ALTER TABLE "migration_ledger"
  ADD CONSTRAINT "migration_ledger_direction_check" CHECK ("direction" IN ('UP', 'DOWN')),
  ADD CONSTRAINT "migration_ledger_status_check" CHECK ("status" IN ('RUNNING', 'DONE', 'FAILED', 'INTERRUPTED'));

-- The shape is announced too: a company's own fields are remembered with its sessions. Its version is not: a run of
-- migrations would wake every process a thousand times.
DROP TRIGGER tenant_changed ON tenants;
CREATE TRIGGER tenant_changed AFTER UPDATE ON tenants FOR EACH ROW
  WHEN ((NEW.status, NEW.is_active, NEW.name, NEW.slug, NEW.currency, NEW.country, NEW.shape_version)
    IS DISTINCT FROM
    (OLD.status, OLD.is_active, OLD.name, OLD.slug, OLD.currency, OLD.country, OLD.shape_version))
  EXECUTE FUNCTION announce_change('tenant', 'id');
