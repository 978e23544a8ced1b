import { parseArgs } from 'node:util';
import { Refusal } from '@/lib/refusal';

type Options = Readonly<Record<string, { readonly type: 'string' | 'boolean' }>>;

/** The flags of a command; an unknown one is refused with the ones there are. */
export function readFlags<const O extends Options>(
  options: O,
): { readonly [K in keyof O]?: O[K]['type'] extends 'string' ? string : boolean } {
  try {
    return parseArgs({ options, strict: true, allowPositionals: false }).values as never;
  } catch {
    const known = Object.entries(options).map(([name, { type }]) =>
      type === 'string' ? `--${name} <value>` : `--${name}`,
    );
    throw new Refusal(
      'BAD_REQUEST',
      known.length === 0
        ? 'This command takes no flags.'
        : `The flags are: ${known.join(', ')}. Put them after " -- ".`,
    );
  }
}
