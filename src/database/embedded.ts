import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openClient } from './client';
import { clusterHome, type OsUser, postgresBinaries, runAs, type Tool } from './embeddedHost';
import { DatabaseUnavailableError } from './errors';

/** The major version of the PostgreSQL that npm brings. */
export const EMBEDDED_MAJOR = '18';

export type EmbeddedServer = {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Where the cluster's files are. */
  readonly dataDir: string;
  /** Gives the server up; the last process to do so stops it. */
  release(): Promise<void>;
};

type Options = {
  /** Lavoro's data folder. */
  readonly home: string;
  readonly password: string;
  /** Settings as of postgresql.conf, over ours. */
  readonly settings?: Readonly<Record<string, string>>;
};

/**
 * Starts the embedded PostgreSQL of a data folder, or joins the one already running there (as after a crash of ours, or
 * beside another process). Only loopback, only with a password. Throws DatabaseUnavailableError with one clear sentence.
 */
export async function embeddedServer(options: Options): Promise<EmbeddedServer> {
  const host = clusterHome(options.home);
  const dataDir = path.join(host.folder, 'postgres');
  const users = path.join(host.folder, 'postgres-users');
  mkdirSync(users, { recursive: true });
  const lockFile = path.join(host.folder, 'postgres.lock');
  const lock = await lockFolder(lockFile);
  try {
    const tools = postgresBinaries(host);
    await initialise(tools, host.user, dataDir, options.password);
    requireMajor(dataDir);
    const port = (await runningPort(dataDir, options.password)) ?? (await start(tools, host.user, dataDir, options));
    const mine = path.join(users, String(process.pid));
    writeFileSync(mine, '');
    return {
      host: '127.0.0.1',
      port,
      user: 'postgres',
      password: options.password,
      dataDir,
      release: async () => {
        const leaving = await lockFolder(lockFile);
        try {
          rmSync(mine, { force: true });
          if (livingUsers(users) > 0 || !livingPostmaster(dataDir)) return;
          await runAs(host.user, tools.pg_ctl, ['stop', '-D', dataDir, '-m', 'fast', '-w', '-t', '30']);
        } finally {
          leaving.release();
        }
      },
    };
  } finally {
    lock.release();
  }
}

/** Makes the cluster in a side folder and moves it into place, so a killed initdb leaves nothing half made. */
async function initialise(tools: Record<Tool, string>, user: OsUser, dataDir: string, password: string): Promise<void> {
  if (existsSync(dataDir)) return;
  const draft = `${dataDir}.new`;
  rmSync(draft, { recursive: true, force: true });
  user.makeFolder(draft);
  const passwordFile = path.join(draft, 'initial-password');
  user.writeFile(passwordFile, `${password}\n`);
  const cluster = path.join(draft, 'cluster');
  await runAs(user, tools.initdb, [
    `--pgdata=${cluster}`,
    '--username=postgres',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=icu',
    '--icu-locale=und',
    '--no-instructions',
  ]);
  user.move(cluster, dataDir);
  rmSync(draft, { recursive: true });
}

function requireMajor(dataDir: string): void {
  const major = readFileSync(path.join(dataDir, 'PG_VERSION'), 'utf8').trim();
  if (major === EMBEDDED_MAJOR) return;
  throw new DatabaseUnavailableError(
    `The data folder ${dataDir} was made by PostgreSQL ${major}, and this Lavoro brings PostgreSQL ${EMBEDDED_MAJOR}: ` +
      'move it away to start afresh, or set DATABASE_URL to a server of that version.',
  );
}

/** The process that runs on this folder, by its own note; undefined when there is none, or it has ended. */
function livingPostmaster(dataDir: string): { port: number } | undefined {
  const [pid, , , port] = readIfThere(path.join(dataDir, 'postmaster.pid')).split('\n');
  if (!pid) return undefined;
  return isAlive(Number(pid)) ? { port: Number(port) } : undefined;
}

/** The port of a server that runs on this folder and knows our password, or undefined. */
async function runningPort(dataDir: string, password: string): Promise<number | undefined> {
  const port = livingPostmaster(dataDir)?.port;
  if (!port) return undefined;
  const options = { host: '127.0.0.1', port, user: 'postgres', password, database: 'postgres' };
  try {
    const client = await openClient({ ...options, connectionTimeoutMillis: 5000 });
    await client.end();
    return port;
  } catch {
    return undefined;
  }
}

async function start(tools: Record<Tool, string>, user: OsUser, dataDir: string, options: Options): Promise<number> {
  const port = await freePort();
  const settings = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    log_parameter_max_length_on_error: '0',
    ...options.settings,
  };
  const flags = Object.entries(settings).map(([name, value]) => `-c ${name}='${value}'`);
  const logFile = `${dataDir}.log`;
  if (!existsSync(logFile)) user.writeFile(logFile, '');
  try {
    await runAs(user, tools.pg_ctl, ['start', '-D', dataDir, '-l', logFile, '-w', '-t', '60', '-o', flags.join(' ')]);
  } catch {
    const lastLine = readFileSync(logFile, 'utf8').trim().split('\n').at(-1) ?? '';
    throw new DatabaseUnavailableError(`The embedded PostgreSQL did not start. Its log ${logFile} ends: ${lastLine}`);
  }
  return port;
}

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

function livingUsers(folder: string): number {
  return readdirSync(folder).filter((pid) => isAlive(Number(pid))).length;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The text of a file that another process may take away at any moment; empty when it is gone. */
function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return '';
  }
}

/** Holds `file` for this process; a lock left by a dead process is taken over. */
async function lockFolder(file: string): Promise<{ release(): void }> {
  const deadline = Date.now() + 90_000;
  while (true) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return { release: () => rmSync(file, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = Number(readIfThere(file));
    if (holder > 0 && !isAlive(holder)) rmSync(file, { force: true });
    if (Date.now() > deadline) {
      throw new DatabaseUnavailableError(
        `Another process (${holder}) has been starting the embedded PostgreSQL for too long; remove ${file} if it is gone.`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
