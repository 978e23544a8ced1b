import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort, runToEnd } from './processes';

const HOME = '/usr/lib/postgresql';

/** The server programs of the newest PostgreSQL that Debian's packages have put here, or undefined. */
export function debianBinaries(): string | undefined {
  if (!existsSync(HOME)) return undefined;
  const newest = readdirSync(HOME).sort((a, b) => Number(b) - Number(a))[0];
  const folder = path.join(HOME, newest ?? '', 'bin');
  return existsSync(path.join(folder, 'initdb')) ? folder : undefined;
}

export type Cluster = {
  readonly port: number;
  readonly password: string;
  readonly binaries: string;
  stop(): Promise<void>;
};

/** A private cluster of Debian's PostgreSQL, with a password, on loopback; as root it runs as the user postgres. */
export async function debianCluster(binaries: string): Promise<Cluster> {
  const folder = mkdtempSync(path.join(tmpdir(), 'lavoro-debian-'));
  const data = path.join(folder, 'data');
  const password = 'your_password';
  const passwordFile = path.join(folder, 'password');
  writeFileSync(passwordFile, password);
  const root = process.getuid?.() === 0;
  if (root) {
    const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres']));
    for (const file of [folder, passwordFile]) chownSync(file, id('-u'), id('-g'));
  }
  const asUser = async (tool: string, args: string[]) => {
    const command = root
      ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups', path.join(binaries, tool)]
      : [path.join(binaries, tool)];
    const { code, output } = await runToEnd(command[0] ?? '', [...command.slice(1), ...args], { cwd: '/' });
    if (code !== 0) throw new Error(output);
  };
  const port = await freePort();
  await asUser('initdb', ['-D', data, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`]);
  const settings = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off`;
  await asUser('pg_ctl', ['start', '-D', data, '-w', '-l', path.join(folder, 'log'), '-o', settings]);
  return {
    port,
    password,
    binaries,
    stop: async () => {
      await asUser('pg_ctl', ['stop', '-D', data, '-m', 'fast', '-w']);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
