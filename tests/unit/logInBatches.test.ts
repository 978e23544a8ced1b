import { execFile } from 'node:child_process';
import { expect, it } from 'vitest';
import { programOf } from '../support/program';

/** What it writes, line by line. */
async function linesOf(ending: string, count: number): Promise<{ n: number }[]> {
  const program = await programOf('loggingProgram');
  const env = { ...process.env, LOG_LEVEL: 'info' };
  const output = await new Promise<string>((resolve) =>
    execFile(process.execPath, [program, ending, String(count)], { env, maxBuffer: 1 << 26 }, (_, stdout) =>
      resolve(stdout),
    ),
  );
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

it.each(['exit', 'mistake', 'nothing to do'])(
  'should have written every line when a process ends by %s',
  async (ending) => {
    for (const count of [1, 3000])
      expect((await linesOf(ending, count)).map(({ n }) => n)).toEqual(Array.from({ length: count }, (_, n) => n + 1));
  },
);
