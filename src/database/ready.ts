import { DatabaseUnavailableError } from './errors';
import { schemasBehind } from './examine';
import { asOperator } from './owner';

/** Throws DatabaseUnavailableError, saying what to run, unless the database is Lavoro's; answers what waits for a migration. */
export async function requireInitialisedDatabase(): Promise<string[]> {
  const behind = await asOperator(schemasBehind);
  if (behind !== undefined) return behind;
  throw new DatabaseUnavailableError(
    'The database is not initialised. Make it ready with: npm run ts-node src/database/init.ts',
  );
}

/** Throws DatabaseUnavailableError, saying what to run, unless the global tables are there and up to date. */
export async function requireReadyDatabase(): Promise<void> {
  const behind = await requireInitialisedDatabase();
  if (behind.includes('the global tables'))
    throw new DatabaseUnavailableError(
      'The global tables wait for a migration. Apply it with: npm run db:migrate:deploy',
    );
}
