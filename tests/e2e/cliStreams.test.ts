import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { describe, expect, it } from 'vitest';
import { lavoro } from '../support/lavoro';
import { runToEnd } from '../support/processes';

describe('the lavoro command and what surrounds it', () => {
  it.each([
    [`node --import tsx src/cli/index.ts --help | true`, ''],
    [`node --import tsx src/cli/index.ts --help > /dev/full`, 'The output cannot be written: ENOSPC.\n'],
  ])('should explain nothing to a reader who has gone: %s', async (command, said) => {
    const { output } = await runToEnd('/bin/sh', ['-c', command], {});
    expect(output).toBe(said);
  });

  it.each(['SIGTERM', 'SIGHUP'] as const)('should pass %s on to the command, and wait for it', async (signal) => {
    const child = spawn(
      process.execPath,
      ['scripts/lavoro.mjs', 'users', 'passwd', 'nobody@example.test', '--password-stdin'],
      {
        stdio: ['pipe', 'ignore', 'ignore'],
      },
    );
    const command = await expect
      .poll(() => childOf(child.pid), { timeout: 60_000 })
      .not.toBe('')
      .then(() => childOf(child.pid));
    child.kill(signal);
    const [code] = await once(child, 'exit');
    expect(code).toBe(128 + constants.signals[signal]);
    await expect.poll(() => alive(Number(command))).toBe(false);
  });

  it('should say who did what to the fields of a company, and what it did', async () => {
    const { code, output } = await lavoro(['fields', 'add', '--help']);
    expect([code, output]).toEqual([0, expect.stringContaining('--by <name>')]);
  });
});

/** The command that the wrapper has started; empty where it has not yet. */
async function childOf(pid: number | undefined): Promise<string> {
  const { output } = await runToEnd(
    '/bin/sh',
    [
      '-c',
      `for p in $(cat /proc/${pid}/task/${pid}/children); do grep -qa src/cli/index.ts /proc/$p/cmdline && echo $p; done; true`,
    ],
    {},
  );
  return output.trim();
}

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
