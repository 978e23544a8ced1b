-- How far the security events have been delivered.
CREATE TABLE "webhook_cursors" (
    "name" TEXT NOT NULL,
    "last_id" BIGINT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "webhook_cursors_pkey" PRIMARY KEY ("name")
);
