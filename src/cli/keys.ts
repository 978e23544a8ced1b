import type { Command } from 'commander';
import { EXIT_CODES, readingCommand, run } from './usage';

type Common = { readonly json?: true };

/** `lavoro keys …` */
export function registerKeys(program: Command): void {
  const keys = program.command('keys').description('the keys that sign access tokens').addHelpText('after', EXIT_CODES);
  readingCommand(keys, 'list', 'lists the keys whose signatures are accepted, or were not long ago').action(
    (options: Common) => run(options, async () => (await actions()).listKeys()),
  );
  readingCommand(keys, 'rotate', 'puts another key in the place of the one that signs; nobody is signed out').action(
    (options: Common) => run(options, async () => (await actions()).rotateKeys()),
  );
  readingCommand(keys, 'block', 'accepts nothing more that a key has signed, because somebody else may have it')
    .argument('<kid>', 'its name, as list shows it')
    .action((kid: string, options: Common) => run(options, async () => (await actions()).blockKey(kid)));
}

const actions = () => import('./keyActions');
