-- A link or a code may also be what another address of an account waits for.
ALTER TABLE "one_time_tokens" DROP CONSTRAINT "one_time_tokens_purpose_check";
ALTER TABLE "one_time_tokens" ADD CONSTRAINT "one_time_tokens_purpose_check"
  CHECK ("purpose" IN ('PASSWORD_RESET', 'VERIFY_EMAIL', 'VERIFY_PHONE', 'CHANGE_EMAIL', 'CHANGE_PHONE'));
