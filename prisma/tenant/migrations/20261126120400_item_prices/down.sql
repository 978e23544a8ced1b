-- DropTable
DROP TABLE "item_prices";
