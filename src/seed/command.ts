import { runCommand } from '@/database/commands/run';
import { initialiseDatabase } from '@/database/initialise';
import { seed } from './seed';

/** `npm run db:seed`: the sample users and companies; `-- --force` puts them into production too. */
await runCommand(async () => {
  await initialiseDatabase();
  const made = await seed({ force: process.argv.includes('--force') });
  console.log(made.length === 0 ? 'The samples are there already; nothing was changed.' : `Made: ${made.join(', ')}.`);
});
