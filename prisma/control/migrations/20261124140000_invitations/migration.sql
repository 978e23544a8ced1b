-- Who changes somebody's role can say which one they have seen.
ALTER TABLE "user_tenants" ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;
