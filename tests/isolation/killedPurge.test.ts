import { readdirSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { config } from '@/config';
import { asOperator } from '@/database/owner';
import { proveIsolation } from '@/database/proof';
import { purgeTenant } from '@/database/purge/purge';
import { asSuperuser, contentsOf, makeTenant, secret } from '../support/database';
import { letGo, NOTHING, remainsOf, slugOf } from '../support/leavingCompany';
import { runToEnd } from '../support/processes';
import { programOf } from '../support/program';

const AT_ONCE = 2;
const program = await programOf('killedPurge');

const purge = (nth: number, id: string) =>
  runToEnd(process.execPath, [program, String(nth), id], {
    env: {
      DATABASE_URL: process.env.DATABASE_URL ?? '',
      APP_SECRET: secret,
      LAVORO_DATA_DIR: process.env.LAVORO_DATA_DIR ?? '',
      LOG_LEVEL: 'silent',
    },
  });

/** The contents, or that there is nothing. */
async function stateOf(id: string): Promise<unknown> {
  const remains = await remainsOf(id);
  return remains.schema ? { remains, contents: await contentsOf(id) } : remains;
}

describe('a company that is purged by a process that dies', () => {
  let statements: number;
  beforeAll(async () => {
    const id = await makeTenant();
    await letGo(id);
    const { output } = await purge(0, id);
    statements = Number(/statements (\d+)/.exec(output)?.[1]);
    expect([statements > 20, await remainsOf(id)]).toEqual([true, NOTHING]);
  });

  it('should be whole or gone, whatever statement it was, and be purged by the next', async () => {
    const backups = path.join(config().dataDir, 'backups');
    const companies: string[] = [];
    for (let nth = 1; nth <= statements; nth += 1) {
      const id = await makeTenant();
      await letGo(id);
      companies.push(id);
    }
    const slugs = await Promise.all(companies.map(slugOf));
    const before = await Promise.all(companies.map(stateOf));
    const waiting = companies.map((id, index) => ({ id, nth: index + 1 }));
    const next = async () => {
      for (let one = waiting.pop(); one; one = waiting.pop())
        expect((await purge(one.nth, one.id)).code).toBe('SIGKILL');
    };
    await Promise.all(Array.from({ length: AT_ONCE }, next));
    await theDeadAreNoticed();
    const after = await Promise.all(companies.map(stateOf));
    const gone = after.map((state) => JSON.stringify(state) === JSON.stringify(NOTHING));
    // Only the COMMIT removes it; what comes after that is a farewell.
    const commit = gone.indexOf(true);
    expect(commit).toBeGreaterThan(statements - 4);
    expect(gone.slice(commit)).not.toContain(false);
    expect(after.slice(0, commit)).toEqual(before.slice(0, commit));
    expect(await asOperator(proveIsolation)).toEqual([]);
    for (const [index, slug] of slugs.entries()) {
      const whole = readdirSync(backups).filter((name) => name.startsWith(`${slug}-`) && name.endsWith('.gz'));
      if (index >= commit) expect([slug, whole.length]).toEqual([slug, 1]);
    }
    for (const id of companies.slice(0, commit))
      expect(await purgeTenant(id, 'cli:anna')).toMatchObject({ backup: expect.any(String) });
    expect(await Promise.all(companies.map(remainsOf))).toEqual(companies.map(() => NOTHING));
  });
});

/** Until the server has ended every session of a process that is gone, and with it what that left undone. */
async function theDeadAreNoticed(): Promise<void> {
  const sessions = `SELECT FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'lavoro:operator' AND pid <> pg_backend_pid()`;
  while ((await asSuperuser(sessions)).length > 0) await new Promise((resolve) => setImmediate(resolve));
}
