-- An older release knows neither roles of the companies' own nor locations: whoever is held to them would do and see more.
UPDATE "user_tenants" SET "is_active" = false
WHERE "role" <> 'OWNER' AND ("custom_role_id" IS NOT NULL OR "location_ids" IS NOT NULL);
DROP TRIGGER membership_gone ON user_tenants;
DROP FUNCTION revoke_keys_of_member();
DROP TABLE "api_keys";
ALTER TABLE "user_tenants" DROP CONSTRAINT "user_tenants_custom_role_fkey";
DROP INDEX "user_tenants_custom_role_id_tenant_id_idx";
ALTER TABLE "user_tenants" DROP COLUMN "custom_role_id", DROP COLUMN "location_ids";
DROP TABLE "custom_roles";
