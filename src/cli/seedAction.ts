import { runCommand } from '@/database/commands/run';
import { initialiseDatabase } from '@/database/initialise';
import { logTo } from '@/observability/log';
import { seed } from '@/seed/seed';

/** Makes the database ready if it is not, then the samples. */
export async function seedSamples({ json, force }: { json?: true; force: boolean }): Promise<void> {
  logTo(process.stderr);
  await runCommand(async () => {
    await initialiseDatabase();
    const made = await seed({ force });
    const text =
      made.length === 0 ? 'The samples are there already; nothing was changed.' : `Made: ${made.join(', ')}.`;
    console.log(json ? JSON.stringify({ changed: made.length > 0, made }, null, 2) : text);
  });
}
