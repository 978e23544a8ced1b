import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { PROJECT_ROOT } from '@/config';
import { tenantSchema } from '@/database/tenantName';
import { asSuperuser, makeTenant, secret } from '../support/database';
import { addCustomers, SHOUT } from '../support/fleet';
import { runToEnd } from '../support/processes';

it("should move rows by a migration's data.ts, which is TypeScript, where the command itself is compiled", async () => {
  const id = await makeTenant({ slug: 'the-mill' });
  await addCustomers(id, ['Anna', 'Bruno', 'Carla']);
  const home = mkdtempSync(path.join(tmpdir(), 'lavoro-compiled-'));
  try {
    for (const file of ['package.json', 'package-lock.json', 'build', 'prisma'])
      cpSync(path.join(PROJECT_ROOT, file), path.join(home, file), { recursive: true });
    for (const folder of ['node_modules', 'src']) symlinkSync(path.join(PROJECT_ROOT, folder), path.join(home, folder));
    const shout = path.join(home, 'prisma/tenant/migrations', SHOUT.name);
    cpSync(path.join(PROJECT_ROOT, 'tests/support/migrations', SHOUT.name), shout, { recursive: true });
    const env = { DATABASE_URL: process.env.DATABASE_URL ?? '', APP_SECRET: secret, LAVORO_DATA_DIR: home };
    const command = ['build/lavoro.mjs', 'tenants', 'migrate', '--tenant', 'the-mill'];
    expect(await runToEnd(process.execPath, command, { cwd: home, env })).toEqual({
      code: 0,
      output: expect.stringContaining('\nCompanies: 1 of 2 changed, 0 failed, 0 left.\n'),
    });
    const customers = await asSuperuser(`SELECT shout FROM ${tenantSchema(id)}.customers ORDER BY name`);
    expect(customers).toEqual([{ shout: 'ANNA' }, { shout: 'BRUNO' }, { shout: 'CARLA' }]);
  } finally {
    rmSync(home, { recursive: true });
  }
});

it.each(['server', 'lavoro'])(
  'should be plain ASCII in %s: V8 keeps the text of a program twice as large otherwise',
  (name) => {
    const text = readFileSync(path.join(PROJECT_ROOT, `build/${name}.mjs`));
    expect(text.length).toBeGreaterThan(100_000);
    expect(text.findIndex((byte) => byte > 127)).toBe(-1);
  },
);
