-- CreateIndex
CREATE INDEX "audit_log_tx_id_id_idx" ON "audit_log"("tx_id", "id");
