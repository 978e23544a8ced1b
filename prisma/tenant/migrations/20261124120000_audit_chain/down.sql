-- AlterTable
ALTER TABLE "audit_log" DROP COLUMN "tx_id",
DROP COLUMN "actor";
