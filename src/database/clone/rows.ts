import pg from 'pg';
import { tableIn } from '../tenantContents';

/** What a copy does not get: what was done in the source, by whom, is not its own history. */
const NOT_COPIED = new Set(['_prisma_migrations', 'audit_log', 'idempotency_keys']);
/** Rows that say what the tables look like: without them their columns would be unknown ones. */
const DESCRIBING = new Set(['custom_fields']);

/** Which rows of the source a copy gets: all of the company's, or only those its tables cannot do without. */
export type CopiedRows = 'all' | 'describing';

/**
 * Copies the rows of `source` into the tables of `schema`, which is built alike, table by table in the order of the foreign
 * keys, and sets its sequences. The source's id becomes `tenantId` wherever a column is called tenant_id. `client` acts as
 * the owner, in a transaction that sees the source as of one moment.
 */
export async function copyRows(
  client: pg.Client,
  { source, schema, tenantId, rows }: { source: string; schema: string; tenantId: string; rows: CopiedRows },
): Promise<void> {
  const wanted = (name: string) => (rows === 'all' ? !NOT_COPIED.has(name) : DESCRIBING.has(name));
  const tables = (await tablesInOrder(client, schema)).filter(wanted);
  if (tables.length === 0) return;
  // Migrations may have put rows of their own there: the source has them too, or has changed them.
  await client.query('SET CONSTRAINTS ALL DEFERRED');
  for (const table of [...tables].reverse()) await client.query(`DELETE FROM ${tableIn(schema, table)}`);
  for (const table of tables) await copyTable(client, { source, schema, tenantId, table });
  await setSequences(client, source, schema, tables);
}

async function copyTable(
  client: pg.Client,
  { source, schema, tenantId, table }: { source: string; schema: string; tenantId: string; table: string },
): Promise<void> {
  const { rows } = await client.query<{ name: string; own: boolean }>(
    `SELECT attname AS name, attname = 'tenant_id' AS own FROM pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum`,
    [tableIn(schema, table)],
  );
  const columns = rows.map(({ name }) => pg.escapeIdentifier(name)).join(', ');
  const values = rows.map(({ name, own }) => (own ? `'${tenantId}'` : pg.escapeIdentifier(name))).join(', ');
  await client.query(
    `INSERT INTO ${tableIn(schema, table)} (${columns}) OVERRIDING SYSTEM VALUE SELECT ${values} FROM ${tableIn(source, table)}`,
  );
}

/** The tables of a schema, each after those it refers to. Keys that are checked at the end of the transaction do not count. */
async function tablesInOrder(client: pg.Client, schema: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string; needs: string[] }>(
    `SELECT c.relname AS name, array(
       SELECT DISTINCT t.relname::text FROM pg_constraint k JOIN pg_class t ON t.oid = k.confrelid
       WHERE k.conrelid = c.oid AND k.contype = 'f' AND NOT k.condeferrable AND t.oid <> c.oid) AS needs
     FROM pg_class c WHERE c.relnamespace = $1::regnamespace AND c.relkind = 'r' ORDER BY 1`,
    [pg.escapeIdentifier(schema)],
  );
  const ordered: string[] = [];
  let waiting = rows;
  while (waiting.length > 0) {
    const ready = waiting.filter(({ needs }) => needs.every((name) => ordered.includes(name)));
    if (ready.length === 0)
      throw new Error(`these tables refer to each other: ${waiting.map(({ name }) => name).join(', ')}`);
    ordered.push(...ready.map(({ name }) => name));
    waiting = waiting.filter((table) => !ready.includes(table));
  }
  return ordered;
}

/** Those that number the rows of `tables`. */
async function setSequences(
  client: pg.Client,
  source: string,
  schema: string,
  tables: readonly string[],
): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT s.relname AS name FROM pg_class s
     JOIN pg_depend d ON d.objid = s.oid AND d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
     JOIN pg_class t ON t.oid = d.refobjid
     WHERE s.relkind = 'S' AND s.relnamespace = $1::regnamespace AND t.relname = ANY($2)`,
    [pg.escapeIdentifier(source), tables],
  );
  for (const { name } of rows)
    await client.query(`SELECT setval($1, last_value, is_called) FROM ${tableIn(source, name)}`, [
      tableIn(schema, name),
    ]);
}
