DROP TRIGGER tenant_slug_taken ON tenants;
DROP FUNCTION refuse_former_slug();
