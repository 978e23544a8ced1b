DROP TABLE "invitations";
ALTER TABLE "user_tenants" DROP COLUMN "version";
