-- AlterTable
ALTER TABLE "inventory_items" ADD COLUMN     "shade" TEXT,
ADD COLUMN     "yarn_ply" INTEGER;

-- What the Prisma language cannot say.

ALTER TABLE "inventory_items"
  ADD CONSTRAINT "inventory_items_yarn_ply_check" CHECK ("yarn_ply" IS NULL OR ("yarn_ply" BETWEEN 1 AND 24 AND "yarn_count" IS NOT NULL)),
  DROP CONSTRAINT "inventory_items_yarn_count_system_check",
  ADD CONSTRAINT "inventory_items_yarn_count_system_check" CHECK ("yarn_count_system" IN ('NE', 'NM', 'TEX', 'DTEX', 'DENIER',
    'KTEX', 'NF', 'NE_WORSTED', 'NE_LINEN', 'WOOLLEN_CUT', 'WOOLLEN_RUN', 'YORKSHIRE_SKEIN', 'JUTE_SPYNDLE'));

-- A barcode finds one item. Where several had the same, the oldest keeps it and the others remember it in their description.
UPDATE "inventory_items" i
  SET "description" = left(concat_ws(E'\n', i."description", 'Barcode before: ' || i."barcode"), 4000), "barcode" = NULL, "version" = i."version" + 1
  WHERE EXISTS (SELECT FROM "inventory_items" o WHERE o."barcode" = i."barcode" AND (o."created_at", o."id") < (i."created_at", i."id"));
