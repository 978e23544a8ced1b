import { initialiseDatabase } from '../initialise';
import { reportApplied } from './report';
import { runCommand } from './run';

/** `npm run db:migrate:deploy`: brings the global tables and every company to the newest migration. */
await runCommand(async () => {
  const results = await initialiseDatabase();
  const changed = reportApplied(results);
  console.log(
    changed === 0
      ? `All ${results.length} schemas are up to date.`
      : `${changed} of ${results.length} schemas changed; all are up to date.`,
  );
});
