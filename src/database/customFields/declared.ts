import pg from 'pg';
import type { Declaration } from './columns';

/** The fields the company of `schema` has declared, none for a schema from before custom fields. `client` is the operator's. */
export async function declaredFields(client: pg.Client, schema: string): Promise<Declaration[]> {
  const name = `${pg.escapeIdentifier(schema)}.custom_fields`;
  const { rows: found } = await client.query<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [name]);
  if (!found[0]?.there) return [];
  const { rows } = await client.query<Declaration>(
    `SELECT table_name AS "table", key, type, choices FROM ${name} ORDER BY table_name, key`,
  );
  return rows;
}
