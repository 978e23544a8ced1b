import { secret } from './database';
import { runToEnd } from './processes';

type Options = { readonly env?: Readonly<Record<string, string>>; readonly input?: string };

/** Runs the real `lavoro` command on the database of this test file; answers its exit code and all it has printed. */
export function lavoro(args: readonly string[], { env = {}, input }: Options = {}) {
  return runToEnd(process.execPath, ['build/lavoro.mjs', ...args], {
    env: {
      DATABASE_URL: process.env.DATABASE_URL ?? '',
      APP_SECRET: secret,
      LAVORO_DATA_DIR: process.env.LAVORO_DATA_DIR ?? '',
      ...env,
    },
    ...(input !== undefined && { input }),
  });
}

/** The same with --json; everything printed must be that one document. */
export async function lavoroJson<T>(args: readonly string[], options?: Options): Promise<{ code: unknown; json: T }> {
  const { code, output } = await lavoro([...args, '--json'], options);
  try {
    return { code, json: JSON.parse(output) as T };
  } catch {
    throw new Error(`not one JSON document: ${output}`);
  }
}
