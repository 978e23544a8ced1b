ALTER TABLE "stock_documents" DROP COLUMN "ordered_on";
