-- AlterTable
ALTER TABLE "customers" DROP COLUMN "hold_reason",
DROP COLUMN "merged_into",
DROP COLUMN "name_key",
DROP COLUMN "on_hold",
DROP COLUMN "pan",
DROP COLUMN "registration_number",
DROP COLUMN "tags",
DROP COLUMN "tax_key";

-- AlterTable
ALTER TABLE "suppliers" DROP COLUMN "merged_into",
DROP COLUMN "minimum_order",
DROP COLUMN "name_key",
DROP COLUMN "pan",
DROP COLUMN "registration_number",
DROP COLUMN "tags",
DROP COLUMN "tax_key";
