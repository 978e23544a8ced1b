import { connectionLimit, SESSION_LIMITS } from '../roles';
import type { Check } from './shared';

/** Attributes that none of Lavoro's roles may have; LOGIN is the owner's alone to lack. */
const attributes: Check = {
  name: 'attributes',
  sql: () => `
    SELECT r.rolname::text AS role, NULL AS object, a.attribute AS privilege,
           format('%s has the attribute %s.', r.rolname, a.attribute) AS sentence,
           format('ALTER ROLE %I NO%s', r.rolname, a.attribute) AS mend
    FROM lavoro_role l JOIN pg_roles r ON r.oid = l.oid
    CROSS JOIN LATERAL (VALUES ('SUPERUSER', r.rolsuper), ('CREATEROLE', r.rolcreaterole), ('CREATEDB', r.rolcreatedb),
      ('REPLICATION', r.rolreplication), ('BYPASSRLS', r.rolbypassrls), ('INHERIT', r.rolinherit),
      ('LOGIN', r.rolcanlogin AND r.rolname = 'lavoro_owner')) a (attribute, has)
    WHERE a.has ORDER BY 1, 3`,
};

const connectionLimits: Check = {
  name: 'connection limits',
  sql: () => `
    SELECT r.rolname::text AS role, NULL AS object, 'CONNECTION LIMIT' AS privilege,
           format('%s may open any number of connections.', r.rolname) AS sentence,
           format('ALTER ROLE %I CONNECTION LIMIT %s', r.rolname, $1::int) AS mend
    FROM lavoro_role l JOIN pg_roles r ON r.oid = l.oid WHERE l.is_tenant AND r.rolconnlimit < 0 ORDER BY 1`,
  values: () => [connectionLimit()],
};

/** Whoever may make roles is an operator: up to PostgreSQL 15 that is a right over every role there is. */
const memberships: Check = {
  name: 'memberships',
  sql: () => `
    SELECT DISTINCT member.rolname::text AS role, granted.rolname::text AS object, 'MEMBER' AS privilege,
           format('%s is a member of the role %s.', member.rolname, granted.rolname) AS sentence,
           format('REVOKE %I FROM %I GRANTED BY %I', granted.rolname, member.rolname, pg_get_userbyid(m.grantor)) AS mend
    FROM pg_auth_members m JOIN pg_roles granted ON granted.oid = m.roleid JOIN pg_roles member ON member.oid = m.member
    WHERE m.member IN (SELECT oid FROM lavoro_role)
       OR (m.roleid IN (SELECT oid FROM lavoro_role)
           AND NOT member.rolsuper AND NOT member.rolcreaterole AND member.rolname <> current_user)
    ORDER BY 1, 2`,
};

/** A role may change its own settings, so they are compared with the ones it was made with. */
export const settings: Check = {
  name: 'settings',
  sql: () => `,
    wanted AS (
      SELECT l.name AS role, 0::oid AS database, w.setting, w.value
      FROM lavoro_role l CROSS JOIN LATERAL (
        SELECT 'search_path', CASE WHEN l.is_tenant THEN quote_ident(l.name) ELSE 'public' END
        UNION ALL SELECT key, value FROM jsonb_each_text($1)) w (setting, value)
      WHERE l.name <> 'lavoro_owner'),
    actual AS (
      SELECT l.name AS role, s.setdatabase AS database, split_part(c.entry, '=', 1) AS setting,
             substr(c.entry, strpos(c.entry, '=') + 1) AS value
      FROM lavoro_role l JOIN pg_db_role_setting s ON s.setrole = l.oid CROSS JOIN unnest(s.setconfig) c (entry)),
    compared AS (
      SELECT role, database, setting, wanted.value AS wanted, actual.value AS actual,
             (SELECT datname FROM pg_database d WHERE d.oid = database) AS datname
      FROM wanted FULL JOIN actual USING (role, database, setting)
      WHERE wanted.value IS DISTINCT FROM actual.value)
    SELECT role, NULL AS object, setting AS privilege,
           format('%s starts its sessions%s %s.', role, ' in the database ' || datname, CASE
             WHEN actual IS NULL THEN format('without %s = %s', setting, wanted)
             WHEN wanted IS NULL THEN format('with %s = %s, which Lavoro did not set', setting, actual)
             ELSE format('with %s = %s instead of %s', setting, actual, wanted) END) AS sentence,
           format('ALTER ROLE %I%s %s', role, ' IN DATABASE ' || quote_ident(datname),
                  CASE WHEN wanted IS NULL THEN format('RESET %I', setting)
                       WHEN setting = 'search_path' THEN format('SET search_path = %s', wanted)
                       ELSE format('SET %I = %L', setting, wanted) END) AS mend
    FROM compared ORDER BY 1, 3`,
  values: () => [JSON.stringify(SESSION_LIMITS)],
};

export const ROLES = [attributes, connectionLimits, memberships, settings];
