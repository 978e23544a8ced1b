import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROJECT_ROOT } from '@/config';
import { type Cluster, debianBinaries, debianCluster } from '../support/debianPostgres';
import { freePort, healthOf, runToEnd, start } from '../support/processes';

const binaries = debianBinaries();
const DATABASE = 'lavoro_ai_ferri';

/** The guide from top to bottom, in a copy of the project, on Debian's own PostgreSQL. */
describe.skipIf(!binaries)('the guide on an external PostgreSQL', () => {
  let cluster: Cluster;
  let project: string;

  beforeAll(async () => {
    cluster = await debianCluster(binaries ?? '');
    project = mkdtempSync(path.join(tmpdir(), 'lavoro-guide-'));
    const left = new Set(['node_modules', '.git', '.lavoro', '.env']);
    cpSync(PROJECT_ROOT, project, {
      recursive: true,
      filter: (source) => !left.has(path.relative(PROJECT_ROOT, source)),
    });
    symlinkSync(path.join(PROJECT_ROOT, 'node_modules'), path.join(project, 'node_modules'));
  });
  afterAll(async () => {
    await cluster.stop();
    rmSync(project, { recursive: true, force: true });
  });

  const step = async (command: string, ...args: string[]) => {
    const { code, output } = await runToEnd(command, args, { cwd: project, env: { PGPASSWORD: cluster.password } });
    expect([command, ...args, code, code === 0 ? '' : output]).toEqual([command, ...args, 0, '']);
    return output;
  };
  const tool = (name: string) => path.join(cluster.binaries, name);
  const login = () => ['-h', '127.0.0.1', '-p', String(cluster.port), '-U', 'postgres'];
  const query = async <Row extends pg.QueryResultRow>(database: string, sql: string) => {
    const client = new pg.Client({
      host: '127.0.0.1',
      port: cluster.port,
      user: 'postgres',
      password: cluster.password,
      database,
    });
    await client.connect();
    const { rows } = await client.query<Row>(sql).finally(() => client.end());
    return rows;
  };

  it('should work through every command', async () => {
    await step('cp', '.env.example', '.env');
    const env = readFileSync(path.join(project, '.env'), 'utf8')
      .replaceAll('5432', String(cluster.port))
      .replaceAll('@localhost', '@127.0.0.1');
    writeFileSync(path.join(project, '.env'), env);
    await step(tool('psql'), ...login(), '-c', `CREATE DATABASE ${DATABASE};`);
    await step('npm', 'run', 'db:generate');
    await step('npm', 'run', 'ts-node', 'src/database/init.ts');
    expect(await step('npm', 'run', 'db:seed')).toContain('company textile-corp');
    expect(await step('npm', 'run', 'db:seed')).toContain('nothing was changed');
    expect(await step('npm', 'run', 'db:push')).toContain('All 3 schemas agree with the models.');
    expect(await step('npm', 'run', 'db:migrate')).toContain('Nothing to do');
    expect(await step('npm', 'run', 'db:migrate:deploy')).toContain('All 3 schemas are up to date.');
  });

  it('should write a migration and its way back from a changed model, and bring every company to it', async () => {
    const model = path.join(project, 'prisma/tenant/schema.prisma');
    writeFileSync(model, readFileSync(model, 'utf8').replace(/^ {2}colour\b.*$/m, '$&\n  structure String?'));
    const output = await step('npm', 'run', 'db:migrate', '--', '--name', 'add_structure');
    const folder = /Wrote (\S+)\/migration\.sql and down\.sql/.exec(output)?.[1] ?? '';
    const read = (file: string) =>
      readFileSync(path.join(project, folder, file), 'utf8')
        .replace(/\s+/g, ' ')
        .trim();
    expect(read('migration.sql')).toBe('-- AlterTable ALTER TABLE "inventory_items" ADD COLUMN "structure" TEXT;');
    expect(read('down.sql')).toBe('-- AlterTable ALTER TABLE "inventory_items" DROP COLUMN "structure";');
    const columns = await query(
      DATABASE,
      `SELECT count(*)::int AS count FROM information_schema.columns WHERE column_name = 'structure' AND table_schema LIKE 'tenant_%'`,
    );
    expect(columns).toEqual([{ count: 2 }]);
    writeFileSync(model, readFileSync(model, 'utf8').replace(/^ {2}structure\b.*\n/m, ''));
    const refused = await runToEnd('npm', ['run', '--silent', 'db:migrate', '--', '--name', 'drop_structure'], {
      cwd: project,
    });
    expect([refused.code, refused.output]).toEqual([
      1,
      expect.stringContaining('This would lose data:\n  ALTER TABLE "inventory_items" DROP COLUMN "structure"'),
    ]);
    await step('npm', 'run', 'db:migrate', '--', '--name', 'drop_structure', '--accept-data-loss');
  });

  it('should take back a push that would leave a table without a primary key', async () => {
    const model = path.join(project, 'prisma/tenant/schema.prisma');
    const before = readFileSync(model, 'utf8');
    writeFileSync(model, `${before}\nmodel Loose {\n  code String @unique\n\n  @@map("loose")\n}\n`);
    const { code, output } = await runToEnd('npm', ['run', '--silent', 'db:push'], { cwd: project });
    writeFileSync(model, before);
    expect([code, output]).toEqual([
      1,
      expect.stringMatching(/it was taken back:\n {2}The table tenant_\w+\.loose has no primary key\./),
    ]);
    expect(await step('npm', 'run', 'db:push')).toContain('All 3 schemas agree with the models.');
  });

  it('should open Studio on the global tables and on a company', async () => {
    for (const flags of [[], ['--tenant', 'textile-corp']]) {
      const port = await freePort();
      const studio = start(
        process.execPath,
        ['--import', 'tsx', 'src/database/commands/studio.ts', '--port', String(port), ...flags],
        { cwd: project },
      );
      const page = await fetchWhenUp(`http://127.0.0.1:${port}/`);
      expect(page).toContain('<html');
      if (flags.length > 0)
        expect(studio.output()).toMatch(
          new RegExp(`http://localhost:${port}/#schema=tenant_[0-9a-f_]{36}&table=locations`),
        );
      studio.child.kill('SIGTERM');
      expect(await studio.ended).toBe(0);
    }
  });

  it('should serve health and show its connections to the database', async () => {
    const port = await freePort();
    const server = start(process.execPath, ['scripts/start.mjs'], { cwd: project, env: { PORT: String(port) } });
    await healthOf(server, port);
    const activity = await query<{ application_name: string }>(
      'postgres',
      `SELECT application_name FROM pg_stat_activity WHERE datname = '${DATABASE}'`,
    );
    expect(activity.map(({ application_name }) => application_name)).toContain('lavoro:lavoro_control');
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(0);
  });

  it("should restore the guide's pg_dump of the global schema and of a company into an empty database", async () => {
    const [tenant] = await query<{ id: string }>(DATABASE, `SELECT id FROM tenants WHERE slug = 'textile-corp'`);
    const schema = `tenant_${tenant?.id.replaceAll('-', '_')}`;
    const dump = (name: string) =>
      step(tool('pg_dump'), ...login(), '-n', name, '-f', path.join(project, `${name}.sql`), DATABASE);
    await dump('public');
    await dump(schema);
    await step(tool('psql'), ...login(), '-c', 'CREATE DATABASE restored');
    // pg_dump names the schema public as if it were not there yet.
    await step(tool('psql'), ...login(), '-c', 'DROP SCHEMA public', 'restored');
    for (const name of ['public', schema])
      await step(
        tool('psql'),
        ...login(),
        '-v',
        'ON_ERROR_STOP=1',
        '-q',
        '-f',
        path.join(project, `${name}.sql`),
        'restored',
      );
    const contents = `SELECT (SELECT count(*)::int FROM public.users) AS users, (SELECT count(*)::int FROM ${schema}.inventory_items) AS items,
      (SELECT sum(on_hand) FROM ${schema}.stock_balances) AS stock, (SELECT md5(string_agg(t::text, '' ORDER BY number)) FROM ${schema}.financial_transactions t) AS books`;
    const original = await query<{ items: number }>(DATABASE, contents);
    expect(original[0]?.items).toBeGreaterThan(300);
    expect(await query('restored', contents)).toEqual(original);
    const grants = `SELECT table_name, string_agg(privilege_type, ',' ORDER BY privilege_type) AS granted FROM information_schema.role_table_grants WHERE grantee = '${schema}' GROUP BY 1 ORDER BY 1`;
    expect(await query('restored', grants)).toEqual(await query(DATABASE, grants));
  });
});

async function fetchWhenUp(url: string): Promise<string> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const page = await fetch(url).then(
      (response) => response.text(),
      () => undefined,
    );
    if (page !== undefined) return page;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`nothing answers at ${url}`);
}
