import { reportApplied } from './commands/report';
import { runCommand } from './commands/run';
import { initialiseDatabase } from './initialise';

/** `npm run ts-node src/database/init.ts`: the roles and the global tables; repeating it changes nothing. */
await runCommand(async () => {
  const changed = reportApplied(await initialiseDatabase());
  console.log(changed === 0 ? 'The database is ready; nothing had to be done.' : 'The database is ready.');
});
