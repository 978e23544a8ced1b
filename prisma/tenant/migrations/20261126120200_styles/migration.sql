-- AlterTable
ALTER TABLE "inventory_items" ADD COLUMN     "colourway_id" UUID,
ADD COLUMN     "size_id" UUID,
ADD COLUMN     "style_id" UUID;

-- CreateTable
CREATE TABLE "styles" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "season" TEXT,
    "description" TEXT,
    "category_id" UUID,
    "kind" TEXT NOT NULL DEFAULT 'FINISHED_GOODS',
    "unit" TEXT NOT NULL DEFAULT 'pcs',
    "composition" TEXT,
    "gsm" DECIMAL(10,2),
    "archived_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "styles_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "style_colourways" (
    "id" UUID NOT NULL,
    "style_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "style_colourways_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "style_sizes" (
    "id" UUID NOT NULL,
    "style_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "code" TEXT NOT NULL,

    CONSTRAINT "style_sizes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sku_patterns" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "pattern" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sku_patterns_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "styles_code_key" ON "styles"("code");

-- CreateIndex
CREATE INDEX "styles_category_id_idx" ON "styles"("category_id");

-- CreateIndex
CREATE INDEX "styles_name_id_idx" ON "styles"("name", "id");

-- CreateIndex
CREATE INDEX "styles_created_at_id_idx" ON "styles"("created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "style_colourways_style_id_code_key" ON "style_colourways"("style_id", "code");

-- CreateIndex
CREATE UNIQUE INDEX "style_colourways_id_style_id_key" ON "style_colourways"("id", "style_id");

-- CreateIndex
CREATE UNIQUE INDEX "style_sizes_style_id_code_key" ON "style_sizes"("style_id", "code");

-- CreateIndex
CREATE UNIQUE INDEX "style_sizes_id_style_id_key" ON "style_sizes"("id", "style_id");

-- CreateIndex
CREATE UNIQUE INDEX "sku_patterns_kind_key" ON "sku_patterns"("kind");

-- AddForeignKey
ALTER TABLE "inventory_items" ADD CONSTRAINT "inventory_items_style_id_fkey" FOREIGN KEY ("style_id") REFERENCES "styles"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "inventory_items" ADD CONSTRAINT "inventory_items_colourway_fkey" FOREIGN KEY ("colourway_id", "style_id") REFERENCES "style_colourways"("id", "style_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "inventory_items" ADD CONSTRAINT "inventory_items_size_fkey" FOREIGN KEY ("size_id", "style_id") REFERENCES "style_sizes"("id", "style_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "styles" ADD CONSTRAINT "styles_category_id_fkey" FOREIGN KEY ("category_id") REFERENCES "item_categories"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "style_colourways" ADD CONSTRAINT "style_colourways_style_id_fkey" FOREIGN KEY ("style_id") REFERENCES "styles"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "style_sizes" ADD CONSTRAINT "style_sizes_style_id_fkey" FOREIGN KEY ("style_id") REFERENCES "styles"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What the Prisma language cannot say.

ALTER TABLE "inventory_items"
  ADD CONSTRAINT "inventory_items_variant_check" CHECK (("style_id" IS NULL) = ("colourway_id" IS NULL) AND ("style_id" IS NULL) = ("size_id" IS NULL));

ALTER TABLE "styles"
  ADD CONSTRAINT "styles_code_check" CHECK (length(trim("code")) > 0),
  ADD CONSTRAINT "styles_name_check" CHECK (length(trim("name")) > 0),
  ADD CONSTRAINT "styles_kind_check" CHECK ("kind" IN ('RAW_MATERIAL', 'WORK_IN_PROGRESS', 'FINISHED_GOODS', 'CONSUMABLE', 'PACKAGING')),
  ADD CONSTRAINT "styles_unit_check" CHECK ("unit" IN
    ('kg', 'g', 'lb', 'oz', 't', 'm', 'cm', 'mm', 'yd', 'in', 'ft', 'm2', 'yd2', 'pcs', 'pair', 'dozen', 'gross', 'set', 'pack')),
  ADD CONSTRAINT "styles_gsm_check" CHECK ("gsm" > 0);

ALTER TABLE "style_colourways"
  ADD CONSTRAINT "style_colourways_code_check" CHECK (length(trim("code")) > 0),
  ADD CONSTRAINT "style_colourways_name_check" CHECK (length(trim("name")) > 0);

ALTER TABLE "style_sizes"
  ADD CONSTRAINT "style_sizes_code_check" CHECK (length(trim("code")) > 0);

ALTER TABLE "sku_patterns"
  ADD CONSTRAINT "sku_patterns_kind_check" CHECK ("kind" IN ('RAW_MATERIAL', 'WORK_IN_PROGRESS', 'FINISHED_GOODS', 'CONSUMABLE', 'PACKAGING'));
