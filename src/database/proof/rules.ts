import { type Check, looked, nameOf } from './shared';

/** A function that runs with its owner's rights must not look names up where its caller says. */
const definers: Check = {
  name: 'definer functions',
  sql: () => `
    SELECT NULL AS role, object, 'SECURITY DEFINER' AS privilege,
           format('The function %s runs with the rights of %s and without a search_path of its own.',
                  object, owner) AS sentence,
           format('ALTER ROUTINE %s SET search_path = %I, pg_temp', object, schema) AS mend
    FROM (
      SELECT ${nameOf('pg_proc', 'p.oid')} AS object, p.proowner::regrole AS owner, n.nspname AS schema
      FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
      WHERE p.prosecdef AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND NOT EXISTS (
        SELECT FROM unnest(p.proconfig) c WHERE c LIKE 'search\\_path=%' AND c NOT LIKE '%$user%')) wrong
    ORDER BY 2`,
};

/** Distributed tables (Citus) know no triggers, and a trigger or a rule does what the statement does not say. */
const triggers: Check = {
  name: 'triggers',
  sql: (_version, scope) => `
    SELECT NULL AS role, object, NULL AS privilege, format('The table %s has the trigger %s.', object, tgname) AS sentence,
           format('DROP TRIGGER %I ON %s', tgname, object) AS mend
    FROM (
      SELECT ${nameOf('pg_class', 'c.oid')} AS object, t.tgname
      FROM ${looked('pg_class', scope)} c JOIN tenant n ON n.schema_id = c.relnamespace JOIN pg_trigger t ON t.tgrelid = c.oid
      WHERE NOT t.tgisinternal) wrong
    ORDER BY 2, tgname`,
};

const rewriteRules: Check = {
  name: 'rules',
  sql: () => `
    SELECT NULL AS role, object, NULL AS privilege, format('The table %s has the rule %s.', object, rulename) AS sentence,
           format('DROP RULE %I ON %s', rulename, object) AS mend
    FROM (
      SELECT ${nameOf('pg_class', 'c.oid')} AS object, r.rulename
      FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN tenant n ON n.schema_id = c.relnamespace
      WHERE c.relkind IN ('r', 'p')) wrong
    ORDER BY 2, rulename`,
};

/** A key into or out of a company's schema would tell of rows behind the wall. */
const foreignKeys: Check = {
  name: 'foreign keys',
  sql: (_version, scope) => `
    SELECT NULL AS role, object, NULL AS privilege,
           format('The foreign key %s of %s points at %s, in another schema.', conname, object, target) AS sentence,
           format('ALTER TABLE %s DROP CONSTRAINT %I', object, conname) AS mend
    FROM (
      SELECT ${nameOf('pg_class', 'k.conrelid')} AS object, ${nameOf('pg_class', 'k.confrelid')} AS target, k.conname
      FROM ${scope === 'everything' ? '' : `${looked('pg_class', scope)} own JOIN`} pg_constraint k
        ${scope === 'everything' ? '' : 'ON k.conrelid = own.oid'} JOIN pg_class c ON c.oid = k.confrelid
      WHERE k.contype = 'f' AND k.connamespace <> c.relnamespace
        AND (k.connamespace IN (SELECT schema_id FROM tenant) OR c.relnamespace IN (SELECT schema_id FROM tenant))) wrong
    ORDER BY 2, conname`,
};

const primaryKeys: Check = {
  name: 'primary keys',
  sql: (_version, scope) => `
    SELECT NULL AS role, object, NULL AS privilege, format('The table %s has no primary key.', object) AS sentence,
           NULL AS mend
    FROM (
      SELECT ${nameOf('pg_class', 'c.oid')} AS object
      FROM ${looked('pg_class', scope)} c JOIN tenant n ON n.schema_id = c.relnamespace
      WHERE c.relkind IN ('r', 'p')
        AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary)) wrong
    ORDER BY 2`,
};

/** Every company has its row, schema and role. To drop or make one is nothing to do in passing, so none is mended. */
const companies: Check = {
  name: 'companies',
  sql: () => `
    SELECT name AS role, name AS object, NULL AS privilege, sentence, NULL AS mend
    FROM tenant CROSS JOIN LATERAL (VALUES
      (schema_id IS NULL, format('The company %s has no schema %s.', tenant_id, name)),
      (role_id IS NULL AND tenant_id IS NOT NULL, format('The company %s has no role %s.', tenant_id, name)),
      (tenant_id IS NULL, format('The schema %s belongs to no company.', name))) v (wrong, sentence)
    WHERE wrong ORDER BY 1, 4`,
};

export const RULES = [definers, triggers, rewriteRules, foreignKeys, primaryKeys, companies];
