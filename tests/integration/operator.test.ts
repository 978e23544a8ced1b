import { randomBytes } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { asSuperuser } from '../support/database';
import { runToEnd } from '../support/processes';

const made: string[] = [];

/** `init.ts` with a login and database of its own. */
async function initAs(attributes: string): Promise<{ code: unknown; output: string }> {
  const name = `operator_${randomBytes(4).toString('hex')}`;
  made.push(name);
  await asSuperuser(`CREATE ROLE ${name} LOGIN ${attributes} PASSWORD 'x'`);
  await asSuperuser(`CREATE DATABASE ${name} OWNER ${name}`);
  const url = new URL(process.env.DATABASE_URL ?? '');
  return runToEnd(process.execPath, ['--import', 'tsx', 'src/database/init.ts'], {
    env: {
      DATABASE_URL: `postgresql://${name}:x@${url.host}/${name}`,
      APP_SECRET: process.env.APP_SECRET ?? '',
      LAVORO_DATA_DIR: process.env.LAVORO_DATA_DIR ?? '',
    },
  });
}

describe('the login of DATABASE_URL', () => {
  afterAll(async () => {
    for (const name of made) {
      await asSuperuser(`DROP DATABASE ${name} WITH (FORCE)`);
      await asSuperuser(`DROP ROLE ${name}`);
    }
  });

  it('should be told in a sentence that it may not make roles', async () => {
    const { code, output } = await initAs('NOCREATEROLE');
    expect([code, output.trim()]).toEqual([1, 'The login of DATABASE_URL may not make roles: give it CREATEROLE.']);
  });

  it('should not set the password of a control login that another installation uses', async () => {
    const { code, output } = await runToEnd(process.execPath, ['--import', 'tsx', 'src/database/init.ts'], {
      env: {
        DATABASE_URL: process.env.DATABASE_URL ?? '',
        APP_SECRET: 'the secret of quite another installation',
        LAVORO_DATA_DIR: process.env.LAVORO_DATA_DIR ?? '',
      },
    });
    expect(code).toBe(1);
    expect(output.trim()).toBe(
      'This server has the roles of a Lavoro with another secret. Give this one the same APP_SECRET, or a PostgreSQL server of its own.',
    );
  });

  it("should not take over another login's roles without a word", async () => {
    const { code, output } = await initAs('CREATEROLE');
    const [{ version } = { version: 0 }] = await asSuperuser<{ version: number }>(
      `SELECT current_setting('server_version_num')::int AS version`,
    );
    // Up to PostgreSQL 15 the right to make roles is a right over every role.
    const [expected, text] =
      version < 160_000 ? [0, 'The database is ready'] : [1, 'The roles of this server were made by another login'];
    expect(code).toBe(expected);
    expect(output).toContain(text);
    expect(output).not.toMatch(/\n\s+at /);
  });
});
