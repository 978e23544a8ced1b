import type { Command } from 'commander';
import { EXIT_CODES } from './usage';

/** `lavoro seed`: what `npm run db:seed` does. */
export function registerSeed(program: Command): void {
  program
    .command('seed')
    .description('makes the sample users and companies; repeating it changes nothing')
    .option('--json', 'one JSON document, for machines')
    .option('--force', 'in production too, although their passwords are well known')
    .addHelpText('after', EXIT_CODES)
    .action(async ({ json, force }: { json?: true; force?: true }) => {
      const { seedSamples } = await import('./seedAction');
      await seedSamples({ ...(json && { json }), force: force === true });
    });
}
