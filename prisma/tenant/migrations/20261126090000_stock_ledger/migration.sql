-- AlterTable
ALTER TABLE "inventory_items" ADD COLUMN     "maximum_stock" DECIMAL(18,4),
ADD COLUMN     "minimum_stock" DECIMAL(18,4),
ADD COLUMN     "second_unit" TEXT,
ADD COLUMN     "tracking" TEXT NOT NULL DEFAULT 'NONE',
ADD COLUMN     "valuation" TEXT NOT NULL DEFAULT 'MOVING_AVERAGE';

-- AlterTable
ALTER TABLE "stock_balances" DROP CONSTRAINT "stock_balances_pkey",
ADD COLUMN     "id" UUID NOT NULL DEFAULT gen_random_uuid(),
ADD COLUMN     "last_moved_on" DATE NOT NULL DEFAULT CURRENT_DATE,
ADD COLUMN     "lot_id" UUID,
ADD COLUMN     "on_hand_2" DECIMAL(18,4) NOT NULL DEFAULT 0,
ADD COLUMN     "status" TEXT NOT NULL DEFAULT 'AVAILABLE',
ADD CONSTRAINT "stock_balances_pkey" PRIMARY KEY ("id");

-- CreateTable
CREATE TABLE "lots" (
    "id" UUID NOT NULL,
    "item_id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "supplier_id" UUID,
    "supplier_lot" TEXT,
    "dye_lot" TEXT,
    "shade_group" TEXT,
    "ticket_length_m" DECIMAL(18,4),
    "actual_length_m" DECIMAL(18,4),
    "width_mm" DECIMAL(10,2),
    "gsm" DECIMAL(10,2),
    "weight_kg" DECIMAL(18,4),
    "package" TEXT,
    "package_content" DECIMAL(18,4),
    "received_on" DATE,
    "expires_on" DATE,
    "parent_lot_id" UUID,
    "is_end_bit" BOOLEAN NOT NULL DEFAULT false,
    "notes" TEXT,
    "archived_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "lots_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stock_documents" (
    "id" UUID NOT NULL,
    "serial" BIGSERIAL NOT NULL,
    "number" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'DRAFT',
    "location_id" UUID NOT NULL,
    "to_location_id" UUID,
    "supplier_id" UUID,
    "customer_id" UUID,
    "via_transit" BOOLEAN NOT NULL DEFAULT false,
    "reason" TEXT,
    "effective_date" DATE NOT NULL,
    "reference" TEXT,
    "notes" TEXT,
    "reversal_of_id" UUID,
    "posted_at" TIMESTAMPTZ(3),
    "archived_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stock_documents_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stock_document_lines" (
    "id" UUID NOT NULL,
    "document_id" UUID NOT NULL,
    "line_number" INTEGER NOT NULL,
    "item_id" UUID NOT NULL,
    "lot_id" UUID,
    "status" TEXT NOT NULL DEFAULT 'AVAILABLE',
    "to_status" TEXT,
    "quantity" DECIMAL(18,4) NOT NULL,
    "quantity_2" DECIMAL(18,4),
    "entered_unit" TEXT NOT NULL,
    "entered_qty" DECIMAL(18,4) NOT NULL,
    "unit_factor" DECIMAL(28,14) NOT NULL,
    "unit_cost" DECIMAL(20,6),
    "reservation_id" UUID,

    CONSTRAINT "stock_document_lines_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stock_moves" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "posted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "effective_date" DATE NOT NULL,
    "movement_type" TEXT NOT NULL,
    "item_id" UUID NOT NULL,
    "lot_id" UUID,
    "from_location_id" UUID,
    "from_status" TEXT,
    "from_end" TEXT,
    "to_location_id" UUID,
    "to_status" TEXT,
    "to_end" TEXT,
    "qty" DECIMAL(18,4) NOT NULL,
    "qty_2" DECIMAL(18,4) NOT NULL DEFAULT 0,
    "entered_unit" TEXT NOT NULL,
    "entered_qty" DECIMAL(18,4) NOT NULL,
    "unit_factor" DECIMAL(28,14) NOT NULL,
    "value" DECIMAL(20,4) NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "source_type" TEXT NOT NULL,
    "source_id" UUID NOT NULL,
    "source_line_id" UUID NOT NULL,
    "source_event" TEXT NOT NULL,
    "reason" TEXT,
    "reversal_of_id" UUID,
    "created_by" TEXT NOT NULL,

    CONSTRAINT "stock_moves_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "item_costs" (
    "item_id" UUID NOT NULL,
    "qty" DECIMAL(18,4) NOT NULL DEFAULT 0,
    "value" DECIMAL(20,4) NOT NULL DEFAULT 0,

    CONSTRAINT "item_costs_pkey" PRIMARY KEY ("item_id")
);

-- CreateTable
CREATE TABLE "cost_layers" (
    "id" UUID NOT NULL,
    "item_id" UUID NOT NULL,
    "lot_id" UUID,
    "seq" BIGSERIAL NOT NULL,
    "qty_left" DECIMAL(18,4) NOT NULL,
    "value" DECIMAL(20,4) NOT NULL,

    CONSTRAINT "cost_layers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reservations" (
    "id" UUID NOT NULL,
    "item_id" UUID NOT NULL,
    "location_id" UUID NOT NULL,
    "lot_id" UUID,
    "status" TEXT NOT NULL DEFAULT 'ACTIVE',
    "quantity" DECIMAL(18,4) NOT NULL,
    "quantity_open" DECIMAL(18,4) NOT NULL,
    "reference" TEXT,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "reservations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reservation_allocations" (
    "reservation_id" UUID NOT NULL,
    "balance_id" UUID NOT NULL,
    "quantity" DECIMAL(18,4) NOT NULL,

    CONSTRAINT "reservation_allocations_pkey" PRIMARY KEY ("reservation_id","balance_id")
);

-- CreateTable
CREATE TABLE "reorder_levels" (
    "item_id" UUID NOT NULL,
    "location_id" UUID NOT NULL,
    "reorder_point" DECIMAL(18,4),
    "minimum_stock" DECIMAL(18,4),
    "maximum_stock" DECIMAL(18,4),

    CONSTRAINT "reorder_levels_pkey" PRIMARY KEY ("item_id","location_id")
);

-- CreateTable
CREATE TABLE "stock_alerts" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'OPEN',
    "item_id" UUID NOT NULL,
    "location_id" UUID,
    "lot_id" UUID,
    "quantity" DECIMAL(18,4) NOT NULL,
    "level" DECIMAL(18,4),
    "due_on" DATE,
    "acknowledged_at" TIMESTAMPTZ(3),
    "acknowledged_by" TEXT,
    "resolved_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stock_alerts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stock_counts" (
    "id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'COUNTING',
    "location_id" UUID NOT NULL,
    "is_blind" BOOLEAN NOT NULL,
    "notes" TEXT,
    "frozen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "posted_at" TIMESTAMPTZ(3),
    "archived_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stock_counts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stock_count_lines" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "count_id" UUID NOT NULL,
    "item_id" UUID NOT NULL,
    "lot_id" UUID,
    "status" TEXT NOT NULL DEFAULT 'AVAILABLE',
    "expected" DECIMAL(18,4) NOT NULL,
    "counted" DECIMAL(18,4),
    "counted_by" TEXT,
    "counted_at" TIMESTAMPTZ(3),

    CONSTRAINT "stock_count_lines_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stock_settings" (
    "id" SMALLINT NOT NULL DEFAULT 1,
    "closed_through" DATE,
    "verified_at" TIMESTAMPTZ(3),
    "findings" INTEGER,
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stock_settings_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "lots_created_at_id_idx" ON "lots"("created_at", "id");

-- CreateIndex
CREATE INDEX "lots_supplier_id_idx" ON "lots"("supplier_id");

-- CreateIndex
CREATE INDEX "lots_parent_lot_id_idx" ON "lots"("parent_lot_id");

-- CreateIndex
CREATE UNIQUE INDEX "lots_item_id_number_key" ON "lots"("item_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "lots_id_item_id_key" ON "lots"("id", "item_id");

-- CreateIndex
CREATE UNIQUE INDEX "stock_documents_number_key" ON "stock_documents"("number");

-- CreateIndex
CREATE UNIQUE INDEX "stock_documents_reversal_of_id_key" ON "stock_documents"("reversal_of_id");

-- CreateIndex
CREATE INDEX "stock_documents_created_at_id_idx" ON "stock_documents"("created_at", "id");

-- CreateIndex
CREATE INDEX "stock_documents_type_id_idx" ON "stock_documents"("type", "id");

-- CreateIndex
CREATE INDEX "stock_documents_location_id_idx" ON "stock_documents"("location_id");

-- CreateIndex
CREATE INDEX "stock_documents_to_location_id_idx" ON "stock_documents"("to_location_id");

-- CreateIndex
CREATE INDEX "stock_documents_supplier_id_idx" ON "stock_documents"("supplier_id");

-- CreateIndex
CREATE INDEX "stock_documents_customer_id_idx" ON "stock_documents"("customer_id");

-- CreateIndex
CREATE INDEX "stock_document_lines_item_id_idx" ON "stock_document_lines"("item_id");

-- CreateIndex
CREATE INDEX "stock_document_lines_lot_id_item_id_idx" ON "stock_document_lines"("lot_id", "item_id");

-- CreateIndex
CREATE INDEX "stock_document_lines_reservation_id_idx" ON "stock_document_lines"("reservation_id");

-- CreateIndex
CREATE UNIQUE INDEX "stock_document_lines_document_id_line_number_key" ON "stock_document_lines"("document_id", "line_number");

-- CreateIndex
CREATE UNIQUE INDEX "stock_moves_seq_key" ON "stock_moves"("seq");

-- CreateIndex
CREATE UNIQUE INDEX "stock_moves_reversal_of_id_key" ON "stock_moves"("reversal_of_id");

-- CreateIndex
CREATE INDEX "stock_moves_item_id_seq_idx" ON "stock_moves"("item_id", "seq");

-- CreateIndex
CREATE INDEX "stock_moves_from_location_id_idx" ON "stock_moves"("from_location_id");

-- CreateIndex
CREATE INDEX "stock_moves_to_location_id_idx" ON "stock_moves"("to_location_id");

-- CreateIndex
CREATE INDEX "stock_moves_source_id_idx" ON "stock_moves"("source_id");

-- CreateIndex
CREATE UNIQUE INDEX "stock_moves_source_type_source_line_id_source_event_key" ON "stock_moves"("source_type", "source_line_id", "source_event");

-- CreateIndex
CREATE UNIQUE INDEX "cost_layers_seq_key" ON "cost_layers"("seq");

-- CreateIndex
CREATE INDEX "cost_layers_item_id_seq_idx" ON "cost_layers"("item_id", "seq");

-- CreateIndex
CREATE INDEX "cost_layers_lot_id_item_id_idx" ON "cost_layers"("lot_id", "item_id");

-- CreateIndex
CREATE INDEX "reservations_created_at_id_idx" ON "reservations"("created_at", "id");

-- CreateIndex
CREATE INDEX "reservations_item_id_location_id_idx" ON "reservations"("item_id", "location_id");

-- CreateIndex
CREATE INDEX "reservations_location_id_idx" ON "reservations"("location_id");

-- CreateIndex
CREATE INDEX "reservations_lot_id_item_id_idx" ON "reservations"("lot_id", "item_id");

-- CreateIndex
CREATE INDEX "reservation_allocations_balance_id_idx" ON "reservation_allocations"("balance_id");

-- CreateIndex
CREATE INDEX "reorder_levels_location_id_idx" ON "reorder_levels"("location_id");

-- CreateIndex
CREATE INDEX "stock_alerts_created_at_id_idx" ON "stock_alerts"("created_at", "id");

-- CreateIndex
CREATE INDEX "stock_alerts_item_id_idx" ON "stock_alerts"("item_id");

-- CreateIndex
CREATE INDEX "stock_alerts_location_id_idx" ON "stock_alerts"("location_id");

-- CreateIndex
CREATE INDEX "stock_alerts_lot_id_item_id_idx" ON "stock_alerts"("lot_id", "item_id");

-- CreateIndex
CREATE UNIQUE INDEX "stock_counts_number_key" ON "stock_counts"("number");

-- CreateIndex
CREATE INDEX "stock_counts_created_at_id_idx" ON "stock_counts"("created_at", "id");

-- CreateIndex
CREATE INDEX "stock_counts_location_id_idx" ON "stock_counts"("location_id");

-- CreateIndex
CREATE INDEX "stock_count_lines_count_id_id_idx" ON "stock_count_lines"("count_id", "id");

-- CreateIndex
CREATE INDEX "stock_count_lines_item_id_idx" ON "stock_count_lines"("item_id");

-- CreateIndex
CREATE INDEX "stock_count_lines_lot_id_item_id_idx" ON "stock_count_lines"("lot_id", "item_id");

-- AddForeignKey
ALTER TABLE "stock_balances" ADD CONSTRAINT "stock_balances_lot_fkey" FOREIGN KEY ("lot_id", "item_id") REFERENCES "lots"("id", "item_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lots" ADD CONSTRAINT "lots_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "inventory_items"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lots" ADD CONSTRAINT "lots_supplier_id_fkey" FOREIGN KEY ("supplier_id") REFERENCES "suppliers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lots" ADD CONSTRAINT "lots_parent_lot_id_fkey" FOREIGN KEY ("parent_lot_id") REFERENCES "lots"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_documents" ADD CONSTRAINT "stock_documents_location_id_fkey" FOREIGN KEY ("location_id") REFERENCES "locations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_documents" ADD CONSTRAINT "stock_documents_to_location_id_fkey" FOREIGN KEY ("to_location_id") REFERENCES "locations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_documents" ADD CONSTRAINT "stock_documents_supplier_id_fkey" FOREIGN KEY ("supplier_id") REFERENCES "suppliers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_documents" ADD CONSTRAINT "stock_documents_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_documents" ADD CONSTRAINT "stock_documents_reversal_of_id_fkey" FOREIGN KEY ("reversal_of_id") REFERENCES "stock_documents"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_document_lines" ADD CONSTRAINT "stock_document_lines_document_id_fkey" FOREIGN KEY ("document_id") REFERENCES "stock_documents"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_document_lines" ADD CONSTRAINT "stock_document_lines_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "inventory_items"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_document_lines" ADD CONSTRAINT "stock_document_lines_lot_fkey" FOREIGN KEY ("lot_id", "item_id") REFERENCES "lots"("id", "item_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_document_lines" ADD CONSTRAINT "stock_document_lines_reservation_id_fkey" FOREIGN KEY ("reservation_id") REFERENCES "reservations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_moves" ADD CONSTRAINT "stock_moves_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "inventory_items"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_moves" ADD CONSTRAINT "stock_moves_lot_fkey" FOREIGN KEY ("lot_id", "item_id") REFERENCES "lots"("id", "item_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_moves" ADD CONSTRAINT "stock_moves_from_location_id_fkey" FOREIGN KEY ("from_location_id") REFERENCES "locations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_moves" ADD CONSTRAINT "stock_moves_to_location_id_fkey" FOREIGN KEY ("to_location_id") REFERENCES "locations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_moves" ADD CONSTRAINT "stock_moves_reversal_of_id_fkey" FOREIGN KEY ("reversal_of_id") REFERENCES "stock_moves"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "item_costs" ADD CONSTRAINT "item_costs_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "inventory_items"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cost_layers" ADD CONSTRAINT "cost_layers_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "inventory_items"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cost_layers" ADD CONSTRAINT "cost_layers_lot_fkey" FOREIGN KEY ("lot_id", "item_id") REFERENCES "lots"("id", "item_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reservations" ADD CONSTRAINT "reservations_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "inventory_items"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reservations" ADD CONSTRAINT "reservations_location_id_fkey" FOREIGN KEY ("location_id") REFERENCES "locations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reservations" ADD CONSTRAINT "reservations_lot_fkey" FOREIGN KEY ("lot_id", "item_id") REFERENCES "lots"("id", "item_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reservation_allocations" ADD CONSTRAINT "reservation_allocations_reservation_id_fkey" FOREIGN KEY ("reservation_id") REFERENCES "reservations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reservation_allocations" ADD CONSTRAINT "reservation_allocations_balance_id_fkey" FOREIGN KEY ("balance_id") REFERENCES "stock_balances"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reorder_levels" ADD CONSTRAINT "reorder_levels_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "inventory_items"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reorder_levels" ADD CONSTRAINT "reorder_levels_location_id_fkey" FOREIGN KEY ("location_id") REFERENCES "locations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_alerts" ADD CONSTRAINT "stock_alerts_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "inventory_items"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_alerts" ADD CONSTRAINT "stock_alerts_location_id_fkey" FOREIGN KEY ("location_id") REFERENCES "locations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_alerts" ADD CONSTRAINT "stock_alerts_lot_fkey" FOREIGN KEY ("lot_id", "item_id") REFERENCES "lots"("id", "item_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_counts" ADD CONSTRAINT "stock_counts_location_id_fkey" FOREIGN KEY ("location_id") REFERENCES "locations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_count_lines" ADD CONSTRAINT "stock_count_lines_count_id_fkey" FOREIGN KEY ("count_id") REFERENCES "stock_counts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_count_lines" ADD CONSTRAINT "stock_count_lines_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "inventory_items"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_count_lines" ADD CONSTRAINT "stock_count_lines_lot_fkey" FOREIGN KEY ("lot_id", "item_id") REFERENCES "lots"("id", "item_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What the Prisma language cannot say.

ALTER TABLE "inventory_items"
  ADD CONSTRAINT "inventory_items_second_unit_check" CHECK ("second_unit" IN
    ('kg', 'g', 'lb', 'oz', 't', 'm', 'cm', 'mm', 'yd', 'in', 'ft', 'm2', 'yd2', 'pcs', 'pair', 'dozen', 'gross', 'set', 'pack')),
  DROP CONSTRAINT "inventory_items_unit_check",
  ADD CONSTRAINT "inventory_items_unit_check" CHECK ("unit" IN
    ('kg', 'g', 'lb', 'oz', 't', 'm', 'cm', 'mm', 'yd', 'in', 'ft', 'm2', 'yd2', 'pcs', 'pair', 'dozen', 'gross', 'set', 'pack')),
  ADD CONSTRAINT "inventory_items_tracking_check" CHECK ("tracking" IN ('NONE', 'LOT', 'ROLL')),
  ADD CONSTRAINT "inventory_items_valuation_check" CHECK ("valuation" IN ('FIFO', 'MOVING_AVERAGE', 'LOT')),
  ADD CONSTRAINT "inventory_items_lot_valuation_check" CHECK ("valuation" <> 'LOT' OR "tracking" <> 'NONE'),
  ADD CONSTRAINT "inventory_items_minimum_stock_check" CHECK ("minimum_stock" >= 0),
  ADD CONSTRAINT "inventory_items_maximum_stock_check" CHECK ("maximum_stock" >= coalesce("minimum_stock", 0));

ALTER TABLE "lots"
  ADD CONSTRAINT "lots_number_check" CHECK (length(trim("number")) > 0),
  ADD CONSTRAINT "lots_package_check" CHECK ("package" IN ('CONE', 'BOBBIN', 'HANK', 'ROLL', 'BALE', 'CARTON', 'BAG', 'BUNDLE', 'DRUM')),
  ADD CONSTRAINT "lots_package_content_check" CHECK ("package_content" > 0),
  ADD CONSTRAINT "lots_package_pair_check" CHECK (("package" IS NULL) = ("package_content" IS NULL)),
  ADD CONSTRAINT "lots_ticket_length_m_check" CHECK ("ticket_length_m" >= 0),
  ADD CONSTRAINT "lots_actual_length_m_check" CHECK ("actual_length_m" >= 0),
  ADD CONSTRAINT "lots_width_mm_check" CHECK ("width_mm" > 0),
  ADD CONSTRAINT "lots_gsm_check" CHECK ("gsm" > 0),
  ADD CONSTRAINT "lots_weight_kg_check" CHECK ("weight_kg" >= 0),
  ADD CONSTRAINT "lots_parent_check" CHECK ("parent_lot_id" <> "id");

ALTER TABLE "stock_balances"
  ADD CONSTRAINT "stock_balances_status_check" CHECK ("status" IN ('AVAILABLE', 'QC_HOLD', 'REJECTED', 'BLOCKED', 'IN_TRANSIT'));

ALTER TABLE "stock_documents"
  ADD CONSTRAINT "stock_documents_type_check" CHECK ("type" IN ('RECEIPT', 'ISSUE', 'OUTPUT', 'DISPATCH', 'TRANSFER',
    'ADJUSTMENT_IN', 'ADJUSTMENT_OUT', 'DAMAGE', 'CUSTOMER_RETURN', 'SUPPLIER_RETURN', 'STATUS_CHANGE', 'OPENING')),
  ADD CONSTRAINT "stock_documents_status_check" CHECK ("status" IN ('DRAFT', 'IN_TRANSIT', 'POSTED', 'REVERSED')),
  ADD CONSTRAINT "stock_documents_reason_check" CHECK ("reason" IN ('COUNTED', 'MEASURED', 'DAMAGED', 'EXPIRED', 'LOST', 'FOUND',
    'SAMPLE', 'WASTE', 'ENTRY_ERROR', 'QUALITY', 'OTHER')),
  ADD CONSTRAINT "stock_documents_to_location_check" CHECK (("type" = 'TRANSFER') = ("to_location_id" IS NOT NULL)),
  ADD CONSTRAINT "stock_documents_locations_check" CHECK ("to_location_id" <> "location_id"),
  ADD CONSTRAINT "stock_documents_via_transit_check" CHECK (NOT "via_transit" OR "type" = 'TRANSFER'),
  ADD CONSTRAINT "stock_documents_posted_at_check" CHECK (("status" = 'DRAFT') = ("posted_at" IS NULL));

ALTER TABLE "stock_document_lines"
  ADD CONSTRAINT "stock_document_lines_status_check" CHECK ("status" IN ('AVAILABLE', 'QC_HOLD', 'REJECTED', 'BLOCKED', 'IN_TRANSIT')),
  ADD CONSTRAINT "stock_document_lines_to_status_check" CHECK ("to_status" IN ('AVAILABLE', 'QC_HOLD', 'REJECTED', 'BLOCKED', 'IN_TRANSIT')),
  ADD CONSTRAINT "stock_document_lines_quantity_check" CHECK ("quantity" > 0),
  ADD CONSTRAINT "stock_document_lines_quantity_2_check" CHECK ("quantity_2" >= 0),
  ADD CONSTRAINT "stock_document_lines_entered_qty_check" CHECK ("entered_qty" > 0),
  ADD CONSTRAINT "stock_document_lines_unit_factor_check" CHECK ("unit_factor" > 0),
  ADD CONSTRAINT "stock_document_lines_unit_cost_check" CHECK ("unit_cost" >= 0);

ALTER TABLE "stock_moves"
  ADD CONSTRAINT "stock_moves_movement_type_check" CHECK ("movement_type" IN ('PURCHASE', 'SALE', 'TRANSFER', 'ADJUSTMENT_IN',
    'ADJUSTMENT_OUT', 'PRODUCTION_OUT', 'PRODUCTION_IN', 'RETURN_IN', 'RETURN_OUT', 'DAMAGE', 'OPENING', 'STATUS_CHANGE', 'REPACK')),
  ADD CONSTRAINT "stock_moves_from_check" CHECK (("from_location_id" IS NULL) = ("from_end" IS NOT NULL)
    AND ("from_location_id" IS NULL) = ("from_status" IS NULL)),
  ADD CONSTRAINT "stock_moves_to_check" CHECK (("to_location_id" IS NULL) = ("to_end" IS NOT NULL)
    AND ("to_location_id" IS NULL) = ("to_status" IS NULL)),
  ADD CONSTRAINT "stock_moves_ends_check" CHECK ("from_end" IS NULL OR "to_end" IS NULL),
  ADD CONSTRAINT "stock_moves_from_end_check" CHECK ("from_end" IN ('SUPPLIER', 'CUSTOMER', 'PRODUCTION', 'JOBWORK', 'LOSS', 'OPENING', 'REPACK')),
  ADD CONSTRAINT "stock_moves_to_end_check" CHECK ("to_end" IN ('SUPPLIER', 'CUSTOMER', 'PRODUCTION', 'JOBWORK', 'LOSS', 'OPENING', 'REPACK')),
  ADD CONSTRAINT "stock_moves_from_status_check" CHECK ("from_status" IN ('AVAILABLE', 'QC_HOLD', 'REJECTED', 'BLOCKED', 'IN_TRANSIT')),
  ADD CONSTRAINT "stock_moves_to_status_check" CHECK ("to_status" IN ('AVAILABLE', 'QC_HOLD', 'REJECTED', 'BLOCKED', 'IN_TRANSIT')),
  ADD CONSTRAINT "stock_moves_qty_check" CHECK ("qty" > 0),
  ADD CONSTRAINT "stock_moves_qty_2_check" CHECK ("qty_2" >= 0),
  ADD CONSTRAINT "stock_moves_value_check" CHECK ("value" >= 0),
  ADD CONSTRAINT "stock_moves_source_type_check" CHECK ("source_type" IN ('DOCUMENT', 'COUNT', 'LOT', 'ITEM'));

ALTER TABLE "item_costs"
  ADD CONSTRAINT "item_costs_qty_check" CHECK ("qty" >= 0),
  ADD CONSTRAINT "item_costs_value_check" CHECK ("value" >= 0 AND ("qty" > 0 OR "value" = 0));

ALTER TABLE "cost_layers"
  ADD CONSTRAINT "cost_layers_qty_left_check" CHECK ("qty_left" >= 0),
  ADD CONSTRAINT "cost_layers_value_check" CHECK ("value" >= 0 AND ("qty_left" > 0 OR "value" = 0));

ALTER TABLE "reservations"
  ADD CONSTRAINT "reservations_status_check" CHECK ("status" IN ('ACTIVE', 'USED', 'RELEASED', 'EXPIRED')),
  ADD CONSTRAINT "reservations_quantity_check" CHECK ("quantity" > 0),
  ADD CONSTRAINT "reservations_quantity_open_check" CHECK ("quantity_open" BETWEEN 0 AND "quantity"
    AND ("status" = 'ACTIVE') = ("quantity_open" > 0));

ALTER TABLE "reservation_allocations"
  ADD CONSTRAINT "reservation_allocations_quantity_check" CHECK ("quantity" > 0);

ALTER TABLE "reorder_levels"
  ADD CONSTRAINT "reorder_levels_reorder_point_check" CHECK ("reorder_point" >= 0),
  ADD CONSTRAINT "reorder_levels_minimum_stock_check" CHECK ("minimum_stock" >= 0),
  ADD CONSTRAINT "reorder_levels_maximum_stock_check" CHECK ("maximum_stock" >= coalesce("minimum_stock", 0));

ALTER TABLE "stock_alerts"
  ADD CONSTRAINT "stock_alerts_kind_check" CHECK ("kind" IN ('LOW_STOCK', 'OUT_OF_STOCK', 'OVERSTOCK', 'EXPIRY')),
  ADD CONSTRAINT "stock_alerts_status_check" CHECK ("status" IN ('OPEN', 'ACKNOWLEDGED', 'RESOLVED'));

ALTER TABLE "stock_counts"
  ADD CONSTRAINT "stock_counts_status_check" CHECK ("status" IN ('COUNTING', 'REVIEW', 'POSTED', 'CANCELLED'));

ALTER TABLE "stock_count_lines"
  ADD CONSTRAINT "stock_count_lines_status_check" CHECK ("status" IN ('AVAILABLE', 'QC_HOLD', 'REJECTED', 'BLOCKED', 'IN_TRANSIT')),
  ADD CONSTRAINT "stock_count_lines_expected_check" CHECK ("expected" >= 0),
  ADD CONSTRAINT "stock_count_lines_counted_check" CHECK ("counted" >= 0);

ALTER TABLE "stock_settings"
  ADD CONSTRAINT "stock_settings_single_row_check" CHECK ("id" = 1),
  ADD CONSTRAINT "stock_settings_findings_check" CHECK ("findings" >= 0);

CREATE INDEX "stock_moves_lot_id_item_id_seq_idx" ON "stock_moves" ("lot_id", "item_id", "seq") WHERE "lot_id" IS NOT NULL;
-- What a company has of one kind is told once, until it is over.
CREATE UNIQUE INDEX "stock_alerts_current_key" ON "stock_alerts" ("kind", "item_id",
  coalesce("location_id", '00000000-0000-0000-0000-000000000000'), coalesce("lot_id", '00000000-0000-0000-0000-000000000000'))
  WHERE "status" <> 'RESOLVED';
CREATE UNIQUE INDEX "stock_count_lines_key" ON "stock_count_lines" ("count_id", "item_id", "status",
  coalesce("lot_id", '00000000-0000-0000-0000-000000000000'));

-- What lay where before there was a ledger is its first entry, at the cost the item says of itself.
INSERT INTO "stock_moves" ("id", "effective_date", "movement_type", "item_id", "from_end", "to_location_id", "to_status", "qty",
    "entered_unit", "entered_qty", "unit_factor", "value", "currency", "source_type", "source_id", "source_line_id", "source_event", "created_by")
  SELECT gen_random_uuid(), CURRENT_DATE, 'OPENING', b."item_id", 'OPENING', b."location_id", b."status", b."on_hand",
    i."unit", b."on_hand", 1, round(b."on_hand" * coalesce(i."unit_cost", 0), 4), i."currency", 'ITEM', b."item_id", b."id", 'OPENING', 'cli:migration'
  FROM "stock_balances" b JOIN "inventory_items" i ON i."id" = b."item_id"
  WHERE b."on_hand" > 0 ORDER BY b."item_id", b."location_id";
INSERT INTO "item_costs" ("item_id", "qty", "value")
  SELECT "item_id", sum("qty"), sum("value") FROM "stock_moves" GROUP BY "item_id";
-- What was reserved goes on being so, for a quarter.
INSERT INTO "reservations" ("id", "item_id", "location_id", "quantity", "quantity_open", "reference", "expires_at")
  SELECT "id", "item_id", "location_id", "reserved", "reserved", 'Reserved before', now() + interval '90 days'
  FROM "stock_balances" WHERE "reserved" > 0;
INSERT INTO "reservation_allocations" ("reservation_id", "balance_id", "quantity")
  SELECT "id", "id", "reserved" FROM "stock_balances" WHERE "reserved" > 0;
