import { initialiseDatabase } from '../initialise';
import { runCommand } from './run';

/** `npm run db:migrate:deploy`: brings the global tables and every company to the newest migration. */
await runCommand(async () => {
  const results = await initialiseDatabase();
  for (const { schema, applied } of results.filter((result) => result.applied.length > 0))
    console.log(`${schema}: ${applied.join(', ')}`);
  const changed = results.filter((result) => result.applied.length > 0).length;
  console.log(
    changed === 0
      ? `All ${results.length} schemas are up to date.`
      : `${changed} of ${results.length} schemas changed; all are up to date.`,
  );
});
