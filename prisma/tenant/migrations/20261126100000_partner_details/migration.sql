-- AlterTable
ALTER TABLE "customers" ADD COLUMN     "hold_reason" TEXT,
ADD COLUMN     "merged_into" UUID,
ADD COLUMN     "name_key" TEXT,
ADD COLUMN     "on_hold" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "pan" TEXT,
ADD COLUMN     "registration_number" TEXT,
ADD COLUMN     "tags" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "tax_key" TEXT;

-- AlterTable
ALTER TABLE "suppliers" ADD COLUMN     "merged_into" UUID,
ADD COLUMN     "minimum_order" DECIMAL(20,4),
ADD COLUMN     "name_key" TEXT,
ADD COLUMN     "pan" TEXT,
ADD COLUMN     "registration_number" TEXT,
ADD COLUMN     "tags" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "tax_key" TEXT;

-- AddForeignKey
ALTER TABLE "suppliers" ADD CONSTRAINT "suppliers_merged_into_fkey" FOREIGN KEY ("merged_into") REFERENCES "suppliers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customers" ADD CONSTRAINT "customers_merged_into_fkey" FOREIGN KEY ("merged_into") REFERENCES "customers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A party that was merged into another is archived, and is not merged into itself.
ALTER TABLE "suppliers" ADD CONSTRAINT "suppliers_merged_check" CHECK ("merged_into" IS NULL OR ("archived_at" IS NOT NULL AND "merged_into" <> "id"));

ALTER TABLE "customers" ADD CONSTRAINT "customers_merged_check" CHECK ("merged_into" IS NULL OR ("archived_at" IS NOT NULL AND "merged_into" <> "id"));
