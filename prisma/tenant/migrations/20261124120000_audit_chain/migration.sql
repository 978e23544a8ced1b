-- Rows that are there keep no actor of their own and count as written by transaction 0: no row is touched.
ALTER TABLE "audit_log" ADD COLUMN     "actor" TEXT,
ADD COLUMN     "tx_id" BIGINT NOT NULL DEFAULT 0;

-- Every row from here on says which transaction wrote it.
ALTER TABLE "audit_log" ALTER COLUMN "tx_id" SET DEFAULT ((pg_current_xact_id())::text)::bigint;
