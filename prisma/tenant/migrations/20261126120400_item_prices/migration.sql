-- CreateTable
CREATE TABLE "item_prices" (
    "id" UUID NOT NULL,
    "item_id" UUID NOT NULL,
    "customer_id" UUID,
    "customer_kind" TEXT,
    "minimum_quantity" DECIMAL(18,4) NOT NULL DEFAULT 0,
    "price" DECIMAL(20,6) NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "valid_from" DATE,
    "valid_until" DATE,
    "archived_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "item_prices_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "item_prices_item_id_currency_idx" ON "item_prices"("item_id", "currency");

-- CreateIndex
CREATE INDEX "item_prices_customer_id_idx" ON "item_prices"("customer_id");

-- CreateIndex
CREATE INDEX "item_prices_created_at_id_idx" ON "item_prices"("created_at", "id");

-- AddForeignKey
ALTER TABLE "item_prices" ADD CONSTRAINT "item_prices_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "inventory_items"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "item_prices" ADD CONSTRAINT "item_prices_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What the Prisma language cannot say.

ALTER TABLE "item_prices"
  ADD CONSTRAINT "item_prices_customer_kind_check" CHECK ("customer_kind" IN ('BRAND', 'RETAILER', 'WHOLESALER', 'EXPORTER', 'MANUFACTURER', 'AGENT', 'OTHER')),
  ADD CONSTRAINT "item_prices_whose_check" CHECK ("customer_id" IS NULL OR "customer_kind" IS NULL),
  ADD CONSTRAINT "item_prices_minimum_quantity_check" CHECK ("minimum_quantity" >= 0),
  ADD CONSTRAINT "item_prices_price_check" CHECK ("price" >= 0),
  ADD CONSTRAINT "item_prices_currency_check" CHECK ("currency" ~ '^[A-Z]{3}$'),
  ADD CONSTRAINT "item_prices_valid_check" CHECK ("valid_until" >= "valid_from");
