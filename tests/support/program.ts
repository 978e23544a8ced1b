import path from 'node:path';
import { build } from 'esbuild';
import { PROJECT_ROOT } from '@/config';

/**
 * Compiles one of the programs of tests/support into one file, for tests that start it again and again: it begins in half the
 * time. Answers the file. Packages stay where they are, so what a program replaces in `pg` is replaced for all of it.
 */
export async function programOf(name: string): Promise<string> {
  const outfile = path.join(PROJECT_ROOT, 'build/tests', `${name}.mjs`);
  await build({
    absWorkingDir: PROJECT_ROOT,
    entryPoints: [`tests/support/${name}.ts`],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    logLevel: 'warning',
  });
  return outfile;
}
