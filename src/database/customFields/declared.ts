import pg from 'pg';
import { checkCondition, checkName, customColumn, type Declaration, sqlType } from './columns';

/** A column of a company's own, as the catalog shows it: what drift detection has to leave out. */
export type DeclaredColumn = {
  readonly table: string;
  readonly column: string;
  /** Its type, as `format_type` writes it: `numeric(20,6)`. */
  readonly definition: string;
  /** The name of its CHECK, where it has one. */
  readonly constraint: string | null;
};

/** The columns the company of `schema` has declared, none for a schema from before custom fields. `client` is the operator's. */
export async function declaredColumns(client: pg.Client, schema: string): Promise<DeclaredColumn[]> {
  const name = `${pg.escapeIdentifier(schema)}.custom_fields`;
  const { rows: found } = await client.query<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [name]);
  if (!found[0]?.there) return [];
  const { rows } = await client.query<Declaration>(
    `SELECT table_name AS "table", key, type, choices FROM ${name} ORDER BY table_name, key`,
  );
  return rows.map((field) => ({
    table: field.table,
    column: customColumn(field.key),
    definition: sqlType(field.type),
    constraint: checkCondition(field) === undefined ? null : checkName(field),
  }));
}
