import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePort, healthOf, isAlive, type Running, runToEnd, start, waitFor } from '../support/processes';

describe('npm start', () => {
  let home: string;
  let port: number;
  let running: Running[];

  beforeEach(async () => {
    home = mkdtempSync(path.join(tmpdir(), 'lavoro-start-'));
    chmodSync(home, 0o755);
    port = await freePort();
    running = [];
  });
  afterEach(async () => {
    for (const { child, ended } of running) {
      child.kill('SIGTERM');
      await ended;
    }
    rmSync(home, { recursive: true, force: true });
  });

  const env = (more: Record<string, string> = {}) => ({ LAVORO_DATA_DIR: home, PORT: String(port), ...more });
  const launch = (more: Record<string, string> = {}) => {
    const server = start(process.execPath, ['scripts/start.mjs'], { env: env(more) });
    running.push(server);
    return server;
  };
  const login = (identifier: string) =>
    fetch(`http://127.0.0.1:${port}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ identifier, password: 'password123' }),
    });
  const postmaster = () => Number(readFileSync(path.join(home, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);

  it('should serve the samples, keep data over restarts, stop cleanly and recover from a kill', async () => {
    const first = launch();
    await healthOf(first, port);
    await waitFor(first, async () => (first.output().includes('Read on') ? true : undefined));
    for (const line of [`http://localhost:${port}`, 'admin@textile.com', 'password123', home])
      expect(first.output()).toContain(line);

    const admin = (await (await login('admin@textile.com')).json()) as { tenants: { slug: string; role: string }[] };
    expect(admin.tenants.map(({ slug, role }) => [slug, role])).toEqual([
      ['garment-industries', 'OWNER'],
      ['textile-corp', 'OWNER'],
    ]);
    const manager = (await (await login('manager@textile.com')).json()) as { tenant: { slug: string; role: string } };
    expect(manager.tenant).toMatchObject({ slug: 'textile-corp', role: 'MANAGER' });

    const pid = postmaster();
    const underWay = login('admin@textile.com');
    await new Promise((resolve) => setImmediate(resolve));
    await waitFor(first, async () => (await fetch(`http://127.0.0.1:${port}/health/live`)).ok || undefined);
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);
    expect((await underWay).status).toBe(200);
    expect([isAlive(pid), existsSync(path.join(home, 'postgres', 'postmaster.pid'))]).toEqual([false, false]);

    const second = launch();
    await healthOf(second, port);
    expect((await login('admin@textile.com')).status).toBe(200);
    expect(second.output()).not.toContain('First start');
    second.child.kill('SIGKILL');
    expect(await second.ended).toBe('SIGKILL');

    const third = launch();
    await healthOf(third, port);
    expect((await login('manager@textile.com')).status).toBe(200);
    const lastPid = postmaster();
    third.child.kill('SIGINT');
    expect(await third.ended).toBe(0);
    expect(isAlive(lastPid)).toBe(false);
  });

  it('should stop all of it when npm is told to', async () => {
    const npm = start('npm', ['start'], { env: env() });
    running.push(npm);
    await healthOf(npm, port);
    const pid = postmaster();
    npm.child.kill('SIGTERM');
    await npm.ended;
    expect(isAlive(pid)).toBe(false);
    await expect(fetch(`http://127.0.0.1:${port}/health`)).rejects.toThrow();
  });

  it.skipIf(process.getuid?.() !== 0)('should run for root from a folder that only root can enter', async () => {
    chmodSync(home, 0o700);
    const server = launch();
    await healthOf(server, port);
    await waitFor(server, async () => (server.output().includes('Read on') ? true : undefined));
    const cluster = /Database +(\S+)\/postgres\n/.exec(server.output())?.[1] ?? '';
    expect(cluster).toMatch(/^\/var\/lib\/lavoro\/[0-9a-f]{12}$/);
    expect((await login('admin@textile.com')).status).toBe(200);
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(0);
    rmSync(cluster, { recursive: true });
  });

  it('should log every statement with LOG_LEVEL=debug, without its values', async () => {
    const server = launch({ LOG_LEVEL: 'debug' });
    await healthOf(server, port);
    await login('admin@textile.com');
    const statements = server
      .output()
      .split('\n')
      .filter((line) => line.includes('"msg":"statement"'));
    expect(statements.join('\n')).toContain('from \\"users\\" where \\"email\\" = $1');
    expect(statements.join('\n')).toMatch(/"role":"tenant_[0-9a-f_]{36}"/);
    expect(server.output()).not.toContain('$argon2id$');
    expect(statements.join('\n')).not.toContain('admin@textile.com');
  });

  it('should let two starts at once on an empty folder share one database, until the last has gone', async () => {
    const second = await freePort();
    const [a, b] = [launch(), launch({ PORT: String(second) })];
    await Promise.all([healthOf(a, port), healthOf(b, second)]);
    a.child.kill('SIGTERM');
    expect(await a.ended).toBe(0);
    expect(await healthOf(b, second)).toMatchObject({ status: 'ok' });
    b.child.kill('SIGTERM');
    expect(await b.ended).toBe(0);
    expect(existsSync(path.join(home, 'postgres', 'postmaster.pid'))).toBe(false);
  });

  it('should complete samples that were cut off, in the one database a login of ours can open', async () => {
    const server = launch();
    await waitFor(server, async () => (existsSync(path.join(home, 'postgres', 'postmaster.pid')) ? true : undefined));
    await healthOf(server, port);
    const database = {
      host: '127.0.0.1',
      port: Number(readFileSync(path.join(home, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[3]),
    };
    const { databasePassword } = JSON.parse(readFileSync(path.join(home, 'secrets.json'), 'utf8')) as {
      databasePassword: string;
    };
    const superuser = new pg.Client({
      ...database,
      user: 'postgres',
      password: databasePassword,
      database: 'lavoro_ai_ferri',
    });
    await superuser.connect();
    const reach = await superuser.query(
      `SELECT datname FROM pg_database WHERE datallowconn AND has_database_privilege('lavoro_control', datname, 'CONNECT')`,
    );
    expect(reach.rows).toEqual([{ datname: 'lavoro_ai_ferri' }]);
    await superuser.query(`DELETE FROM user_tenants WHERE role = 'MANAGER'`);
    await superuser.end();
    server.child.kill('SIGTERM');
    await server.ended;
    const again = launch();
    await healthOf(again, port);
    await waitFor(again, async () => (again.output().includes('Read on') ? true : undefined));
    expect(((await (await login('manager@textile.com')).json()) as { tenants: unknown[] }).tenants).toHaveLength(1);
  });

  it('should come back by itself when its PostgreSQL was killed', async () => {
    const server = launch();
    await healthOf(server, port);
    const killed = postmaster();
    process.kill(killed, 'SIGKILL');
    // A connection that outlives its server for a moment may still answer: it is back when another one does.
    const back = await waitFor(server, async () => {
      const answer = await login('admin@textile.com');
      return answer.ok && postmaster() !== killed ? answer.status : undefined;
    });
    expect(back).toBe(200);
    expect(await healthOf(server, port)).toMatchObject({ status: 'ok' });
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(0);
  });

  it('should say that its secrets are damaged, and leave nothing running', async () => {
    writeFileSync(path.join(home, 'secrets.json'), '{"appSecret":"x"}');
    const { code, output } = await runToEnd(process.execPath, ['scripts/start.mjs'], { env: env() });
    expect([code, output.trim()]).toEqual([
      1,
      `${path.join(home, 'secrets.json')} is damaged: put back a copy of it. Without it the database's logins do not open.`,
    ]);
    expect(existsSync(path.join(home, 'postgres'))).toBe(false);
  });

  it('should say that a signing key is none before it serves anybody', async () => {
    const { code, output } = await runToEnd(process.execPath, ['scripts/start.mjs'], {
      env: env({ JWT_PRIVATE_KEY: 'abc' }),
    });
    expect([code, output.trim()]).toEqual([
      1,
      'JWT_PRIVATE_KEY must be an Ed25519 private key, as PEM (PKCS #8) or JWK.',
    ]);
  });

  it('should say in one sentence that the port is in use, and start nothing', async () => {
    const other = createServer().listen(port, '127.0.0.1');
    const { code, output } = await runToEnd(process.execPath, ['scripts/start.mjs'], { env: env() });
    other.close();
    expect([code, output.trim()]).toEqual([
      1,
      `Port ${port} is in use. Stop what uses it, or choose another: PORT=${port + 1} npm start`,
    ]);
    expect(existsSync(path.join(home, 'postgres'))).toBe(false);
  });

  it('should name every fault of the settings, one sentence each', async () => {
    const { code, output } = await runToEnd(process.execPath, ['scripts/start.mjs'], {
      env: env({ PORT: 'abc', DB_SSL: 'perhaps' }),
    });
    expect([code, output.trim().split('\n')]).toEqual([
      1,
      ['PORT must be a whole number from 1 to 65535.', 'DB_SSL must be true or false.'],
    ]);
  });

  it('should refuse the data folder of another PostgreSQL', async () => {
    mkdirSync(path.join(home, 'postgres'));
    writeFileSync(path.join(home, 'postgres', 'PG_VERSION'), '16\n');
    const { code, output } = await runToEnd(process.execPath, ['scripts/start.mjs'], { env: env() });
    expect(code).toBe(1);
    expect(output.trim()).toBe(
      `The data folder ${path.join(home, 'postgres')} was made by PostgreSQL 16, and this Lavoro brings PostgreSQL 18: move it away to start afresh, or set DATABASE_URL to a server of that version.`,
    );
  });

  it('should say that an external database is not there', async () => {
    const nowhere = await freePort();
    const { code, output } = await runToEnd(process.execPath, ['scripts/start.mjs'], {
      env: env({ DATABASE_URL: `postgresql://a:secret@127.0.0.1:${nowhere}/x` }),
    });
    expect([code, output.trim()]).toEqual([
      1,
      `No PostgreSQL answers at 127.0.0.1:${nowhere}. Check DATABASE_URL (or DB_HOST and DB_PORT) and that the service runs.`,
    ]);
  });

  it('should refuse to seed in production', async () => {
    const { code, output } = await runToEnd('npm', ['run', '--silent', 'db:seed'], {
      env: env({ NODE_ENV: 'production' }),
    });
    expect(code).toBe(1);
    expect(output).toContain('Add --force if you really want them.');
    expect(output).not.toMatch(/\n\s+at /);
  });
});
