import { initialiseDatabase } from '../initialise';
import { readFlags } from './arguments';
import { reportApplied } from './report';
import { runCommand } from './run';

/** `npm run db:migrate:deploy`: brings the global tables and every company to the newest migration. */
await runCommand(async () => {
  readFlags({});
  const deployment = await initialiseDatabase();
  const all = deployment.companies + 1;
  const changed = reportApplied(deployment);
  const state = deployment.failures.length === 0 ? 'all are up to date' : `${deployment.failures.length} failed`;
  console.log(changed === 0 ? `All ${all} schemas are up to date.` : `${changed} of ${all} schemas changed; ${state}.`);
});
