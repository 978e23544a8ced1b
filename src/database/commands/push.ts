import type pg from 'pg';
import { Refusal } from '@/lib/refusal';
import { diffSchema } from '../diff/engine';
import { examineSql } from '../diff/examineSql';
import { initialiseDatabase } from '../initialise';
import { type Plane, readModel } from '../migrationFiles';
import { actAsOwner, asOperator, inTransaction } from '../owner';
import { keepingIsolation } from '../proof';
import { CONTROL, grant, tenantGrants } from '../roles';
import { tenantSchema } from '../tenantName';
import { readFlags } from './arguments';
import { runCommand } from './run';

/**
 * `npm run db:push`: for trying things out. Brings `public` and every company's schema to the Prisma models at once,
 * without writing a migration; a later db:migrate takes note that the change is there.
 */
await runCommand(async () => {
  const flags = readFlags({ 'accept-data-loss': { type: 'boolean' } });
  await initialiseDatabase();
  const schemas = ['public', ...(await asOperator(tenantSchemas))];
  let changed = 0;
  for (const schema of schemas) {
    const plane: Plane = schema === 'public' ? 'control' : 'tenant';
    const { up } = await diffSchema(schema, readModel(plane));
    if (up === '') continue;
    const { destructive: losses } = await examineSql(up);
    if (losses.length > 0 && !flags['accept-data-loss']) {
      throw new Refusal(
        'CONFLICT',
        `This would lose data in ${schema}:\n  ${losses.join('\n  ')}\nAdd -- --accept-data-loss if that is meant.`,
      );
    }
    await apply(schema, plane, up);
    changed += 1;
  }
  console.log(
    changed === 0
      ? `All ${schemas.length} schemas agree with the models.`
      : `${changed} of ${schemas.length} schemas were brought to the models.`,
  );
});

async function tenantSchemas(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>('SELECT id FROM public.tenants ORDER BY created_at, id');
  return rows.map(({ id }) => tenantSchema(id));
}

async function apply(schema: string, plane: Plane, sql: string): Promise<void> {
  await asOperator((client) =>
    inTransaction(client, async () => {
      await actAsOwner(client, schema);
      await keepingIsolation(client, 'everything', async () => {
        await client.query(sql);
        await (plane === 'control' ? grant(client, CONTROL) : grant(client, tenantGrants(schema)));
      });
    }),
  );
}
