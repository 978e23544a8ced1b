import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { PROJECT_ROOT } from '@/config';

/** A program that was started, with all it has printed so far. */
export type Running = {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** Settles with the exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
};

type Options = {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly input?: string;
  /** `open`: the test writes to it, and ends it. */
  readonly stdin?: 'open';
};

/** Variables of the test run that a program under test must not see. */
const OURS = ['DATABASE_URL', 'APP_SECRET', 'LAVORO_DATA_DIR', 'NODE_ENV', 'LOG_LEVEL', 'VITEST', 'TEST'];
/** In this checkout a developer's .env must not count either: an empty variable stands for "not set". */
const NOT_FROM_FILE = { DATABASE_URL: '', DB_HOST: '', APP_SECRET: '', NODE_ENV: '', LOG_LEVEL: '', SEED_ON_START: '' };

function environment(cwd: string, more: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !OURS.includes(name));
  return { ...Object.fromEntries(inherited), ...(cwd === PROJECT_ROOT && NOT_FROM_FILE), ...more };
}

export function start(
  command: string,
  args: readonly string[],
  { env = {}, cwd = PROJECT_ROOT, input, stdin }: Options = {},
): Running {
  const child = spawn(command, args, {
    cwd,
    env: environment(cwd, env),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  if (stdin !== 'open') child.stdin.end(input);
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.once('close', (code, signal) => resolve(signal ?? code));
  });
  return { child, output: () => output, ended };
}

/** Runs a program to its end. */
export async function runToEnd(
  command: string,
  args: readonly string[],
  options: Options = {},
): Promise<{ code: number | NodeJS.Signals | null; output: string }> {
  const running = start(command, args, options);
  const code = await running.ended;
  return { code, output: running.output() };
}

/** Asks until `ready` answers something; gives up when the program has ended. */
export async function waitFor<T>(running: Running, ready: () => Promise<T | undefined>): Promise<T> {
  let over = false;
  void running.ended.then(() => {
    over = true;
  });
  while (!over) {
    const result = await ready().catch(() => undefined);
    if (result !== undefined) return result;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the program ended: ${running.output()}`);
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** Waits until the server at `port` is healthy and answers its state. */
export function healthOf(running: Running, port: number): Promise<{ status: string }> {
  return waitFor(running, async () => {
    const response = await fetch(`http://127.0.0.1:${port}/health`);
    const state = (await response.json()) as { status: string };
    return state.status === 'ok' ? state : undefined;
  });
}

/** Whether a process runs; one that has ended and only waits for its parent to notice does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = `/proc/${pid}/stat`;
  return !existsSync(stat) || !/\) Z /.test(readFileSync(stat, 'utf8'));
}
