-- AlterTable
ALTER TABLE "stock_documents" ADD COLUMN     "ordered_on" DATE;
