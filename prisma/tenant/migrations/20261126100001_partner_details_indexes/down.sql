-- DropIndex
DROP INDEX "customers_name_key_idx";

-- DropIndex
DROP INDEX "customers_tax_key_idx";

-- DropIndex
DROP INDEX "customers_email_idx";

-- DropIndex
DROP INDEX "customers_phone_idx";

-- DropIndex
DROP INDEX "customers_merged_into_idx";

-- DropIndex
DROP INDEX "customers_tags_idx";

-- DropIndex
DROP INDEX "suppliers_name_key_idx";

-- DropIndex
DROP INDEX "suppliers_tax_key_idx";

-- DropIndex
DROP INDEX "suppliers_email_idx";

-- DropIndex
DROP INDEX "suppliers_phone_idx";

-- DropIndex
DROP INDEX "suppliers_merged_into_idx";

-- DropIndex
DROP INDEX "suppliers_tags_idx";
