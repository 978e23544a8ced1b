-- The keys that sign access tokens. The private ones are sealed under a key that only the application's secret gives.
CREATE TABLE "signing_keys" (
    "kid" TEXT NOT NULL,
    "public_jwk" JSONB NOT NULL,
    "private_sealed" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "signs_from" TIMESTAMPTZ(3) NOT NULL,
    "retires_at" TIMESTAMPTZ(3),
    "blocked_at" TIMESTAMPTZ(3),

    CONSTRAINT "signing_keys_pkey" PRIMARY KEY ("kid")
);

CREATE TRIGGER signing_key_changed AFTER INSERT OR UPDATE OR DELETE ON signing_keys FOR EACH ROW
  EXECUTE FUNCTION announce_change('keys', 'kid');
