-- CreateTable
CREATE TABLE "audit_seals" (
    "tenant_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "format" SMALLINT NOT NULL,
    "cluster" TEXT NOT NULL,
    "start_id" BIGINT NOT NULL,
    "from_tx" BIGINT NOT NULL,
    "to_tx" BIGINT NOT NULL,
    "next_tx" BIGINT NOT NULL,
    "last_id" BIGINT NOT NULL,
    "rows" INTEGER NOT NULL,
    "row_hashes" BYTEA NOT NULL,
    "hash" TEXT NOT NULL,
    "previous_hash" TEXT NOT NULL,
    "sealed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "audit_seals_pkey" PRIMARY KEY ("tenant_id","seq")
);

-- What the Prisma language cannot say. The hashes do not get shorter by compressing them.

ALTER TABLE "audit_seals" ALTER COLUMN "row_hashes" SET STORAGE EXTERNAL,
  ADD CONSTRAINT "audit_seals_seq_check" CHECK ("seq" > 0),
  ADD CONSTRAINT "audit_seals_rows_check" CHECK ("rows" > 0 AND octet_length("row_hashes") = 16 * "rows"),
  ADD CONSTRAINT "audit_seals_tx_check" CHECK ("from_tx" <= "to_tx" AND "to_tx" <= "next_tx"),
  ADD CONSTRAINT "audit_seals_hash_check" CHECK ("hash" ~ '^[0-9a-f]{64}$'),
  ADD CONSTRAINT "audit_seals_previous_hash_check" CHECK ("previous_hash" ~ '^[0-9a-f]{64}$');
