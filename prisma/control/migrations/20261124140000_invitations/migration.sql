-- Who changes somebody's role can say which one they have seen.
ALTER TABLE "user_tenants" ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- Somebody asked to join a company.
CREATE TABLE "invitations" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "email" TEXT,
    "phone" TEXT,
    "role" TEXT NOT NULL,
    "location_ids" UUID[] DEFAULT ARRAY[]::UUID[],
    "token_hash" TEXT NOT NULL,
    "invited_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "accepted_by" UUID,
    "declined_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "sent_count" INTEGER NOT NULL DEFAULT 1,
    "last_sent_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "invitations_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "invitations_token_hash_key" ON "invitations"("token_hash");
CREATE INDEX "invitations_tenant_id_id_idx" ON "invitations"("tenant_id", "id");

-- What the Prisma language cannot say. Of an address and a company one is not answered yet at most.
CREATE UNIQUE INDEX "invitations_one_open_key" ON "invitations"("tenant_id", COALESCE("email", "phone"))
  WHERE "accepted_at" IS NULL AND "declined_at" IS NULL AND "revoked_at" IS NULL;

ALTER TABLE "invitations"
  ADD CONSTRAINT "invitations_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  ADD CONSTRAINT "invitations_role_check" CHECK ("role" IN ('OWNER', 'ADMIN', 'MANAGER', 'EMPLOYEE')),
  ADD CONSTRAINT "invitations_reachable_check" CHECK (("email" IS NULL) <> ("phone" IS NULL)),
  ADD CONSTRAINT "invitations_email_lower_check" CHECK ("email" = lower("email")),
  ADD CONSTRAINT "invitations_token_hash_check" CHECK ("token_hash" ~ '^[0-9a-f]{64}$'),
  ADD CONSTRAINT "invitations_answer_check" CHECK (num_nonnulls("accepted_at", "declined_at", "revoked_at") <= 1),
  ADD CONSTRAINT "invitations_accepted_by_check" CHECK (("accepted_at" IS NULL) = ("accepted_by" IS NULL));
