import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import pg from 'pg';
import { PROJECT_ROOT } from '@/config';
import { isCustomColumn } from '../customFields/columns';
import { databaseTarget } from '../target';

/** The part of Prisma's schema engine (WebAssembly, from npm) that is used here: no binary, no download. */
type SchemaEngine = { diff(request: DiffRequest): Promise<{ stdout: string | null }> };
type File = { path: string; content: string };
type Side = { tag: 'schemaDatasource'; files: File[]; configDir: string } | { tag: 'schemaDatamodel'; files: File[] };
type DiffRequest = {
  from: Side;
  to: Side;
  script: true;
  exitCode: null;
  shadowDatabaseUrl: null;
  filters: { externalTables: string[]; externalEnums: string[] };
};
type EngineModule = {
  __wbg_set_wasm(exports: object): void;
  SchemaEngine: {
    /** A method of that name, not a constructor. */
    new: (options: { datamodels: [string, string][] }, log: () => void, adapter: object) => Promise<SchemaEngine>;
  };
};

/** Node has WebAssembly; its types do not. */
declare const WebAssembly: {
  instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: { __wbindgen_start(): void } } }>;
};

const EMPTY = '-- This is an empty migration.';

/** The SQL that leads from `schema` as it is to the Prisma model, and the way back; empty texts when they are the same. */
export async function diffSchema(schema: string, model: string): Promise<{ up: string; down: string }> {
  const pool = charAware(new pg.Pool(await databaseTarget()));
  try {
    const engine = await startEngine(model, adapterFor(pool, schema));
    const files = [{ path: 'schema.prisma', content: model }];
    const live: Side = { tag: 'schemaDatasource', files, configDir: '/' };
    const wanted: Side = { tag: 'schemaDatamodel', files };
    return { up: await script(engine, live, wanted, schema), down: await script(engine, wanted, live, schema) };
  } finally {
    await pool.end();
  }
}

async function script(engine: SchemaEngine, from: Side, to: Side, schema: string): Promise<string> {
  const filters = { externalTables: [], externalEnums: [] };
  const { stdout } = await engine.diff({ from, to, script: true, exitCode: null, shadowDatabaseUrl: null, filters });
  const sql = (stdout ?? '').trim();
  // The same SQL is for every company's schema, so it names none.
  return sql === EMPTY ? '' : `${sql.replaceAll(`"${schema}".`, '')}\n`;
}

let loaded: Promise<EngineModule> | undefined;

async function startEngine(model: string, adapter: SqlMigrationAwareDriverAdapterFactory): Promise<SchemaEngine> {
  loaded ??= loadModule();
  const { SchemaEngine } = await loaded;
  return SchemaEngine.new(
    { datamodels: [['schema.prisma', model]] },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(adapter),
  );
}

/** Once a process: the bindings hold on to the memory of the first instance. */
async function loadModule(): Promise<EngineModule> {
  const folder = path.join(PROJECT_ROOT, 'node_modules', '@prisma', 'schema-engine-wasm');
  const bindings = (await import(pathToFileURL(path.join(folder, 'schema_engine_bg.js')).href)) as EngineModule;
  const bytes = await readFile(path.join(folder, 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': bindings });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return bindings;
}

/** PostgreSQL's one-byte type `"char"`, and the type the adapter knows best instead. */
const CHAR_OID = 18;
const BPCHAR_OID = 1042;

/** The engine reads catalog columns of type `"char"`, which Prisma's adapter refuses. */
function charAware(pool: pg.Pool): pg.Pool {
  const query = pool.query.bind(pool) as (...args: unknown[]) => Promise<pg.QueryResult>;
  const aware = async (...args: unknown[]) => {
    const result = await query(...args);
    for (const field of result.fields ?? []) if (field.dataTypeID === CHAR_OID) field.dataTypeID = BPCHAR_OID;
    return result;
  };
  return Object.assign(pool, { query: aware });
}

/**
 * … and expects one of them, a constraint's type, as a character: as a text it gives up on a schema with CHECKs. The
 * columns a company has declared for itself it does not see: they are no difference to the model.
 */
function adapterFor(pool: pg.Pool, schema: string): SqlMigrationAwareDriverAdapterFactory {
  const factory = new PrismaPg(pool, { schema });
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query) => {
      const result = await queryRaw(query);
      const at = result.columnNames.indexOf('constraint_type');
      if (at >= 0) result.columnTypes[at] = ColumnTypeEnum.Character;
      const name = result.columnNames.indexOf('column_name');
      const modelled = (row: readonly unknown[]) => name < 0 || !isCustomColumn(String(row[name]));
      return { ...result, rows: result.rows.filter(modelled) };
    };
    return adapter;
  };
  return factory;
}
