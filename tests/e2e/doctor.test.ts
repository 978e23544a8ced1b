import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { latestVersion } from '@/database/migrationFiles';
import { tenantSchema } from '@/database/tenantName';
import { asSuperuser, makeTenant, secret } from '../support/database';
import { freePort, runToEnd } from '../support/processes';

type Complaint = { sentence: string; mend: string | null };
type Report = { healthy: boolean; checks: { name: string; status: string; says: string; findings: Complaint[] }[] };

const environment = (more: Record<string, string> = {}) => ({
  DATABASE_URL: process.env.DATABASE_URL ?? '',
  APP_SECRET: secret,
  LAVORO_DATA_DIR: process.env.LAVORO_DATA_DIR ?? '',
  ...more,
});
const lavoro = (args: string[], more?: Record<string, string>) =>
  runToEnd(process.execPath, ['build/lavoro.mjs', ...args], { env: environment(more) });

/** What `lavoro doctor --json` prints, and its exit code; everything it prints must be that one document. */
async function diagnose(more?: Record<string, string>): Promise<Report & { code: unknown; complaints: string[] }> {
  const { code, output } = await lavoro(['doctor', '--json'], more);
  const report = JSON.parse(output) as Report;
  const complaints = report.checks.flatMap(({ findings }) => findings.map(({ sentence }) => sentence));
  return { ...report, code, complaints };
}

describe('lavoro doctor', () => {
  let tenant: string;
  beforeAll(async () => {
    tenant = tenantSchema(await makeTenant({ slug: 'maglificio' }));
    await makeTenant();
  });

  it('should say in sentences that all is well, exit code 0', async () => {
    const { code, output } = await runToEnd(process.execPath, ['scripts/lavoro.mjs', 'doctor'], { env: environment() });
    expect([code, output]).toEqual([0, expect.stringMatching(/\n\nAll is well\.\n$/)]);
    for (const line of ['The wall between the companies stands.', 'All 4 logins work.', 'Every schema is up to date.'])
      expect(output).toContain(line);
  });

  it.each([
    ['npx', ['lavoro', 'doctor', '--json']],
    ['npm', ['run', '--silent', 'lavoro', '--', 'doctor', '--json']],
  ])('should work through %s', async (command, args) => {
    const { code, output } = await runToEnd(command, args, { env: environment() });
    // npm may warn of its own settings first.
    expect([code, JSON.parse(output.slice(output.indexOf('{')))]).toEqual([
      0,
      expect.objectContaining({ healthy: true }),
    ]);
  });

  it('should print one JSON document for machines', async () => {
    const { code, healthy, checks } = await diagnose();
    expect([code, healthy, checks.map(({ name, status }) => [name, status])]).toEqual([
      0,
      true,
      ['settings', 'database', 'rights', 'connections', 'migrations', 'isolation', 'hardening', 'logins', 'redis'].map(
        (name) => [name, 'ok'],
      ),
    ]);
  });

  it('should name a breach of the wall and what mends it, exit code 1', async () => {
    await asSuperuser(`GRANT SELECT ON public.users TO ${tenant}`);
    const text = await lavoro(['doctor']);
    const { code, healthy, checks } = await diagnose();
    const mend = `REVOKE SELECT ON TABLE public.users FROM ${tenant}`;
    await asSuperuser(mend);
    expect([text.code, text.output]).toEqual([1, expect.stringMatching(/\n1 finding\.\n$/)]);
    expect(text.output).toContain(`         ${tenant} may SELECT public.users.\n           mend: ${mend}\n`);
    expect([code, healthy]).toEqual([1, false]);
    expect(checks.find(({ name }) => name === 'isolation')?.findings).toMatchObject([
      {
        sentence: `${tenant} may SELECT public.users.`,
        role: tenant,
        object: 'public.users',
        privilege: 'SELECT',
        mend,
      },
    ]);
  });

  it.each(['src/index.ts', 'src/database/init.ts', 'src/database/commands/deploy.ts', 'src/seed/command.ts'])(
    'should not be needed to notice a breach: %s stops, exit code 1, with the finding and without a stack',
    async (entry) => {
      await asSuperuser(`GRANT SELECT ON public.sessions TO ${tenant}`);
      const { code, output } = await runToEnd(process.execPath, ['--import', 'tsx', entry], {
        env: environment({ PORT: String(await freePort()) }),
      });
      await asSuperuser(`REVOKE SELECT ON public.sessions FROM ${tenant}`);
      expect([code, output]).toEqual([
        1,
        expect.stringContaining(`  ${tenant} may SELECT public.sessions.\n    mend: REVOKE`),
      ]);
      expect(output).not.toMatch(/\n\s+at /);
    },
  );

  it.each([
    ['an unknown flag', ['doctor', '--loud'], "Unknown option '--loud'. For help: npx lavoro --help"],
    ['an unknown command', ['doctr'], "Unknown command 'doctr' (Did you mean doctor?) For help: npx lavoro --help"],
    [
      'too many words',
      ['doctor', 'now'],
      "Too many arguments for 'doctor'. Expected 0 arguments but got 1. For help: npx lavoro --help",
    ],
  ])('should refuse %s in a sentence, exit code 2', async (_what, args, sentence) => {
    const { code, output } = await lavoro(args);
    expect([code, output.trim()]).toEqual([2, sentence]);
  });

  it('should show its commands when it is called without one, exit code 2, and when asked to, exit code 0', async () => {
    const [bare, asked, version] = [await lavoro([]), await lavoro(['--help']), await lavoro(['--version'])];
    expect([bare.code, asked.code, version.code, version.output]).toEqual([2, 0, 0, '0.1.0\n']);
    for (const { output } of [bare, asked]) expect(output).toContain('doctor [options]');
  });

  it('should name every wrong setting', async () => {
    const { code, complaints, checks } = await diagnose({ PORT: 'x', DB_MAX_CONNECTIONS: '1' });
    expect([code, checks.map(({ name }) => name), complaints]).toEqual([
      1,
      ['settings'],
      ['PORT must be a whole number from 1 to 65535.', 'DB_MAX_CONNECTIONS must be a whole number from 4 to 10000.'],
    ]);
  });

  it('should say when more connections are wanted than the server gives, and than there are', async () => {
    const { complaints, code } = await diagnose({ DB_MAX_CONNECTIONS: '5000' });
    const [{ free } = { free: 0 }] = await asSuperuser<{ free: number }>(
      `SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
         - coalesce(current_setting('reserved_connections', true), '0')::int AS free`,
    );
    expect([code, complaints]).toEqual([
      1,
      [
        `DB_MAX_CONNECTIONS is 5000, and the server has ${free} connections to give (max_connections less the reserved ones).`,
      ],
    ]);
    expect((await diagnose({ DB_MAX_CONNECTIONS: String(free) })).code).toBe(0);
    expect((await diagnose({ DB_MAX_CONNECTIONS: '10', DB_TENANT_MAX_CONNECTIONS: '11' })).complaints).toEqual([
      'DB_TENANT_MAX_CONNECTIONS (11) is more than DB_MAX_CONNECTIONS (10).',
    ]);
  });

  it('should say that no server answers, and look at the rest', async () => {
    const port = await freePort();
    const { code, complaints, checks } = await diagnose({
      DATABASE_URL: `postgresql://postgres:x@127.0.0.1:${port}/x`,
    });
    expect([code, checks.map(({ name }) => name)]).toEqual([1, ['settings', 'database', 'redis']]);
    expect(complaints).toEqual([
      `No PostgreSQL answers at 127.0.0.1:${port}. Check DATABASE_URL (or DB_HOST and DB_PORT) and that the service runs.`,
    ]);
  });

  it('should say that Redis is asked for and does not answer', async () => {
    const { code, complaints } = await diagnose({ REDIS_URL: `redis://127.0.0.1:${await freePort()}` });
    expect([code, complaints]).toEqual([
      1,
      ['Redis does not answer at REDIS_URL. Check the address, and that the service runs.'],
    ]);
  });

  it('should name the companies and the global tables that wait for a migration', async () => {
    await asSuperuser(`UPDATE tenants SET schema_version = '20250101000000_old' WHERE slug = 'maglificio'`);
    await asSuperuser(`UPDATE _prisma_migrations SET rolled_back_at = now() WHERE migration_name = $1`, [
      latestVersion('control'),
    ]);
    const { code, complaints } = await diagnose();
    await asSuperuser('UPDATE _prisma_migrations SET rolled_back_at = NULL');
    await asSuperuser('UPDATE tenants SET schema_version = $1', [latestVersion('tenant')]);
    expect([code, complaints]).toEqual([
      1,
      ['A migration is pending in 2 of the schemas: the global tables, maglificio.'],
    ]);
  });

  it('should find the roles that do not get in or find nothing, each with what mends it', async () => {
    const [locked, barred, bare] = (await Promise.all([makeTenant(), makeTenant(), makeTenant()])).map(tenantSchema);
    await asSuperuser(
      `ALTER ROLE ${locked} PASSWORD 'x'; ALTER ROLE ${barred} NOLOGIN; REVOKE USAGE ON SCHEMA ${bare} FROM ${bare}`,
    );
    const { code, checks } = await diagnose();
    const findings = checks.find(({ name }) => name === 'logins')?.findings ?? [];
    expect([code, new Map(findings.map(({ sentence, mend }) => [sentence, mend]))]).toEqual([
      1,
      new Map([
        [
          `${locked} does not get in: its password is not the one that APP_SECRET gives it.`,
          expect.stringContaining(`ALTER ROLE ${locked} PASSWORD 'SCRAM-SHA-256$1:`),
        ],
        [`${barred} may not log in.`, `ALTER ROLE ${barred} LOGIN`],
        [`${bare} gets in and may not read its own tables.`, null],
      ]),
    ]);
    const mends = findings.map(({ mend }) => mend ?? `GRANT USAGE ON SCHEMA ${bare} TO ${bare}`);
    await asSuperuser(mends.join(';'));
    expect((await diagnose()).complaints).toEqual([]);
  });

  it('should say once that another installation made the roles', async () => {
    const { code, complaints } = await diagnose({ APP_SECRET: 'the secret of quite another installation' });
    expect([code, complaints]).toEqual([
      1,
      ['APP_SECRET is not the one with which the roles of this server were made: lavoro_control does not get in.'],
    ]);
  });
});

describe('lavoro doctor in a database that is not ready', () => {
  const made: string[] = [];
  afterAll(async () => {
    for (const name of made) {
      await asSuperuser(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await asSuperuser(`DROP ROLE IF EXISTS ${name}`);
    }
  });

  /** A database and a login of the same name, which owns it and is no superuser. */
  async function makeOperator(attributes: string, template = 'template1'): Promise<Record<string, string>> {
    const name = `doctor_${randomBytes(4).toString('hex')}`;
    made.push(name);
    await asSuperuser(`CREATE ROLE ${name} LOGIN ${attributes} PASSWORD 'x'`);
    await asSuperuser(`CREATE DATABASE ${name} TEMPLATE ${template} OWNER ${name}`);
    return { DATABASE_URL: `postgresql://${name}:x@${new URL(process.env.DATABASE_URL ?? '').host}/${name}` };
  }
  const init = (env: Record<string, string>) =>
    runToEnd(process.execPath, ['--import', 'tsx', 'src/database/init.ts'], { env: environment(env) });

  /** Lets such a login take the platform's roles; up to PostgreSQL 15 whoever makes roles may do that anyway. */
  async function handOver({ DATABASE_URL = '' }: Record<string, string>): Promise<void> {
    const [{ version } = { version: 0 }] = await asSuperuser<{ version: number }>(
      `SELECT current_setting('server_version_num')::int AS version`,
    );
    const admin = 'WITH ADMIN TRUE, INHERIT FALSE, SET FALSE';
    const operator = new URL(DATABASE_URL).username;
    if (version >= 160_000) await asSuperuser(`GRANT lavoro_owner, lavoro_control TO ${operator} ${admin}`);
  }

  it('should say that the login may not do its work, and that nothing is initialised', async () => {
    const { code, complaints } = await diagnose(await makeOperator('NOCREATEROLE'));
    expect([code, complaints]).toEqual([
      1,
      ['The login of DATABASE_URL may not make roles: give it CREATEROLE.', 'The database is not initialised.'],
    ]);
  });

  it('should find all well with an operator who is no superuser, and note what only one can close', async () => {
    const env = await makeOperator('CREATEROLE');
    await handOver(env);
    expect(await init(env)).toEqual({ code: 0, output: expect.stringContaining('The database is ready') });
    const { code, healthy, complaints, checks } = await diagnose(env);
    expect([code, healthy, complaints]).toEqual([0, true, []]);
    expect(checks.find(({ name }) => name === 'hardening')).toEqual({
      name: 'hardening',
      status: 'note',
      says: expect.stringMatching(
        /^Still open to companies' roles: advisory locks \(\d+\), large objects \(\d+\), notifications \(1\), logical messages \(\d\), activity \(\d+\); the login of DATABASE_URL is no superuser; one closes them with DATABASE_URL=… npm run ts-node src\/database\/init\.ts\.$/,
      ),
      findings: [],
    });
  });

  it('should find all well, and all closed, with such an operator where a superuser has closed it', async () => {
    const env = await makeOperator('CREATEROLE', 'lavoro_template');
    await handOver(env);
    expect(await init(env)).toEqual({ code: 0, output: expect.stringContaining('The database is ready') });
    const { code, checks } = await diagnose(env);
    expect([code, checks.map(({ status }) => status)]).toEqual([0, Array(9).fill('ok')]);
  });

  it('should start the embedded server to look at it, and stop it again', async () => {
    const home = mkdtempSync(path.join(tmpdir(), 'lavoro-doctor-'));
    chmodSync(home, 0o755);
    const { code, complaints } = await diagnose({ DATABASE_URL: '', LAVORO_DATA_DIR: home });
    const left = existsSync(path.join(home, 'postgres', 'postmaster.pid'));
    rmSync(home, { recursive: true, force: true });
    expect([code, complaints, left]).toEqual([1, ['The database is not initialised.'], false]);
  });
});
