-- CreateTable
CREATE TABLE "company_settings" (
    "id" SMALLINT NOT NULL DEFAULT 1,
    "time_zone" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "company_settings_pkey" PRIMARY KEY ("id")
);

-- One row; and a name by which every server knows a zone, never an offset or an abbreviation, which mean other things elsewhere.
ALTER TABLE "company_settings"
  ADD CONSTRAINT "company_settings_single_row_check" CHECK ("id" = 1),
  ADD CONSTRAINT "company_settings_time_zone_form_check" CHECK ("time_zone" ~ '^(UTC|[A-Za-z_]+(/[A-Za-z0-9_+-]+)+)$');
