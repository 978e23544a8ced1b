-- DropIndex
DROP INDEX "audit_log_tx_id_id_idx";
