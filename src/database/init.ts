import { runCommand } from './commands/run';
import { initialiseDatabase } from './initialise';

/** `npm run ts-node src/database/init.ts`: the roles and the global tables; repeating it changes nothing. */
await runCommand(async () => {
  const results = await initialiseDatabase();
  const applied = results.filter((result) => result.applied.length > 0);
  for (const { schema, applied: names } of applied) console.log(`${schema}: ${names.join(', ')}`);
  console.log(applied.length === 0 ? 'The database is ready; nothing had to be done.' : 'The database is ready.');
});
