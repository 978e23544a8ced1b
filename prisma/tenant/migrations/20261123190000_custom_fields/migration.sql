-- CreateTable
CREATE TABLE "custom_fields" (
    "id" UUID NOT NULL,
    "table_name" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "choices" JSONB,
    "position" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "custom_fields_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "custom_fields_table_name_key_key" ON "custom_fields"("table_name", "key");

-- What the Prisma language cannot say. No later migration touches the columns that are declared here: x_<key>.

ALTER TABLE "custom_fields"
  ADD CONSTRAINT "custom_fields_table_name_check" CHECK ("table_name" IN ('locations', 'suppliers', 'customers',
    'inventory_items', 'production_orders', 'quality_records', 'financial_transactions')),
  ADD CONSTRAINT "custom_fields_type_check" CHECK ("type" IN ('TEXT', 'INTEGER', 'DECIMAL', 'BOOLEAN', 'DATE', 'CHOICE')),
  ADD CONSTRAINT "custom_fields_key_check" CHECK ("key" ~ '^[a-z][a-z0-9_]{0,39}$'),
  ADD CONSTRAINT "custom_fields_label_check" CHECK (char_length("label") BETWEEN 1 AND 80),
  ADD CONSTRAINT "custom_fields_choices_check" CHECK (("type" = 'CHOICE') = ("choices" IS NOT NULL));
