import { spawn } from 'node:child_process';
import path from 'node:path';
import { appSecret, PROJECT_ROOT } from '@/config';
import { Refusal } from '@/lib/refusal';
import { databaseManager } from '../connection';
import { rolePassword } from '../credentials';
import { initialiseDatabase } from '../initialise';
import { CONTROL_ROLE } from '../owner';
import { databaseTarget } from '../target';
import { tenantSchema } from '../tenantName';
import { readFlags } from './arguments';
import { runCommand } from './run';

/**
 * `npm run db:studio`: Prisma Studio on the global tables, or with `-- --tenant textile-corp` on that company's, logged in
 * as the role the application itself would use.
 */
await runCommand(async () => {
  const flags = readFlags({ tenant: { type: 'string' }, port: { type: 'string' }, browser: { type: 'string' } });
  await initialiseDatabase();
  const role = flags.tenant === undefined ? CONTROL_ROLE : await tenantRole(flags.tenant);
  const { host, port, database, ssl } = await databaseTarget();
  const url = new URL(`postgresql://${host}:${port}/${encodeURIComponent(database)}`);
  url.username = role;
  url.password = rolePassword(appSecret(), role);
  if (ssl) url.searchParams.set('sslmode', 'require');
  url.searchParams.set('options', `-c search_path=${role === CONTROL_ROLE ? 'public' : role}`);
  const studioPort = flags.port ?? '5555';
  // Studio begins with the schema public, of which a company's role sees the names and nothing more.
  if (role !== CONTROL_ROLE)
    console.log(`The company's tables: http://localhost:${studioPort}/#schema=${role}&table=locations&view=table`);
  const args = [
    'studio',
    '--config',
    'prisma/studio.config.ts',
    '--port',
    studioPort,
    '--browser',
    flags.browser ?? 'none',
  ];
  await runUntilStopped(path.join(PROJECT_ROOT, 'node_modules/prisma/build/index.js'), args, url.href);
});

async function tenantRole(slug: string): Promise<string> {
  const tenant = await databaseManager.control
    .selectFrom('tenants')
    .select('id')
    .where('slug', '=', slug)
    .executeTakeFirst();
  if (!tenant) throw new Refusal('NOT_FOUND', `There is no company "${slug}".`);
  return tenantSchema(tenant.id);
}

/** Ctrl-C goes to Studio; this process then gives the database up. */
function runUntilStopped(script: string, args: readonly string[], url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const studio = spawn(process.execPath, [script, ...args], {
      cwd: PROJECT_ROOT,
      stdio: 'inherit',
      env: {
        ...process.env,
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        PRISMA_HIDE_UPDATE_MESSAGE: '1',
        CHECKPOINT_DISABLE: '1',
        LAVORO_STUDIO_URL: url,
      },
    });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => studio.kill(signal));
    process.once('exit', () => studio.kill());
    studio.once('error', reject);
    studio.once('exit', () => resolve());
  });
}
