-- CreateTable
CREATE TABLE "partner_contacts" (
    "id" UUID NOT NULL,
    "supplier_id" UUID,
    "customer_id" UUID,
    "position" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT,
    "email" TEXT,
    "phone" TEXT,
    "notes" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "partner_contacts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "partner_addresses" (
    "id" UUID NOT NULL,
    "supplier_id" UUID,
    "customer_id" UUID,
    "position" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT,
    "address_line_1" TEXT NOT NULL,
    "address_line_2" TEXT,
    "city" TEXT,
    "state" TEXT,
    "pincode" TEXT,
    "country" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "partner_addresses_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "partner_certificates" (
    "id" UUID NOT NULL,
    "supplier_id" UUID,
    "customer_id" UUID,
    "position" INTEGER NOT NULL,
    "standard" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "scope" TEXT,
    "issuer" TEXT,
    "valid_from" DATE,
    "valid_until" DATE NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "partner_certificates_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "partner_bank_accounts" (
    "id" UUID NOT NULL,
    "supplier_id" UUID,
    "customer_id" UUID,
    "position" INTEGER NOT NULL,
    "holder" TEXT NOT NULL,
    "bank_name" TEXT,
    "iban" TEXT,
    "account_number" TEXT,
    "ifsc" TEXT,
    "swift" TEXT,
    "currency" CHAR(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "partner_bank_accounts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "partner_terms" (
    "id" UUID NOT NULL,
    "supplier_id" UUID,
    "customer_id" UUID,
    "merged_from" TEXT NOT NULL DEFAULT '',
    "number" INTEGER NOT NULL,
    "text" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "partner_terms_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "partner_contacts_supplier_id_idx" ON "partner_contacts"("supplier_id");

-- CreateIndex
CREATE INDEX "partner_contacts_customer_id_idx" ON "partner_contacts"("customer_id");

-- CreateIndex
CREATE INDEX "partner_addresses_supplier_id_idx" ON "partner_addresses"("supplier_id");

-- CreateIndex
CREATE INDEX "partner_addresses_customer_id_idx" ON "partner_addresses"("customer_id");

-- CreateIndex
CREATE INDEX "partner_certificates_supplier_id_idx" ON "partner_certificates"("supplier_id");

-- CreateIndex
CREATE INDEX "partner_certificates_customer_id_idx" ON "partner_certificates"("customer_id");

-- CreateIndex
CREATE INDEX "partner_certificates_valid_until_id_idx" ON "partner_certificates"("valid_until", "id");

-- CreateIndex
CREATE INDEX "partner_bank_accounts_supplier_id_idx" ON "partner_bank_accounts"("supplier_id");

-- CreateIndex
CREATE INDEX "partner_bank_accounts_customer_id_idx" ON "partner_bank_accounts"("customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "partner_terms_supplier_id_merged_from_number_key" ON "partner_terms"("supplier_id", "merged_from", "number");

-- CreateIndex
CREATE UNIQUE INDEX "partner_terms_customer_id_merged_from_number_key" ON "partner_terms"("customer_id", "merged_from", "number");

-- AddForeignKey
ALTER TABLE "partner_contacts" ADD CONSTRAINT "partner_contacts_supplier_id_fkey" FOREIGN KEY ("supplier_id") REFERENCES "suppliers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "partner_contacts" ADD CONSTRAINT "partner_contacts_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "partner_addresses" ADD CONSTRAINT "partner_addresses_supplier_id_fkey" FOREIGN KEY ("supplier_id") REFERENCES "suppliers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "partner_addresses" ADD CONSTRAINT "partner_addresses_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "partner_certificates" ADD CONSTRAINT "partner_certificates_supplier_id_fkey" FOREIGN KEY ("supplier_id") REFERENCES "suppliers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "partner_certificates" ADD CONSTRAINT "partner_certificates_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "partner_bank_accounts" ADD CONSTRAINT "partner_bank_accounts_supplier_id_fkey" FOREIGN KEY ("supplier_id") REFERENCES "suppliers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "partner_bank_accounts" ADD CONSTRAINT "partner_bank_accounts_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "partner_terms" ADD CONSTRAINT "partner_terms_supplier_id_fkey" FOREIGN KEY ("supplier_id") REFERENCES "suppliers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "partner_terms" ADD CONSTRAINT "partner_terms_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A part is of one supplier or of one customer.

ALTER TABLE "partner_contacts" ADD CONSTRAINT "partner_contacts_owner_check" CHECK (num_nonnulls("supplier_id", "customer_id") = 1);

ALTER TABLE "partner_addresses" ADD CONSTRAINT "partner_addresses_owner_check" CHECK (num_nonnulls("supplier_id", "customer_id") = 1);

ALTER TABLE "partner_certificates" ADD CONSTRAINT "partner_certificates_owner_check" CHECK (num_nonnulls("supplier_id", "customer_id") = 1);

ALTER TABLE "partner_bank_accounts" ADD CONSTRAINT "partner_bank_accounts_owner_check" CHECK (num_nonnulls("supplier_id", "customer_id") = 1);

ALTER TABLE "partner_terms" ADD CONSTRAINT "partner_terms_owner_check" CHECK (num_nonnulls("supplier_id", "customer_id") = 1);

ALTER TABLE "partner_addresses" ADD CONSTRAINT "partner_addresses_kind_check" CHECK ("kind" IN ('BILLING', 'DELIVERY', 'WORKS', 'WAREHOUSE', 'OFFICE', 'OTHER'));

ALTER TABLE "partner_certificates" ADD CONSTRAINT "partner_certificates_standard_check" CHECK ("standard" IN ('GOTS', 'OCS', 'OEKO_TEX_100', 'OEKO_TEX_STEP', 'GRS', 'RCS', 'RWS', 'BCI', 'FAIRTRADE', 'BLUESIGN', 'ZDHC', 'BSCI', 'SA8000', 'SEDEX', 'WRAP', 'ISO_9001', 'ISO_14001', 'ISO_45001', 'OTHER'));

ALTER TABLE "partner_certificates" ADD CONSTRAINT "partner_certificates_valid_check" CHECK ("valid_until" >= "valid_from");

ALTER TABLE "partner_bank_accounts" ADD CONSTRAINT "partner_bank_accounts_number_check" CHECK (num_nonnulls("iban", "account_number") >= 1);
