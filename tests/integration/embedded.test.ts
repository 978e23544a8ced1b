import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { runToEnd } from '../support/processes';

describe('the embedded server', () => {
  it('should never be stopped under a process that is just joining it', async () => {
    const home = mkdtempSync(path.join(tmpdir(), 'lavoro-join-'));
    chmodSync(home, 0o755);
    const join = () => runToEnd(process.execPath, ['--import', 'tsx', 'tests/support/joinAndLeave.ts', home, '25']);
    const ends = await Promise.all([join(), join(), join()]);
    expect(ends).toEqual(Array(3).fill({ code: 0, output: '' }));
    expect(existsSync(path.join(home, 'postgres', 'postmaster.pid'))).toBe(false);
    rmSync(home, { recursive: true });
  });
});
