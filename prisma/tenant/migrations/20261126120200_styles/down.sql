-- DropForeignKey
ALTER TABLE "inventory_items" DROP CONSTRAINT "inventory_items_style_id_fkey";

-- DropForeignKey
ALTER TABLE "inventory_items" DROP CONSTRAINT "inventory_items_colourway_fkey";

-- DropForeignKey
ALTER TABLE "inventory_items" DROP CONSTRAINT "inventory_items_size_fkey";

-- AlterTable
ALTER TABLE "inventory_items" DROP COLUMN "colourway_id",
DROP COLUMN "size_id",
DROP COLUMN "style_id";

-- DropTable
DROP TABLE "style_colourways";

-- DropTable
DROP TABLE "style_sizes";

-- DropTable
DROP TABLE "styles";

-- DropTable
DROP TABLE "sku_patterns";
