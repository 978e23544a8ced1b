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

ALTER TABLE "users" ADD COLUMN     "email_verified_at" TIMESTAMPTZ(3),
ADD COLUMN     "phone_verified_at" TIMESTAMPTZ(3);

-- Links and codes that show that somebody reads an address: of each kind a person has one, the newest. What is kept is a hash.
CREATE TABLE "one_time_tokens" (
    "user_id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "one_time_tokens_pkey" PRIMARY KEY ("user_id", "purpose"),
    CONSTRAINT "one_time_tokens_purpose_check" CHECK ("purpose" IN ('PASSWORD_RESET', 'VERIFY_EMAIL', 'VERIFY_PHONE'))
);

CREATE UNIQUE INDEX "one_time_tokens_token_hash_key" ON "one_time_tokens"("token_hash");

ALTER TABLE "one_time_tokens" ADD CONSTRAINT "one_time_tokens_user_id_fkey"
  FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Somebody has forgotten a password, or says so: written for any address, so that asking tells nothing.
CREATE TABLE "reset_requests" (
    "id" UUID NOT NULL,
    "identifier" TEXT NOT NULL,
    "request_id" TEXT,
    "ip_address" TEXT,
    "asked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "reset_requests_pkey" PRIMARY KEY ("id")
);

-- The second factor. The secret is sealed; a code's step must be later than the last one that was good.
CREATE TABLE "totp_secrets" (
    "user_id" UUID NOT NULL,
    "secret" TEXT NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3),
    "last_step" BIGINT NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "totp_secrets_pkey" PRIMARY KEY ("user_id")
);

ALTER TABLE "totp_secrets" ADD CONSTRAINT "totp_secrets_user_id_fkey"
  FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "recovery_codes" (
    "user_id" UUID NOT NULL,
    "code_hash" TEXT NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "recovery_codes_pkey" PRIMARY KEY ("user_id", "code_hash")
);

ALTER TABLE "recovery_codes" ADD CONSTRAINT "recovery_codes_user_id_fkey"
  FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Browsers and programs somebody has signed in from, by the hash of a token they were given.
CREATE TABLE "known_devices" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "known_devices_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "known_devices_user_id_token_hash_key" ON "known_devices"("user_id", "token_hash");

ALTER TABLE "known_devices" ADD CONSTRAINT "known_devices_user_id_fkey"
  FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Failed sign-ins of strangers, by account, or by the hash of a name that is none's.
CREATE TABLE "stranger_failures" (
    "account" TEXT NOT NULL,
    "lately" INTEGER NOT NULL DEFAULT 0,
    "streak" INTEGER NOT NULL DEFAULT 0,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "wait_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "stranger_failures_pkey" PRIMARY KEY ("account")
);

CREATE INDEX "stranger_failures_last_at_idx" ON "stranger_failures"("last_at");

-- How often something was done in a stretch of time that is not over.
CREATE TABLE "rate_limits" (
    "key" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "told" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "rate_limits_pkey" PRIMARY KEY ("key")
);

CREATE INDEX "rate_limits_ends_at_idx" ON "rate_limits"("ends_at");
