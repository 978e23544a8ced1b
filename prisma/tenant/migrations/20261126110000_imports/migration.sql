-- CreateTable
CREATE TABLE "import_batches" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'CHECKED',
    "file_name" TEXT,
    "format" TEXT NOT NULL,
    "encoding" TEXT,
    "delimiter" TEXT,
    "decimal_mark" TEXT,
    "headings" JSONB NOT NULL,
    "mapping" JSONB NOT NULL,
    "value_map" JSONB NOT NULL,
    "row_count" INTEGER NOT NULL DEFAULT 0,
    "faulty_count" INTEGER NOT NULL DEFAULT 0,
    "makes_count" INTEGER NOT NULL DEFAULT 0,
    "made_count" INTEGER NOT NULL DEFAULT 0,
    "changed_count" INTEGER NOT NULL DEFAULT 0,
    "same_count" INTEGER NOT NULL DEFAULT 0,
    "skipped_count" INTEGER NOT NULL DEFAULT 0,
    "mode" TEXT,
    "created_by" TEXT NOT NULL,
    "ran_at" TIMESTAMPTZ(3),
    "undone_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "import_batches_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_rows" (
    "batch_id" UUID NOT NULL,
    "row_number" INTEGER NOT NULL,
    "cells" JSONB NOT NULL,
    "code" TEXT,
    "faulty" BOOLEAN NOT NULL DEFAULT false,
    "faults" JSONB,
    "outcome" TEXT,
    "record_id" UUID,
    "before" JSONB,
    "made_version" INTEGER,

    CONSTRAINT "import_rows_pkey" PRIMARY KEY ("batch_id","row_number")
);

-- CreateTable
CREATE TABLE "import_progress" (
    "batch_id" UUID NOT NULL,
    "rows_done" INTEGER NOT NULL DEFAULT 0,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "import_progress_pkey" PRIMARY KEY ("batch_id")
);

-- CreateIndex
CREATE INDEX "import_batches_created_at_id_idx" ON "import_batches"("created_at", "id");

-- AddForeignKey
ALTER TABLE "import_rows" ADD CONSTRAINT "import_rows_batch_id_fkey" FOREIGN KEY ("batch_id") REFERENCES "import_batches"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_progress" ADD CONSTRAINT "import_progress_batch_id_fkey" FOREIGN KEY ("batch_id") REFERENCES "import_batches"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What the Prisma language cannot say. A kind of import is a declaration of the code, and may come at any time: it has no CHECK.

ALTER TABLE "import_batches"
  ADD CONSTRAINT "import_batches_status_check" CHECK ("status" IN ('CHECKED', 'DONE', 'UNDONE')),
  ADD CONSTRAINT "import_batches_format_check" CHECK ("format" IN ('csv', 'xlsx')),
  ADD CONSTRAINT "import_batches_mode_check" CHECK ("mode" IN ('all', 'valid-only')),
  ADD CONSTRAINT "import_batches_decimal_mark_check" CHECK ("decimal_mark" IN ('.', ','));

ALTER TABLE "import_rows"
  ADD CONSTRAINT "import_rows_outcome_check" CHECK ("outcome" IN ('MADE', 'CHANGED', 'SAME', 'SKIPPED', 'UNDONE'));
