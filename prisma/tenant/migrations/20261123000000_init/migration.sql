-- CreateTable
CREATE TABLE "locations" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT,
    "phone" TEXT,
    "country" TEXT,
    "address_line_1" TEXT,
    "address_line_2" TEXT,
    "city" TEXT,
    "state" TEXT,
    "pincode" TEXT,
    "is_default" BOOLEAN NOT NULL DEFAULT false,
    "is_headquarters" BOOLEAN NOT NULL DEFAULT false,
    "location_type" TEXT NOT NULL,
    "image_url" TEXT,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "locations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "primary_locations" (
    "id" SMALLINT NOT NULL DEFAULT 1,
    "default_location_id" UUID NOT NULL,
    "is_default" BOOLEAN NOT NULL DEFAULT true,
    "default_active" BOOLEAN NOT NULL DEFAULT true,
    "headquarters_location_id" UUID NOT NULL,
    "is_headquarters" BOOLEAN NOT NULL DEFAULT true,
    "headquarters_active" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "primary_locations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "suppliers" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "contact_name" TEXT,
    "email" TEXT,
    "phone" TEXT,
    "country" TEXT,
    "address_line_1" TEXT,
    "address_line_2" TEXT,
    "city" TEXT,
    "state" TEXT,
    "pincode" TEXT,
    "tax_id" TEXT,
    "currency" CHAR(3) NOT NULL,
    "payment_terms" TEXT NOT NULL,
    "lead_time_days" INTEGER,
    "terms" TEXT,
    "notes" TEXT,
    "archived_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "suppliers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customers" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "contact_name" TEXT,
    "email" TEXT,
    "phone" TEXT,
    "country" TEXT,
    "address_line_1" TEXT,
    "address_line_2" TEXT,
    "city" TEXT,
    "state" TEXT,
    "pincode" TEXT,
    "tax_id" TEXT,
    "currency" CHAR(3) NOT NULL,
    "payment_terms" TEXT NOT NULL,
    "credit_limit" DECIMAL(20,4),
    "terms" TEXT,
    "notes" TEXT,
    "archived_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "customers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "inventory_items" (
    "id" UUID NOT NULL,
    "sku" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "category" TEXT,
    "kind" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "unit_cost" DECIMAL(20,6),
    "reorder_point" DECIMAL(18,4),
    "composition" TEXT,
    "yarn_count" DECIMAL(10,3),
    "yarn_count_system" TEXT,
    "gsm" DECIMAL(10,2),
    "width_mm" DECIMAL(10,2),
    "colour" TEXT,
    "size" TEXT,
    "barcode" TEXT,
    "archived_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "inventory_items_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stock_balances" (
    "item_id" UUID NOT NULL,
    "location_id" UUID NOT NULL,
    "on_hand" DECIMAL(18,4) NOT NULL DEFAULT 0,
    "reserved" DECIMAL(18,4) NOT NULL DEFAULT 0,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stock_balances_pkey" PRIMARY KEY ("item_id","location_id")
);

-- CreateTable
CREATE TABLE "production_orders" (
    "id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'DRAFT',
    "item_id" UUID NOT NULL,
    "location_id" UUID NOT NULL,
    "customer_id" UUID,
    "quantity" DECIMAL(18,4) NOT NULL,
    "quantity_completed" DECIMAL(18,4) NOT NULL DEFAULT 0,
    "unit" TEXT NOT NULL,
    "priority" TEXT NOT NULL DEFAULT 'NORMAL',
    "due_date" DATE,
    "started_at" TIMESTAMPTZ(3),
    "completed_at" TIMESTAMPTZ(3),
    "notes" TEXT,
    "archived_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "production_orders_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "quality_records" (
    "id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'PENDING',
    "item_id" UUID NOT NULL,
    "location_id" UUID NOT NULL,
    "production_order_id" UUID,
    "supplier_id" UUID,
    "quantity_inspected" DECIMAL(18,4) NOT NULL,
    "quantity_passed" DECIMAL(18,4) NOT NULL DEFAULT 0,
    "quantity_failed" DECIMAL(18,4) NOT NULL DEFAULT 0,
    "inspected_on" DATE,
    "notes" TEXT,
    "archived_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "quality_records_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "quality_defects" (
    "id" UUID NOT NULL,
    "quality_record_id" UUID NOT NULL,
    "line_number" INTEGER NOT NULL,
    "category" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "quantity" DECIMAL(18,4) NOT NULL,
    "position" TEXT,
    "resolution" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "quality_defects_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "financial_transactions" (
    "id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'DRAFT',
    "location_id" UUID NOT NULL,
    "supplier_id" UUID,
    "customer_id" UUID,
    "transaction_date" DATE NOT NULL,
    "due_date" DATE,
    "currency" CHAR(3) NOT NULL,
    "fx_rate" DECIMAL(20,10) NOT NULL,
    "amount" DECIMAL(20,4) NOT NULL,
    "tax_amount" DECIMAL(20,4) NOT NULL DEFAULT 0,
    "total_amount" DECIMAL(20,4) NOT NULL,
    "company_amount" DECIMAL(20,4) NOT NULL,
    "reference" TEXT,
    "description" TEXT,
    "archived_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "financial_transactions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "number_counters" (
    "series" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "width" SMALLINT NOT NULL,
    "next_value" BIGINT NOT NULL DEFAULT 1,

    CONSTRAINT "number_counters_pkey" PRIMARY KEY ("series")
);

-- CreateTable
CREATE TABLE "audit_log" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_user_id" UUID,
    "session_id" UUID,
    "request_id" TEXT,
    "ip_address" TEXT,
    "action" TEXT NOT NULL,
    "entity" TEXT NOT NULL,
    "entity_id" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,

    CONSTRAINT "audit_log_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_keys" (
    "user_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "response_status" INTEGER NOT NULL,
    "response_body" JSON NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("user_id","key")
);

-- CreateIndex
CREATE INDEX "locations_created_at_id_idx" ON "locations"("created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "locations_default_target_key" ON "locations"("id", "is_default", "is_active");

-- CreateIndex
CREATE UNIQUE INDEX "locations_headquarters_target_key" ON "locations"("id", "is_headquarters", "is_active");

-- CreateIndex
CREATE UNIQUE INDEX "suppliers_code_key" ON "suppliers"("code");

-- CreateIndex
CREATE INDEX "suppliers_name_id_idx" ON "suppliers"("name", "id");

-- CreateIndex
CREATE INDEX "suppliers_created_at_id_idx" ON "suppliers"("created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "customers_code_key" ON "customers"("code");

-- CreateIndex
CREATE INDEX "customers_name_id_idx" ON "customers"("name", "id");

-- CreateIndex
CREATE INDEX "customers_created_at_id_idx" ON "customers"("created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "inventory_items_sku_key" ON "inventory_items"("sku");

-- CreateIndex
CREATE INDEX "inventory_items_name_id_idx" ON "inventory_items"("name", "id");

-- CreateIndex
CREATE INDEX "inventory_items_created_at_id_idx" ON "inventory_items"("created_at", "id");

-- CreateIndex
CREATE INDEX "inventory_items_kind_id_idx" ON "inventory_items"("kind", "id");

-- CreateIndex
CREATE INDEX "stock_balances_location_id_idx" ON "stock_balances"("location_id");

-- CreateIndex
CREATE UNIQUE INDEX "production_orders_number_key" ON "production_orders"("number");

-- CreateIndex
CREATE INDEX "production_orders_created_at_id_idx" ON "production_orders"("created_at", "id");

-- CreateIndex
CREATE INDEX "production_orders_status_id_idx" ON "production_orders"("status", "id");

-- CreateIndex
CREATE INDEX "production_orders_item_id_idx" ON "production_orders"("item_id");

-- CreateIndex
CREATE INDEX "production_orders_location_id_idx" ON "production_orders"("location_id");

-- CreateIndex
CREATE INDEX "production_orders_customer_id_idx" ON "production_orders"("customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "quality_records_number_key" ON "quality_records"("number");

-- CreateIndex
CREATE INDEX "quality_records_created_at_id_idx" ON "quality_records"("created_at", "id");

-- CreateIndex
CREATE INDEX "quality_records_status_id_idx" ON "quality_records"("status", "id");

-- CreateIndex
CREATE INDEX "quality_records_item_id_idx" ON "quality_records"("item_id");

-- CreateIndex
CREATE INDEX "quality_records_location_id_idx" ON "quality_records"("location_id");

-- CreateIndex
CREATE INDEX "quality_records_production_order_id_idx" ON "quality_records"("production_order_id");

-- CreateIndex
CREATE INDEX "quality_records_supplier_id_idx" ON "quality_records"("supplier_id");

-- CreateIndex
CREATE UNIQUE INDEX "quality_defects_quality_record_id_line_number_key" ON "quality_defects"("quality_record_id", "line_number");

-- CreateIndex
CREATE UNIQUE INDEX "financial_transactions_number_key" ON "financial_transactions"("number");

-- CreateIndex
CREATE INDEX "financial_transactions_created_at_id_idx" ON "financial_transactions"("created_at", "id");

-- CreateIndex
CREATE INDEX "financial_transactions_transaction_date_id_idx" ON "financial_transactions"("transaction_date", "id");

-- CreateIndex
CREATE INDEX "financial_transactions_status_id_idx" ON "financial_transactions"("status", "id");

-- CreateIndex
CREATE INDEX "financial_transactions_location_id_idx" ON "financial_transactions"("location_id");

-- CreateIndex
CREATE INDEX "financial_transactions_supplier_id_idx" ON "financial_transactions"("supplier_id");

-- CreateIndex
CREATE INDEX "financial_transactions_customer_id_idx" ON "financial_transactions"("customer_id");

-- CreateIndex
CREATE INDEX "audit_log_entity_entity_id_id_idx" ON "audit_log"("entity", "entity_id", "id");

-- CreateIndex
CREATE INDEX "audit_log_at_id_idx" ON "audit_log"("at", "id");

-- CreateIndex
CREATE INDEX "idempotency_keys_created_at_idx" ON "idempotency_keys"("created_at");

-- AddForeignKey
ALTER TABLE "primary_locations" ADD CONSTRAINT "primary_locations_default_fkey" FOREIGN KEY ("default_location_id", "is_default", "default_active") REFERENCES "locations"("id", "is_default", "is_active") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "primary_locations" ADD CONSTRAINT "primary_locations_headquarters_fkey" FOREIGN KEY ("headquarters_location_id", "is_headquarters", "headquarters_active") REFERENCES "locations"("id", "is_headquarters", "is_active") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "stock_balances" ADD CONSTRAINT "stock_balances_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "inventory_items"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_balances" ADD CONSTRAINT "stock_balances_location_id_fkey" FOREIGN KEY ("location_id") REFERENCES "locations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "production_orders" ADD CONSTRAINT "production_orders_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "inventory_items"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "production_orders" ADD CONSTRAINT "production_orders_location_id_fkey" FOREIGN KEY ("location_id") REFERENCES "locations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "production_orders" ADD CONSTRAINT "production_orders_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "quality_records" ADD CONSTRAINT "quality_records_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "inventory_items"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "quality_records" ADD CONSTRAINT "quality_records_location_id_fkey" FOREIGN KEY ("location_id") REFERENCES "locations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "quality_records" ADD CONSTRAINT "quality_records_production_order_id_fkey" FOREIGN KEY ("production_order_id") REFERENCES "production_orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "quality_records" ADD CONSTRAINT "quality_records_supplier_id_fkey" FOREIGN KEY ("supplier_id") REFERENCES "suppliers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "quality_defects" ADD CONSTRAINT "quality_defects_quality_record_id_fkey" FOREIGN KEY ("quality_record_id") REFERENCES "quality_records"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "financial_transactions" ADD CONSTRAINT "financial_transactions_location_id_fkey" FOREIGN KEY ("location_id") REFERENCES "locations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "financial_transactions" ADD CONSTRAINT "financial_transactions_supplier_id_fkey" FOREIGN KEY ("supplier_id") REFERENCES "suppliers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "financial_transactions" ADD CONSTRAINT "financial_transactions_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What the Prisma language cannot say.

-- The company's id is written into its own schema, so a row can never claim to be another company's.
DO $$
BEGIN
  EXECUTE format(
    'ALTER TABLE "locations" ADD CONSTRAINT "locations_tenant_id_check" CHECK ("tenant_id" = %L::uuid)',
    coalesce(nullif(current_setting('lavoro.tenant_id', true), ''), '00000000-0000-0000-0000-000000000000')
  );
END
$$;

ALTER TABLE "locations"
  ADD CONSTRAINT "locations_name_check" CHECK (length(trim("name")) > 0),
  ADD CONSTRAINT "locations_location_type_check" CHECK ("location_type" IN
    ('OFFICE', 'FACTORY', 'WAREHOUSE', 'DYE_HOUSE', 'SHOWROOM', 'STORE', 'JOB_WORKER')),
  ADD CONSTRAINT "locations_version_check" CHECK ("version" > 0);

CREATE UNIQUE INDEX "locations_name_key" ON "locations" (lower("name"));

-- At most one default and one headquarters …
CREATE UNIQUE INDEX "locations_one_default_key" ON "locations" ("is_default") WHERE "is_default";
CREATE UNIQUE INDEX "locations_one_headquarters_key" ON "locations" ("is_headquarters") WHERE "is_headquarters";

-- … and at least one: the single row below points at a location that is flagged and active, whatever happens.
-- Deferred, so that a change of default moves the flags and the pointer in one transaction.
ALTER TABLE "primary_locations"
  ADD CONSTRAINT "primary_locations_single_row_check" CHECK ("id" = 1),
  ADD CONSTRAINT "primary_locations_flags_check" CHECK
    ("is_default" AND "default_active" AND "is_headquarters" AND "headquarters_active");
ALTER TABLE "primary_locations" ALTER CONSTRAINT "primary_locations_default_fkey" DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "primary_locations" ALTER CONSTRAINT "primary_locations_headquarters_fkey" DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE "suppliers"
  ADD CONSTRAINT "suppliers_name_check" CHECK (length(trim("name")) > 0),
  ADD CONSTRAINT "suppliers_kind_check" CHECK ("kind" IN
    ('YARN', 'FABRIC', 'DYES_CHEMICALS', 'TRIMS', 'PACKAGING', 'MACHINERY', 'JOB_WORK', 'SERVICES', 'OTHER')),
  ADD CONSTRAINT "suppliers_currency_check" CHECK ("currency" ~ '^[A-Z]{3}$'),
  ADD CONSTRAINT "suppliers_payment_terms_check" CHECK
    ("payment_terms" ~ '^(IMMEDIATE|ADVANCE|COD|END_OF_MONTH|NET_[1-9][0-9]{0,2})$'),
  ADD CONSTRAINT "suppliers_lead_time_days_check" CHECK ("lead_time_days" BETWEEN 0 AND 999);

ALTER TABLE "customers"
  ADD CONSTRAINT "customers_name_check" CHECK (length(trim("name")) > 0),
  ADD CONSTRAINT "customers_kind_check" CHECK ("kind" IN
    ('BRAND', 'RETAILER', 'WHOLESALER', 'EXPORTER', 'MANUFACTURER', 'AGENT', 'OTHER')),
  ADD CONSTRAINT "customers_currency_check" CHECK ("currency" ~ '^[A-Z]{3}$'),
  ADD CONSTRAINT "customers_payment_terms_check" CHECK
    ("payment_terms" ~ '^(IMMEDIATE|ADVANCE|COD|END_OF_MONTH|NET_[1-9][0-9]{0,2})$'),
  ADD CONSTRAINT "customers_credit_limit_check" CHECK ("credit_limit" >= 0);

ALTER TABLE "inventory_items"
  ADD CONSTRAINT "inventory_items_name_check" CHECK (length(trim("name")) > 0),
  ADD CONSTRAINT "inventory_items_kind_check" CHECK ("kind" IN
    ('RAW_MATERIAL', 'WORK_IN_PROGRESS', 'FINISHED_GOODS', 'CONSUMABLE', 'PACKAGING')),
  ADD CONSTRAINT "inventory_items_unit_check" CHECK ("unit" IN
    ('kg', 'g', 'lb', 'm', 'cm', 'yd', 'm2', 'yd2', 'pcs', 'pair', 'dozen')),
  ADD CONSTRAINT "inventory_items_currency_check" CHECK ("currency" ~ '^[A-Z]{3}$'),
  ADD CONSTRAINT "inventory_items_unit_cost_check" CHECK ("unit_cost" >= 0),
  ADD CONSTRAINT "inventory_items_reorder_point_check" CHECK ("reorder_point" >= 0),
  ADD CONSTRAINT "inventory_items_yarn_count_check" CHECK ("yarn_count" > 0),
  ADD CONSTRAINT "inventory_items_yarn_count_system_check" CHECK ("yarn_count_system" IN ('NE', 'NM', 'TEX', 'DTEX', 'DENIER')),
  ADD CONSTRAINT "inventory_items_yarn_count_pair_check" CHECK (("yarn_count" IS NULL) = ("yarn_count_system" IS NULL)),
  ADD CONSTRAINT "inventory_items_gsm_check" CHECK ("gsm" > 0),
  ADD CONSTRAINT "inventory_items_width_mm_check" CHECK ("width_mm" > 0);

ALTER TABLE "stock_balances"
  ADD CONSTRAINT "stock_balances_on_hand_check" CHECK ("on_hand" >= 0),
  ADD CONSTRAINT "stock_balances_reserved_check" CHECK ("reserved" >= 0 AND "reserved" <= "on_hand");

ALTER TABLE "production_orders"
  ADD CONSTRAINT "production_orders_status_check" CHECK ("status" IN
    ('DRAFT', 'CONFIRMED', 'RELEASED', 'IN_PROGRESS', 'ON_HOLD', 'COMPLETED', 'CLOSED', 'CANCELLED', 'SHORT_CLOSED')),
  ADD CONSTRAINT "production_orders_priority_check" CHECK ("priority" IN ('LOW', 'NORMAL', 'HIGH', 'URGENT')),
  ADD CONSTRAINT "production_orders_quantity_check" CHECK ("quantity" > 0),
  ADD CONSTRAINT "production_orders_quantity_completed_check" CHECK ("quantity_completed" >= 0);

ALTER TABLE "quality_records"
  ADD CONSTRAINT "quality_records_kind_check" CHECK ("kind" IN ('INCOMING', 'IN_PROCESS', 'FINAL', 'RANDOM')),
  ADD CONSTRAINT "quality_records_status_check" CHECK ("status" IN
    ('PENDING', 'IN_PROGRESS', 'ACCEPTED', 'REJECTED', 'PARTIAL', 'CONCESSION')),
  ADD CONSTRAINT "quality_records_quantities_check" CHECK
    ("quantity_inspected" > 0 AND "quantity_passed" >= 0 AND "quantity_failed" >= 0
     AND "quantity_passed" + "quantity_failed" <= "quantity_inspected");

ALTER TABLE "quality_defects"
  ADD CONSTRAINT "quality_defects_category_check" CHECK ("category" IN
    ('FABRIC', 'STITCHING', 'COLOR', 'MEASUREMENT', 'PACKAGING', 'FINISHING', 'LABELING')),
  ADD CONSTRAINT "quality_defects_severity_check" CHECK ("severity" IN ('CRITICAL', 'MAJOR', 'MINOR')),
  ADD CONSTRAINT "quality_defects_quantity_check" CHECK ("quantity" > 0);

ALTER TABLE "financial_transactions"
  ADD CONSTRAINT "financial_transactions_type_check" CHECK ("type" IN
    ('INVOICE', 'BILL', 'PAYMENT_IN', 'PAYMENT_OUT', 'EXPENSE', 'TRANSFER', 'ADJUSTMENT')),
  ADD CONSTRAINT "financial_transactions_status_check" CHECK ("status" IN ('DRAFT', 'POSTED', 'VOIDED')),
  ADD CONSTRAINT "financial_transactions_currency_check" CHECK ("currency" ~ '^[A-Z]{3}$'),
  ADD CONSTRAINT "financial_transactions_fx_rate_check" CHECK ("fx_rate" > 0),
  ADD CONSTRAINT "financial_transactions_amount_check" CHECK
    ("amount" > 0 AND "tax_amount" >= 0 AND "total_amount" = "amount" + "tax_amount"),
  ADD CONSTRAINT "financial_transactions_due_date_check" CHECK ("due_date" >= "transaction_date"),
  ADD CONSTRAINT "financial_transactions_party_check" CHECK (
    CASE "type"
      WHEN 'INVOICE' THEN "customer_id" IS NOT NULL AND "supplier_id" IS NULL
      WHEN 'PAYMENT_IN' THEN "customer_id" IS NOT NULL AND "supplier_id" IS NULL
      WHEN 'BILL' THEN "supplier_id" IS NOT NULL AND "customer_id" IS NULL
      WHEN 'PAYMENT_OUT' THEN "supplier_id" IS NOT NULL AND "customer_id" IS NULL
      ELSE "supplier_id" IS NULL OR "customer_id" IS NULL
    END
  );

ALTER TABLE "number_counters"
  ADD CONSTRAINT "number_counters_width_check" CHECK ("width" BETWEEN 1 AND 12),
  ADD CONSTRAINT "number_counters_next_value_check" CHECK ("next_value" > 0);
