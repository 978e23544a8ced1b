import type pg from 'pg';
import { HISTORY_DDL, runMigrations } from '../applyMigrations';
import { type Plane, readMigrations, readModel } from '../migrationFiles';
import { actAsOwner, asOperator, inTransaction } from '../owner';
import { diffSchema } from './engine';

/** A schema beside all others, in which the migrations are run to see what they lead to. */
const SCRATCH_SCHEMA = 'lavoro_scratch';

/** What is missing between the migrations of a plane and its Prisma model: the SQL, and the SQL back. */
export async function plannedMigration(plane: Plane): Promise<{ up: string; down: string }> {
  return asOperator(async (client) => {
    await dropScratch(client);
    try {
      await inTransaction(client, async () => {
        await client.query(`CREATE SCHEMA ${SCRATCH_SCHEMA} AUTHORIZATION lavoro_owner`);
        await actAsOwner(client, SCRATCH_SCHEMA);
        await client.query(HISTORY_DDL);
        await runMigrations(client, readMigrations(plane));
      });
      return await diffSchema(SCRATCH_SCHEMA, readModel(plane));
    } finally {
      await dropScratch(client);
    }
  });
}

async function dropScratch(client: pg.Client): Promise<void> {
  await client.query(`SET client_min_messages = warning; DROP SCHEMA IF EXISTS ${SCRATCH_SCHEMA} CASCADE`);
}
