import pg from 'pg';
import { actAsOwner, asOperator, inTransaction } from './owner';
import { tenantSchema, UnknownTenantError } from './tenantName';

/** What would be gone with a company. */
export type TenantContents = {
  readonly tables: readonly { readonly name: string; readonly rows: number }[];
  /** Of its tables and their indexes, on disk. */
  readonly sizeBytes: number;
  readonly members: number;
  readonly sessions: number;
};

/** Counts all rows of a company, as the operator; changes nothing. Throws UnknownTenantError. */
export async function tenantContents(tenantId: string): Promise<TenantContents> {
  const schema = tenantSchema(tenantId);
  return asOperator((client) =>
    inTransaction(client, async () => {
      const names = await tableNames(client, schema);
      if (names.length === 0) throw new UnknownTenantError(tenantId);
      const { rows: people } = await client.query<{ members: number; sessions: number; size: string }>(
        `SELECT (SELECT count(*)::int FROM public.user_tenants WHERE tenant_id = $1) AS members,
                (SELECT count(*)::int FROM public.sessions WHERE tenant_id = $1 AND revoked_at IS NULL AND expires_at > now()) AS sessions,
                (SELECT sum(pg_total_relation_size(oid)) FROM pg_class
                 WHERE relnamespace = $2::regnamespace AND relkind IN ('r', 'p')) AS size`,
        [tenantId, pg.escapeIdentifier(schema)],
      );
      const { members = 0, sessions = 0, size = '0' } = people[0] ?? {};
      await actAsOwner(client, schema);
      const counts = names.map(
        (name) => `SELECT ${pg.escapeLiteral(name)} AS name, count(*) AS rows FROM ${tableIn(schema, name)}`,
      );
      const { rows } = await client.query<{ name: string; rows: string }>(
        `${counts.join(' UNION ALL ')} ORDER BY name`,
      );
      const tables = rows.map((row) => ({ name: row.name, rows: Number(row.rows) }));
      return { tables, sizeBytes: Number(size), members, sessions };
    }),
  );
}

/** The tables of a schema, by name. */
export async function tableNames(client: pg.Client, schema: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = $1 AND c.relkind IN ('r', 'p') ORDER BY 1`,
    [schema],
  );
  return rows.map(({ name }) => name);
}

/** `"schema"."table"` */
export const tableIn = (schema: string, table: string) =>
  `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(table)}`;
