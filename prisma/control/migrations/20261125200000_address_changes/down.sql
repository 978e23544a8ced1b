DELETE FROM "one_time_tokens" WHERE "purpose" IN ('CHANGE_EMAIL', 'CHANGE_PHONE');
ALTER TABLE "one_time_tokens" DROP CONSTRAINT "one_time_tokens_purpose_check";
ALTER TABLE "one_time_tokens" ADD CONSTRAINT "one_time_tokens_purpose_check"
  CHECK ("purpose" IN ('PASSWORD_RESET', 'VERIFY_EMAIL', 'VERIFY_PHONE'));
