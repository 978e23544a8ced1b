-- CreateIndex
CREATE INDEX "lots_number_idx" ON "lots"("number");
