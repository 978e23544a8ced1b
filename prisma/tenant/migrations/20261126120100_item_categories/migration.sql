-- AlterTable
ALTER TABLE "inventory_items" ADD COLUMN     "category_id" UUID;

-- CreateTable
CREATE TABLE "item_categories" (
    "id" UUID NOT NULL,
    "parent_id" UUID,
    "name" TEXT NOT NULL,
    "archived_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "item_categories_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "item_categories_parent_id_idx" ON "item_categories"("parent_id");

-- CreateIndex
CREATE INDEX "item_categories_name_id_idx" ON "item_categories"("name", "id");

-- CreateIndex
CREATE INDEX "item_categories_created_at_id_idx" ON "item_categories"("created_at", "id");

-- What was written in the items becomes categories of the top level.
INSERT INTO "item_categories" ("id", "name")
  SELECT gen_random_uuid(), "category" FROM "inventory_items" WHERE trim("category") <> '' GROUP BY "category";
UPDATE "inventory_items" i SET "category_id" = c."id" FROM "item_categories" c WHERE c."name" = i."category";

-- AddForeignKey
ALTER TABLE "inventory_items" ADD CONSTRAINT "inventory_items_category_id_fkey" FOREIGN KEY ("category_id") REFERENCES "item_categories"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "item_categories" ADD CONSTRAINT "item_categories_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "item_categories"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What the Prisma language cannot say.

ALTER TABLE "item_categories"
  ADD CONSTRAINT "item_categories_name_check" CHECK (length(trim("name")) > 0),
  ADD CONSTRAINT "item_categories_parent_check" CHECK ("parent_id" <> "id");

-- One name below one parent; nulls are alike in it, which PostgreSQL 14 cannot say otherwise.
CREATE UNIQUE INDEX "item_categories_name_key" ON "item_categories" (coalesce("parent_id", '00000000-0000-0000-0000-000000000000'), "name");
