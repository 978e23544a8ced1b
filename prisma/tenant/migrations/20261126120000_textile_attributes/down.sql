ALTER TABLE "inventory_items" DROP CONSTRAINT "inventory_items_yarn_count_system_check";
-- In tex, which the release before knows.
UPDATE "inventory_items" SET "yarn_count_system" = 'TEX', "yarn_count" = round(CASE "yarn_count_system"
    WHEN 'KTEX' THEN "yarn_count" * 1000
    WHEN 'NF' THEN 500 / "yarn_count"
    WHEN 'NE_WORSTED' THEN 453592.37 / (560 * 0.9144) / "yarn_count"
    WHEN 'NE_LINEN' THEN 453592.37 / (300 * 0.9144) / "yarn_count"
    WHEN 'WOOLLEN_CUT' THEN 453592.37 / (300 * 0.9144) / "yarn_count"
    WHEN 'WOOLLEN_RUN' THEN 453592.37 / (1600 * 0.9144) / "yarn_count"
    WHEN 'YORKSHIRE_SKEIN' THEN 453592.37 / (256 * 0.9144) / "yarn_count"
    ELSE "yarn_count" * 453592.37 / (14400 * 0.9144) END, 3)
  WHERE "yarn_count_system" NOT IN ('NE', 'NM', 'TEX', 'DTEX', 'DENIER');
ALTER TABLE "inventory_items"
  ADD CONSTRAINT "inventory_items_yarn_count_system_check" CHECK ("yarn_count_system" IN ('NE', 'NM', 'TEX', 'DTEX', 'DENIER'));

-- AlterTable
ALTER TABLE "inventory_items" DROP COLUMN "shade",
DROP COLUMN "yarn_ply";
