import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import { config, VERSION } from '@/config';
import { tableIn, tableNames } from '../tenantContents';

/** Rows fetched, and so held in memory, at once. */
const BATCH = 500;
const FORMAT = 'lavoro-tenant-backup-1';

export type BackedUp = { readonly id: string; readonly slug: string; readonly schema: string };

type Write = (line: string) => Promise<void>;

/**
 * Writes every row of a company, and its rows of the global tables, into a file of the data folder: gzipped, one JSON
 * document a line, the first says what it is, the last how many rows there are. The file has its name only once it is whole
 * and on disk. `client` is the operator's, in a transaction in which nobody writes the tables. Answers the file's path.
 */
export async function writeBackupFile(client: pg.Client, company: BackedUp): Promise<string> {
  const folder = path.join(config().dataDir, 'backups');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const time = new Date().toISOString().replace(/[:.]/g, '-');
  const file = path.join(folder, `${company.slug}-${company.id}-${time}.ndjson.gz`);
  const draft = `${file}.partial`;
  try {
    await compress(draft, (write) => writeCompany(client, company, write));
    await rename(draft, file);
    await flush(folder);
    return file;
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** A new gzipped file that only its owner may read, on disk when this is done. */
async function compress(file: string, fill: (write: Write) => Promise<void>): Promise<void> {
  const gzip = createGzip();
  const sink = createWriteStream(file, { flags: 'wx', mode: 0o600 });
  const written = finished(gzip.pipe(sink));
  // Told by what is awaited; a stream that fails meanwhile must not end the process.
  written.catch(() => undefined);
  sink.once('error', (error) => gzip.destroy(error));
  gzip.once('error', () => sink.destroy());
  try {
    await fill(async (line) => {
      if (!gzip.write(`${line}\n`)) await once(gzip, 'drain');
    });
    gzip.end();
    await written;
  } catch (error) {
    gzip.destroy();
    sink.destroy();
    throw error;
  }
  await flush(file);
}

async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function writeCompany(client: pg.Client, { id, slug, schema }: BackedUp, write: Write): Promise<void> {
  await write(JSON.stringify({ format: FORMAT, tenantId: id, slug, schema, version: VERSION }));
  let rows = 0;
  for (const table of await globalTables(client)) {
    const key = table === 'tenants' ? 'id' : 'tenant_id';
    const own = `SELECT * FROM ${tableIn('public', table)} WHERE ${key} = ${pg.escapeLiteral(id)}`;
    rows += await writeRows(client, `public.${table}`, own, write);
  }
  for (const table of await tableNames(client, schema))
    rows += await writeRows(client, table, `SELECT * FROM ${tableIn(schema, table)}`, write);
  await writeSequences(client, schema, write);
  await write(JSON.stringify({ end: true, rows }));
}

/** The global tables with rows of companies. */
async function globalTables(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attname = 'tenant_id'
       AND NOT a.attisdropped
     UNION ALL SELECT 'tenants' ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

/** Row by row as PostgreSQL makes JSON of it, so that no figure goes through JavaScript's numbers. */
async function writeRows(client: pg.Client, table: string, select: string, write: Write): Promise<number> {
  await client.query(`DECLARE backup NO SCROLL CURSOR FOR SELECT row_to_json(r)::text AS row FROM (${select}) r`);
  const name = JSON.stringify(table);
  let count = 0;
  while (true) {
    const { rows } = await client.query<{ row: string }>(`FETCH ${BATCH} FROM backup`);
    for (const { row } of rows) await write(`{"table":${name},"row":${row}}`);
    count += rows.length;
    if (rows.length < BATCH) break;
  }
  await client.query('CLOSE backup');
  return count;
}

async function writeSequences(client: pg.Client, schema: string, write: Write): Promise<void> {
  const { rows } = await client.query<{ name: string; value: string | null }>(
    'SELECT sequencename AS name, last_value AS value FROM pg_sequences WHERE schemaname = $1 ORDER BY 1',
    [schema],
  );
  for (const { name, value } of rows) await write(JSON.stringify({ sequence: name, lastValue: value }));
}
