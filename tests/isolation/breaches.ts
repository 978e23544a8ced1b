import { asOwner, type Breach, breach, LARGE_OBJECT } from './breach';
import { privilegeBreaches } from './privilegeBreaches';

const ATTRIBUTES = ['SUPERUSER', 'CREATEROLE', 'CREATEDB', 'REPLICATION', 'BYPASSRLS', 'INHERIT'];

const roles: Breach[] = [
  ...ATTRIBUTES.flatMap((attribute) =>
    ['{a}', 'lavoro_control', 'lavoro_owner'].map((role) =>
      breach(
        'attributes',
        `ALTER ROLE ${role} ${attribute}`,
        `${role} has the attribute ${attribute}.`,
        `ALTER ROLE ${role} NO${attribute}`,
      ),
    ),
  ),
  breach(
    'attributes',
    'ALTER ROLE lavoro_owner LOGIN',
    'lavoro_owner has the attribute LOGIN.',
    'ALTER ROLE lavoro_owner NOLOGIN',
  ),
  breach(
    'connection limits',
    'ALTER ROLE {a} CONNECTION LIMIT -1',
    '{a} may open any number of connections.',
    'ALTER ROLE {a} CONNECTION LIMIT 8',
  ),
  ...[
    ['lavoro_owner', '{a}'],
    ['pg_read_all_data', '{a}'],
    ['{a}', '{b}'],
    ['{a}', 'lavoro_control'],
    ['pg_read_all_data', 'lavoro_owner'],
    ['lavoro_owner', 'a_stranger'],
    ['lavoro_control', 'a_stranger'],
    ['{a}', 'a_stranger'],
  ].map(([granted, role]) =>
    breach(
      'memberships',
      `CREATE ROLE a_stranger; GRANT ${granted} TO ${role}`,
      `${role} is a member of the role ${granted}.`,
      `REVOKE ${granted} FROM ${role} GRANTED BY postgres`,
    ),
  ),
];

const settings: Breach[] = [
  breach(
    'settings',
    'ALTER ROLE {a} SET search_path = {b}',
    '{a} starts its sessions with search_path = {b} instead of {a}.',
    'ALTER ROLE {a} SET search_path = {a}',
  ),
  breach(
    'settings',
    'ALTER ROLE {a} RESET statement_timeout',
    '{a} starts its sessions without statement_timeout = 30s.',
    "ALTER ROLE {a} SET statement_timeout = '30s'",
  ),
  breach(
    'settings',
    'ALTER ROLE {a} SET idle_in_transaction_session_timeout = 0',
    '{a} starts its sessions with idle_in_transaction_session_timeout = 0 instead of 15s.',
    "ALTER ROLE {a} SET idle_in_transaction_session_timeout = '15s'",
  ),
  breach(
    'settings',
    'ALTER ROLE {a} SET default_transaction_read_only = on',
    '{a} starts its sessions with default_transaction_read_only = on, which Lavoro did not set.',
    'ALTER ROLE {a} RESET default_transaction_read_only',
  ),
  breach(
    'settings',
    'ALTER ROLE {a} IN DATABASE template1 SET search_path = pg_catalog',
    '{a} starts its sessions in the database template1 with search_path = pg_catalog, which Lavoro did not set.',
    'ALTER ROLE {a} IN DATABASE template1 RESET search_path',
  ),
  breach(
    'settings',
    'ALTER ROLE lavoro_control SET search_path = {a}',
    'lavoro_control starts its sessions with search_path = {a} instead of public.',
    'ALTER ROLE lavoro_control SET search_path = public',
  ),
];

/** Something that the superuser made in a company's schema, as it is called in a sentence and in SQL. */
const stray = (sql: string, type: string, name: string, keyword = type.toUpperCase()): Breach =>
  breach(
    'owners',
    sql,
    `The ${type} ${name} is owned by postgres, not by lavoro_owner.`,
    `ALTER ${keyword} ${name} OWNER TO lavoro_owner`,
  );

const owners: Breach[] = [
  stray('ALTER SCHEMA {a} OWNER TO postgres', 'schema', '{a}'),
  stray('ALTER TABLE {a}.locations OWNER TO postgres', 'table', '{a}.locations'),
  stray('ALTER TABLE public.users OWNER TO postgres', 'table', 'public.users'),
  stray('CREATE VIEW {a}.x AS SELECT 1 AS one', 'view', '{a}.x'),
  stray('CREATE MATERIALIZED VIEW {a}.x AS SELECT 1 AS one', 'materialized view', '{a}.x'),
  stray('CREATE SEQUENCE {a}.x', 'sequence', '{a}.x'),
  stray('CREATE TYPE {a}.x AS (one int)', 'type', '{a}.x'),
  stray("CREATE TYPE {a}.x AS ENUM ('one')", 'type', '{a}.x'),
  stray('CREATE DOMAIN {a}.x AS int', 'type', '{a}.x'),
  stray(
    'CREATE FUNCTION {a}.x() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$; REVOKE ALL ON FUNCTION {a}.x() FROM PUBLIC',
    'function',
    '{a}.x()',
  ),
  stray(
    'CREATE OPERATOR {a}.=== (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq)',
    'operator',
    '{a}.===(integer,integer)',
  ),
  stray('CREATE OPERATOR FAMILY {a}.x USING btree', 'operator family', '{a}.x USING btree'),
  stray(
    'CREATE OPERATOR CLASS {a}.x FOR TYPE int USING btree AS OPERATOR 1 <, FUNCTION 1 btint4cmp(int, int)',
    'operator class',
    '{a}.x USING btree',
  ),
  stray('CREATE COLLATION {a}.x FROM "C"', 'collation', '{a}.x'),
  stray(`CREATE CONVERSION {a}.x FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8`, 'conversion', '{a}.x'),
  stray('CREATE STATISTICS {a}.x ON name, city FROM {a}.locations', 'statistics object', '{a}.x', 'STATISTICS'),
  stray('CREATE TEXT SEARCH CONFIGURATION {a}.x (COPY = simple)', 'text search configuration', '{a}.x'),
  stray('CREATE TEXT SEARCH DICTIONARY {a}.x (TEMPLATE = simple)', 'text search dictionary', '{a}.x'),
  breach('possessions', 'ALTER TABLE {a}.locations OWNER TO {a}', '{a} owns the table {a}.locations.', null),
  breach(
    'possessions',
    `${LARGE_OBJECT}ALTER LARGE OBJECT 4711 OWNER TO {a}`,
    '{a} owns the large object 4711.',
    'SELECT lo_unlink(4711)',
  ),
  breach(
    'possessions',
    'ALTER TABLE public.users OWNER TO lavoro_control',
    'lavoro_control owns the table public.users.',
    null,
  ),
  breach('possessions', 'ALTER DATABASE {database} OWNER TO {a}', '{a} owns the database {database}.', null),
];

const DEFINER = 'CREATE FUNCTION {a}.f() RETURNS int LANGUAGE sql SECURITY DEFINER';
const definer = (options: string): Breach =>
  breach(
    'definer functions',
    asOwner(`${DEFINER} ${options} AS $$ SELECT 1 $$; REVOKE ALL ON FUNCTION {a}.f() FROM PUBLIC`),
    'The function {a}.f() runs with the rights of lavoro_owner and without a search_path of its own.',
    'ALTER ROUTINE {a}.f() SET search_path = {a}, pg_temp',
  );

const away = (from: string, to: string, key = 'REFERENCES {to} (id)'): Breach =>
  breach(
    'foreign keys',
    `ALTER TABLE ${from} ADD COLUMN far uuid CONSTRAINT away ${key.replace('{to}', to)}`,
    `The foreign key away of ${from} points at ${to}, in another schema.`,
    `ALTER TABLE ${from} DROP CONSTRAINT away`,
  );

const rules: Breach[] = [
  definer(''),
  definer('SET work_mem = 1024'),
  definer('SET search_path = "$user", pg_temp'),
  breach(
    'triggers',
    'CREATE TRIGGER t BEFORE UPDATE ON {a}.locations FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()',
    'The table {a}.locations has the trigger t.',
    'DROP TRIGGER t ON {a}.locations',
  ),
  breach(
    'rules',
    'CREATE RULE r AS ON DELETE TO {a}.locations DO INSTEAD NOTHING',
    'The table {a}.locations has the rule r.',
    'DROP RULE r ON {a}.locations',
  ),
  away('{a}.locations', 'public.tenants'),
  away('{a}.locations', '{b}.locations'),
  away('public.tenants', '{a}.locations'),
  breach(
    'primary keys',
    asOwner('CREATE TABLE {a}.bare (id int UNIQUE)'),
    'The table {a}.bare has no primary key.',
    null,
  ),
  breach('companies', 'DROP SCHEMA {a} CASCADE', 'The company {id} has no schema {a}.', null),
  breach('companies', 'DROP OWNED BY {a}; DROP ROLE {a}', 'The company {id} has no role {a}.', null),
  breach(
    'companies',
    `DELETE FROM public.user_tenants WHERE tenant_id = '{id}'; DELETE FROM public.tenants WHERE id = '{id}'`,
    'The schema {a} belongs to no company.',
    null,
  ),
  breach(
    'companies',
    'CREATE SCHEMA tenant_of_nobody AUTHORIZATION lavoro_owner',
    'The schema tenant_of_nobody belongs to no company.',
    null,
  ),
];

/** At least one way past every check, and past every part of one. */
export const breaches: readonly Breach[] = [...roles, ...settings, ...privilegeBreaches, ...owners, ...rules];
