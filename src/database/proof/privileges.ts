import { ALL_ROWS, TABLE_GRANTS } from '../roles';
import { type Check, looked, nameOf, type Scope } from './shared';

const PARAMETER_PRIVILEGES_SINCE = 150_000;

/** Of every access list: object, class and part as pg_identify_object takes them, its schema, kind as GRANT calls it. */
const listed = (version: number, scope: Scope) => `
  listed AS (
    SELECT 'pg_namespace'::regclass AS class, oid, 0 AS part, oid AS schema, 'SCHEMA' AS kind, NULL::name AS relation,
           nspacl AS acl
    FROM pg_namespace WHERE nspacl IS NOT NULL
    UNION ALL
    SELECT 'pg_class'::regclass, c.oid, 0, relnamespace,
           CASE WHEN relkind = 'S' THEN 'SEQUENCE' WHEN relkind IN ('r', 'p') THEN 'TABLE' ELSE 'VIEW' END, relname, relacl
    FROM ${looked('pg_class', scope)} c WHERE relacl IS NOT NULL
    UNION ALL
    SELECT 'pg_class'::regclass, attrelid, attnum, relnamespace, 'COLUMN', attname, attacl
    FROM ${looked('pg_class', scope)} c JOIN pg_attribute ON attrelid = c.oid WHERE attacl IS NOT NULL AND NOT attisdropped
    UNION ALL
    SELECT 'pg_proc'::regclass, p.oid, 0, pronamespace, 'ROUTINE', NULL,
           coalesce(proacl, acldefault('f', proowner))
    FROM pg_proc p LEFT JOIN closed_schema c ON c.oid = pronamespace WHERE proacl IS NOT NULL OR c.oid IS NOT NULL
    UNION ALL
    SELECT 'pg_type'::regclass, oid, 0, typnamespace, 'TYPE', NULL, typacl
    FROM ${looked('pg_type', scope)} t WHERE typacl IS NOT NULL
    UNION ALL
    SELECT 'pg_language'::regclass, oid, 0, NULL, 'LANGUAGE', NULL, lanacl FROM pg_language WHERE lanacl IS NOT NULL
    UNION ALL
    SELECT 'pg_foreign_data_wrapper'::regclass, oid, 0, NULL, 'FOREIGN DATA WRAPPER', NULL, fdwacl
    FROM pg_foreign_data_wrapper WHERE fdwacl IS NOT NULL
    UNION ALL
    SELECT 'pg_foreign_server'::regclass, oid, 0, NULL, 'FOREIGN SERVER', NULL, srvacl
    FROM pg_foreign_server WHERE srvacl IS NOT NULL
    UNION ALL
    SELECT 'pg_largeobject'::regclass, oid, 0, NULL, 'LARGE OBJECT', NULL, lomacl
    FROM pg_largeobject_metadata WHERE lomacl IS NOT NULL
    UNION ALL
    SELECT 'pg_tablespace'::regclass, oid, 0, NULL, 'TABLESPACE', NULL, spcacl
    FROM pg_tablespace WHERE spcacl IS NOT NULL
    UNION ALL
    SELECT 'pg_database'::regclass, oid, 0, NULL, 'DATABASE', NULL, coalesce(datacl, acldefault('d', datdba))
    FROM pg_database WHERE datname = current_database()
    ${
      version < PARAMETER_PRIVILEGES_SINCE
        ? ''
        : `UNION ALL SELECT 'pg_parameter_acl'::regclass, oid, 0, NULL, 'PARAMETER', NULL, paracl FROM pg_parameter_acl`
    }),
  -- Only entries of those who must not have much: the tenants' roles, the control login and everybody.
  grantee AS MATERIALIZED (
    SELECT oid, name, 'tenant' AS sort FROM tenant_role
    UNION ALL SELECT oid, rolname::text, 'control' FROM pg_roles WHERE rolname = 'lavoro_control'
    UNION ALL SELECT 0, 'PUBLIC', 'everybody'),
  entry AS (
    SELECT l.*, g.oid AS grantee, g.name AS grantee_name, g.sort, e.privilege_type AS privilege, e.is_grantable
    FROM listed l CROSS JOIN LATERAL aclexplode(l.acl) e JOIN grantee g ON g.oid = e.grantee)`;

/** SQL: the grantee in a sentence, and in a statement. */
const WHO = `CASE grantee_name WHEN 'PUBLIC' THEN 'Everybody (PUBLIC)' ELSE grantee_name END`;
const GRANTEE = `CASE grantee_name WHEN 'PUBLIC' THEN grantee_name ELSE quote_ident(grantee_name) END`;

/** What src/database/roles.ts grants a tenant's role in its own schema; it has nothing anywhere else. */
const A_TENANTS = `
  coalesce(own.name IS NOT NULL AND CASE e.kind
    WHEN 'SCHEMA' THEN e.privilege = 'USAGE'
    WHEN 'SEQUENCE' THEN e.privilege = 'USAGE'
    WHEN 'TABLE' THEN coalesce($1::jsonb -> e.relation::text, $2::jsonb) ? e.privilege END, false)`;

/**
 * Everybody has nothing in `public` and the tenants' schemas but the use of types, makes nothing anywhere, and has nothing
 * of other schemas' tables, of large objects, of foreign servers. What an extension brought is its own business, since
 * `public` is closed.
 */
const NOT_EVERYBODYS = `
  CASE WHEN e.kind IN ('TYPE', 'LANGUAGE') THEN false
       WHEN e.kind = 'DATABASE' THEN e.privilege <> 'CONNECT'
       WHEN closed.oid IS NOT NULL THEN true
       WHEN e.kind = 'SCHEMA' THEN e.privilege <> 'USAGE'
       ELSE e.kind <> 'ROUTINE' END
  AND (e.kind = 'SCHEMA' OR NOT EXISTS (
    SELECT FROM pg_depend d WHERE d.classid = e.class AND d.objid = e.oid AND d.deptype = 'e'))`;

/** Of PostgreSQL's own tables and functions, everybody has at most what a new database gives. */
const NOT_IN_A_NEW_DATABASE = `
  (e.kind NOT IN ('TYPE', 'ROUTINE') OR EXISTS (
    SELECT FROM pg_init_privs i WHERE i.classoid = e.class AND i.objoid = e.oid AND i.objsubid = e.part))
  AND NOT EXISTS (
    SELECT FROM pg_init_privs i CROSS JOIN LATERAL aclexplode(i.initprivs) x
    WHERE i.classoid = e.class AND i.objoid = e.oid AND i.objsubid = e.part
      AND x.grantee = 0 AND x.privilege_type = e.privilege)`;

const privileges: Check = {
  name: 'privileges',
  sql: (version, scope) => `, ${listed(version, scope)},
    wrong AS (
      SELECT e.*, e.is_grantable AND ${A_TENANTS} AS only_grantable
      FROM entry e LEFT JOIN pg_namespace n ON n.oid = e.schema LEFT JOIN closed_schema closed ON closed.oid = e.schema
      LEFT JOIN tenant own ON own.schema_id = e.schema AND own.role_id = e.grantee
      WHERE CASE
        WHEN e.sort = 'tenant' THEN e.is_grantable OR NOT ${A_TENANTS}
        WHEN e.sort = 'control' THEN closed.nspname <> 'public'
        WHEN n.nspname = 'pg_catalog' THEN ${NOT_IN_A_NEW_DATABASE}
        WHEN n.nspname = 'information_schema' THEN false
        ELSE ${NOT_EVERYBODYS} END)
    SELECT grantee_name AS role, object, privilege,
           format('%s may %s %s%s.', ${WHO},
                  CASE privilege WHEN 'USAGE' THEN 'use' WHEN 'CREATE' THEN 'CREATE in' ELSE privilege END,
                  CASE WHEN kind IN ('TABLE', 'VIEW') THEN '' ELSE 'the ' || lower(kind) || ' ' END,
                  object || CASE WHEN is_grantable THEN ' and pass that on' ELSE '' END) AS sentence,
           format('REVOKE %s%s%s FROM %s', CASE WHEN only_grantable THEN 'GRANT OPTION FOR ' END, privilege,
                  CASE kind WHEN 'COLUMN' THEN format(' (%I) ON TABLE %s', relation, ${nameOf('pg_class', 'oid')})
                            WHEN 'VIEW' THEN format(' ON TABLE %s', object)
                            ELSE format(' ON %s %s', kind, object) END,
                  ${GRANTEE}) AS mend
    FROM (SELECT *, (pg_identify_object(class, oid, part)).identity AS object FROM wrong) w ORDER BY 1, 2, 3`,
  values: () => [
    JSON.stringify(Object.fromEntries(Object.entries(TABLE_GRANTS).map(([table, granted]) => [table, words(granted)]))),
    JSON.stringify(words(ALL_ROWS)),
  ],
};

/**
 * What is made later must not be given away by default privileges either. A tenant's own are powerless, for it makes
 * nothing; it can set them itself, and that must not stop a start.
 */
const defaults: Check = {
  name: 'default privileges',
  sql: () => `,
    given AS (
      SELECT d.*, e.grantee, e.privilege_type AS privilege, maker.rolname AS maker, n.nspname,
             CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS'
               WHEN 'T' THEN 'TYPES' WHEN 'n' THEN 'SCHEMAS' ELSE 'LARGE OBJECTS' END AS kind
      FROM pg_default_acl d CROSS JOIN LATERAL aclexplode(d.defaclacl) e JOIN pg_roles maker ON maker.oid = d.defaclrole
      LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace
      WHERE d.defaclrole NOT IN (SELECT oid FROM tenant_role))
    SELECT grantee_name AS role, kind || coalesce(' in ' || nspname, '') AS object, privilege,
           format('%s may %s all %s that %s makes%s.', ${WHO},
                  privilege, lower(kind), maker, ' in ' || nspname) AS sentence,
           format('ALTER DEFAULT PRIVILEGES FOR ROLE %I%s REVOKE %s ON %s FROM %s',
                  maker, ' IN SCHEMA ' || quote_ident(nspname), privilege, kind,
                  ${GRANTEE}) AS mend
    FROM (
      SELECT g.*, coalesce(r.rolname::text, 'PUBLIC') AS grantee_name FROM given g LEFT JOIN pg_roles r ON r.oid = g.grantee
      WHERE g.grantee IN (SELECT oid FROM tenant_role)
         OR (r.rolname = 'lavoro_control' AND (g.defaclnamespace = 0 OR g.defaclnamespace IN (SELECT schema_id FROM tenant)))
         OR (g.grantee = 0 AND NOT (g.defaclnamespace = 0 AND g.defaclobjtype IN ('f', 'T')))) w
    ORDER BY 1, 2, 3`,
};

const words = (granted: string): string[] => granted.split(', ').filter((word) => word !== '');

export const PRIVILEGES = [privileges, defaults];
