-- CreateIndex
CREATE INDEX "customers_name_key_idx" ON "customers"("name_key");

-- CreateIndex
CREATE INDEX "customers_tax_key_idx" ON "customers"("tax_key");

-- CreateIndex
CREATE INDEX "customers_email_idx" ON "customers"("email");

-- CreateIndex
CREATE INDEX "customers_phone_idx" ON "customers"("phone");

-- CreateIndex
CREATE INDEX "customers_merged_into_idx" ON "customers"("merged_into");

-- CreateIndex
CREATE INDEX "customers_tags_idx" ON "customers" USING GIN ("tags");

-- CreateIndex
CREATE INDEX "suppliers_name_key_idx" ON "suppliers"("name_key");

-- CreateIndex
CREATE INDEX "suppliers_tax_key_idx" ON "suppliers"("tax_key");

-- CreateIndex
CREATE INDEX "suppliers_email_idx" ON "suppliers"("email");

-- CreateIndex
CREATE INDEX "suppliers_phone_idx" ON "suppliers"("phone");

-- CreateIndex
CREATE INDEX "suppliers_merged_into_idx" ON "suppliers"("merged_into");

-- CreateIndex
CREATE INDEX "suppliers_tags_idx" ON "suppliers" USING GIN ("tags");
