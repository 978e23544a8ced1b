-- The names items go back to.
UPDATE "inventory_items" i SET "category" = left(c."name", 80) FROM "item_categories" c WHERE c."id" = i."category_id";

-- DropForeignKey
ALTER TABLE "inventory_items" DROP CONSTRAINT "inventory_items_category_id_fkey";

-- AlterTable
ALTER TABLE "inventory_items" DROP COLUMN "category_id";

-- DropTable
DROP TABLE "item_categories";
