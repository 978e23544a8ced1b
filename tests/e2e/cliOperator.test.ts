import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asSuperuser } from '../support/database';
import { lavoro, lavoroJson } from '../support/lavoro';
import { runToEnd } from '../support/processes';

/** What the command does with a login in DATABASE_URL that may make roles and owns its database, and is no superuser. */
const name = `looks_after_${randomBytes(4).toString('hex')}`;
const url = new URL(process.env.DATABASE_URL ?? '');
url.username = name;
url.password = 'x';
url.pathname = `/${name}`;
const env = { DATABASE_URL: url.href, TENANT_GRACE_DAYS: '0', LOG_LEVEL: 'silent' };

const run = async (...args: string[]) => {
  const { code, output } = await lavoro(args, { env });
  expect([args, code, code === 0 ? '' : output]).toEqual([args, 0, '']);
  return output;
};

beforeAll(async () => {
  await asSuperuser(`CREATE ROLE ${name} LOGIN CREATEROLE PASSWORD 'x'`);
  await asSuperuser(`CREATE DATABASE ${name} OWNER ${name}`);
  const [{ version } = { version: 0 }] = await asSuperuser<{ version: number }>(
    `SELECT current_setting('server_version_num')::int AS version`,
  );
  const admin = 'WITH ADMIN TRUE, INHERIT FALSE, SET FALSE';
  if (version >= 160_000) await asSuperuser(`GRANT lavoro_owner, lavoro_control TO ${name} ${admin}`);
});
const roles: string[] = [];
afterAll(async () => {
  await asSuperuser(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  for (const role of [...roles, name]) await asSuperuser(`DROP ROLE IF EXISTS ${role}`);
});

describe('lavoro with an operator who is no superuser', () => {
  it('should make, copy, suspend, delete and purge a company', async () => {
    await run('seed');
    const copy = ['--name', 'Copy', '--slug', 'copy', '--owner', 'admin@textile.com'];
    const { code, json } = await lavoroJson<{ company: { id: string } }>(
      ['tenants', 'clone', 'textile-corp', ...copy, '--with-data'],
      { env },
    );
    expect(code).toBe(0);
    await run('tenants', 'suspend', 'copy', '--reason', 'Only a copy');
    await run('tenants', 'delete', 'copy', '--confirm', 'copy', '--by', 'anna');
    await run('tenants', 'agree', 'copy', '--confirm', 'copy', '--by', 'bruno');
    expect(await run('tenants', 'purge', 'copy', '--confirm', 'copy')).toContain('copy is purged.');
    const role = `tenant_${json.company.id.replaceAll('-', '_')}`;
    expect(await asSuperuser('SELECT FROM pg_roles WHERE rolname = $1', [role])).toEqual([]);
    expect(await run('doctor')).toContain('The wall between the companies stands.');
    const { json: list } = await lavoroJson<{ companies: { id: string }[] }>(['tenants', 'list'], { env });
    roles.push(...list.companies.map(({ id }) => `tenant_${id.replaceAll('-', '_')}`));
    expect(list.companies).toHaveLength(2);
    const init = ['--import', 'tsx', 'src/database/init.ts'];
    const environment = {
      ...env,
      APP_SECRET: process.env.APP_SECRET ?? '',
      LAVORO_DATA_DIR: process.env.LAVORO_DATA_DIR ?? '',
    };
    expect((await runToEnd(process.execPath, init, { env: environment })).code).toBe(0);
  });
});
