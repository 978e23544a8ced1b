import pg from 'pg';
import { inNamespace } from '../namespace';

/** Something that is wrong with the wall between the companies. */
export type Finding = {
  /** The name of the check that found it. */
  readonly check: string;
  /** What is wrong, in one sentence. */
  readonly sentence: string;
  /** Whom it is about, where that is a role; `PUBLIC` stands for everybody. */
  readonly role: string | null;
  /** The object, as PostgreSQL names it. */
  readonly object: string | null;
  /** What the role may do with it, has or lacks. */
  readonly privilege: string | null;
  /** The statement that mends it, where there is one that loses nothing. */
  readonly mend: string | null;
};

/** A question to the catalogs whose answer should be empty; it gives the columns of a Finding. */
export type Check = {
  readonly name: string;
  /** What follows the common part, for a server of this `server_version_num`; see runChecks. */
  readonly sql: (version: number, scope: Scope) => string;
  readonly values?: () => unknown[];
};

/** Whether to look at everything, or at one company's schema and role beside the platform's own. */
export type Scope = { readonly schema: string } | 'everything';

/** What a tenant's schema and role are called, as a regular expression of PostgreSQL's. */
export const TENANT_NAME = '^tenant_[0-9a-f]{8}(_[0-9a-f]{4}){3}_[0-9a-f]{12}$';

const only = (scope: Scope, name: string) =>
  scope === 'everything' ? `WHERE ${name} LIKE 'tenant\\_%'` : `WHERE ${name} = ${pg.escapeLiteral(scope.schema)}`;

/** The tenants of this database, by row or by schema; roles belong to the cluster, so others' tenants are not looked at. */
const common = (scope: Scope) => `
  tenant AS MATERIALIZED (
    SELECT coalesce(n.nspname::text, t.name) AS name, n.oid AS schema_id, r.oid AS role_id, t.id AS tenant_id
    FROM (SELECT * FROM (SELECT id, 'tenant_' || replace(id::text, '-', '_') AS name FROM public.tenants) t ${only(scope, 'name')}) t
    FULL JOIN (SELECT oid, nspname FROM pg_namespace ${only(scope, 'nspname')}) n ON n.nspname = t.name
    LEFT JOIN pg_roles r ON r.rolname = coalesce(n.nspname, t.name)),
  tenant_role AS MATERIALIZED (
    SELECT oid, rolname::text AS name FROM pg_roles
    WHERE ${scope === 'everything' ? `rolname ~ '${TENANT_NAME}' OR` : ''} oid IN (SELECT role_id FROM tenant)),
  lavoro_role AS MATERIALIZED (
    SELECT oid, rolname::text AS name, rolname LIKE 'tenant\\_%' AS is_tenant FROM pg_roles
    WHERE rolname IN ('lavoro_owner', 'lavoro_control') OR oid IN (SELECT role_id FROM tenant)),
  closed_schema AS MATERIALIZED (
    SELECT oid, nspname FROM pg_namespace WHERE nspname = 'public' OR oid IN (SELECT schema_id FROM tenant))`;

/** SQL: the name of an object, with its schema whatever the search path is. */
export const nameOf = (catalog: 'pg_class' | 'pg_proc', oid: string) =>
  `(pg_identify_object('${catalog}'::regclass, ${oid}, 0)).identity`;

/** SQL: the rows of a catalog that are in what is looked at. */
export function looked(catalog: 'pg_class' | 'pg_type', scope: Scope): string {
  if (scope === 'everything') return catalog;
  const schemas = [pg.escapeLiteral(scope.schema), "'public'"];
  return `(${schemas.map((schema) => inNamespace(catalog, `${schema}::regnamespace`)).join(' UNION ALL ')})`;
}

/**
 * Asks `checks`, one after the other. Their statements can build on: `tenant` (name, schema_id, role_id, tenant_id), those
 * of this database; `tenant_role` (oid, name), every role of the cluster that is named like one; `lavoro_role` (oid, name,
 * is_tenant), the tenants' of this database and the platform's; `closed_schema` (oid, nspname), theirs and `public`.
 */
export async function runChecks(
  client: pg.Client,
  checks: readonly Check[],
  scope: Scope = 'everything',
): Promise<Finding[]> {
  const { rows } = await client.query<{ version: number }>(
    `SELECT current_setting('server_version_num')::int AS version`,
  );
  const version = rows[0]?.version ?? 0;
  const findings: Finding[] = [];
  for (const { name, sql, values } of checks) {
    const found = await client.query<Omit<Finding, 'check'>>(
      `WITH ${common(scope)} ${sql(version, scope)}`,
      values?.() ?? [],
    );
    findings.push(...found.rows.map((row) => ({ check: name, ...row })));
  }
  return findings;
}
