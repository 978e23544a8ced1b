DROP TABLE "rate_limits", "stranger_failures", "known_devices", "recovery_codes", "totp_secrets", "reset_requests",
  "one_time_tokens", "messages";
ALTER TABLE "users" DROP COLUMN "email_verified_at", DROP COLUMN "phone_verified_at";
