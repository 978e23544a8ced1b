-- The columns a company has declared would be left without their declarations, and their values without a name.
DO $$
BEGIN
  IF EXISTS (SELECT FROM "custom_fields") THEN
    RAISE EXCEPTION 'This company has custom fields: remove them first (npx lavoro fields list, npx lavoro fields remove).';
  END IF;
END
$$;

-- DropTable
DROP TABLE "custom_fields";
