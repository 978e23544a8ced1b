import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from './processes';

/** The server program; undefined where the tests with Redis cannot run. */
export const redisProgram =
  process.env.REDIS_SERVER || ['/usr/bin/redis-server', '/usr/local/bin/redis-server'].find((file) => existsSync(file));

export type RedisServer = {
  readonly port: number;
  /** For looking at it and changing its settings. */
  readonly admin: Redis;
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
};

/** A real redis-server on loopback, with nothing kept on disk. */
export async function redisServer(): Promise<RedisServer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'lavoro-redis-'));
  const port = await freePort();
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
  let child: ChildProcess | undefined;
  const admin = new Redis(port, '127.0.0.1', { lazyConnect: true, retryStrategy: () => 50 }).on(
    'error',
    () => undefined,
  );
  const start = async () => {
    child = spawn(redisProgram ?? '', args, { stdio: ['ignore', 'pipe', 'ignore'] });
    for await (const line of child.stdout ?? []) if (String(line).includes('Ready to accept connections')) break;
    child.stdout?.resume();
    await admin.ping();
  };
  const kill = async () => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  await start();
  return {
    port,
    admin,
    kill,
    start,
    stop: async () => {
      admin.disconnect();
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
