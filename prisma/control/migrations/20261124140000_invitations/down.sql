ALTER TABLE "user_tenants" DROP COLUMN "version";
