-- What people are sent. The body is sealed, and gone once it is delivered or given up; until then it is due.
CREATE TABLE "messages" (
    "id" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "body" TEXT,
    "dedupe" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "delivered_at" TIMESTAMPTZ(3),
    "given_up_at" TIMESTAMPTZ(3),
    "failure" TEXT,

    CONSTRAINT "messages_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "messages_channel_check" CHECK ("channel" IN ('EMAIL', 'SMS')),
    CONSTRAINT "messages_body_check" CHECK (("body" IS NULL) = ("delivered_at" IS NOT NULL OR "given_up_at" IS NOT NULL))
);

CREATE UNIQUE INDEX "messages_dedupe_key" ON "messages"("dedupe");
CREATE INDEX "messages_due_idx" ON "messages"("due_at") WHERE "body" IS NOT NULL;
