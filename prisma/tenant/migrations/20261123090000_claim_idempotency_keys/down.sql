-- A claim without an answer is never committed, so there is none to lose.
ALTER TABLE "idempotency_keys" DROP CONSTRAINT "idempotency_keys_answer_check";

ALTER TABLE "idempotency_keys" ALTER COLUMN "response_status" SET NOT NULL,
ALTER COLUMN "response_body" SET NOT NULL;
