import { type Check, looked } from './shared';

/** A tenant's schema, and everything in it and in `public`, is the owner's; what an extension put into `public` is not ours. */
const owner: Check = {
  name: 'owners',
  sql: (_version, scope) => `,
    owned AS (
      SELECT 'pg_namespace'::regclass AS class, oid, oid AS schema, nspowner AS owner
      FROM pg_namespace WHERE nspname <> 'public'
      UNION ALL
      SELECT 'pg_class'::regclass, c.oid, relnamespace, relowner FROM ${looked('pg_class', scope)} c WHERE relkind NOT IN ('i', 'I', 't', 'c')
      UNION ALL SELECT 'pg_proc'::regclass, oid, pronamespace, proowner FROM pg_proc
      UNION ALL
      SELECT 'pg_type'::regclass, t.oid, typnamespace, typowner FROM ${looked('pg_type', scope)} t LEFT JOIN pg_class c ON c.oid = t.typrelid
      WHERE typtype IN ('b', 'd', 'e', 'r') AND typcategory <> 'A' OR c.relkind = 'c'
      UNION ALL SELECT 'pg_operator'::regclass, oid, oprnamespace, oprowner FROM pg_operator
      UNION ALL SELECT 'pg_opclass'::regclass, oid, opcnamespace, opcowner FROM pg_opclass
      UNION ALL SELECT 'pg_opfamily'::regclass, oid, opfnamespace, opfowner FROM pg_opfamily
      UNION ALL SELECT 'pg_collation'::regclass, oid, collnamespace, collowner FROM pg_collation
      UNION ALL SELECT 'pg_conversion'::regclass, oid, connamespace, conowner FROM pg_conversion
      UNION ALL SELECT 'pg_statistic_ext'::regclass, oid, stxnamespace, stxowner FROM pg_statistic_ext
      UNION ALL SELECT 'pg_ts_config'::regclass, oid, cfgnamespace, cfgowner FROM pg_ts_config
      UNION ALL SELECT 'pg_ts_dict'::regclass, oid, dictnamespace, dictowner FROM pg_ts_dict),
    wrong AS (
      SELECT o.class, o.oid, o.owner FROM owned o JOIN closed_schema c ON c.oid = o.schema JOIN pg_roles r ON r.oid = o.owner
      WHERE r.rolname <> 'lavoro_owner' AND NOT (c.nspname = 'public' AND EXISTS (
        SELECT FROM pg_depend d WHERE d.classid = o.class AND d.objid = o.oid AND d.deptype = 'e')))
    SELECT owner::regrole::text AS role, i.identity AS object, 'OWNER' AS privilege,
           format('The %s %s is owned by %s, not by lavoro_owner.', i.type, i.identity, owner::regrole) AS sentence,
           format('ALTER %s %s OWNER TO lavoro_owner',
                  CASE i.type WHEN 'statistics object' THEN 'STATISTICS' ELSE upper(i.type) END, i.identity) AS mend
    FROM wrong CROSS JOIN LATERAL pg_identify_object(class, oid, 0) i ORDER BY 2`,
};

/** Who owns a thing may do everything with it, and pass it on. Default privileges are the exception: see there. */
const nothing: Check = {
  name: 'possessions',
  sql: () => `,
    -- The owner's things are many and left out first.
    possession AS MATERIALIZED (
      SELECT * FROM pg_shdepend
      WHERE deptype = 'o' AND refclassid = 'pg_authid'::regclass AND classid <> 'pg_default_acl'::regclass
        AND refobjid <> (SELECT oid FROM pg_roles WHERE rolname = 'lavoro_owner'))
    SELECT l.name AS role, i.identity AS object, 'OWNER' AS privilege,
           CASE WHEN d.dbid IN (0, here.oid) THEN format('%s owns the %s %s.', l.name, i.type, i.identity)
                ELSE format('%s owns something in the database %s.', l.name,
                            (SELECT datname FROM pg_database WHERE oid = d.dbid)) END AS sentence,
           CASE WHEN d.classid = 'pg_largeobject'::regclass AND d.dbid = here.oid
                THEN format('SELECT lo_unlink(%s)', d.objid) END AS mend
    FROM possession d JOIN lavoro_role l ON l.oid = d.refobjid JOIN pg_database here ON here.datname = current_database()
    LEFT JOIN LATERAL (SELECT * FROM pg_identify_object(d.classid, d.objid, 0) WHERE d.dbid IN (0, here.oid)) i ON true
    ORDER BY 1, 2`,
};

export const OWNERS = [owner, nothing];
