import { describe, expect, it } from 'vitest';
import { VERSION } from '@/config';
import { lavoro } from '../support/lavoro';
import { runToEnd } from '../support/processes';

describe('the lavoro command and what surrounds it', () => {
  it.each([
    [`node build/lavoro.mjs --help | true`, ''],
    [`node build/lavoro.mjs --help > /dev/full`, 'The output cannot be written: ENOSPC.\n'],
  ])('should explain nothing to a reader who has gone: %s', async (command, said) => {
    const { output } = await runToEnd('/bin/sh', ['-c', command], {});
    expect(output).toBe(said);
  });

  it("should be one process, from npx to the end: its exit code and words are the command's", async () => {
    const npx = (...args: string[]) => runToEnd(process.execPath, ['scripts/lavoro.mjs', ...args], {});
    expect(await npx('--version')).toEqual({ code: 0, output: `${VERSION}\n` });
    expect(await npx('wool')).toEqual({ code: 2, output: "Unknown command 'wool'. For help: npx lavoro --help\n" });
  });

  it('should say who did what to the fields of a company, and what it did', async () => {
    const { code, output } = await lavoro(['fields', 'add', '--help']);
    expect([code, output]).toEqual([0, expect.stringContaining('--by <name>')]);
  });
});
