-- A key is claimed by its row before the request is worked on; the answer comes later, in the same transaction.
ALTER TABLE "idempotency_keys" ALTER COLUMN "response_status" DROP NOT NULL,
ALTER COLUMN "response_body" DROP NOT NULL;

ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_answer_check" CHECK
  (("response_status" IS NULL) = ("response_body" IS NULL));
