// What `npm start` and `npm test` share: everything a fresh clone needs before it can run. Plain JavaScript without
// dependencies, since there are none yet when it starts. Each step is skipped when its inputs have not changed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

const CONSOLE_STAMP = 'web/.dist-stamp';
const PROGRAMS = ['build/server.mjs', 'build/lavoro.mjs'];
const PROGRAMS_STAMP = 'build/.stamp';
const OLDEST_NODE = [20, 19];
/** Where it is said what is being set up: what a command prints on stdout is its own. */
const STDERR = 2;

export function setUp({ console: withConsole = true } = {}) {
  requireNode();
  installDependencies();
  generateClients();
  compilePrograms();
  if (withConsole) buildConsole();
}

/** Runs a command with its output shown, or where `stdout` says; ends the process with one sentence when it fails. */
export function run(command, args, { env = {}, failure, quiet = false, stdout = 'inherit' } = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', stdout, 'inherit'],
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  if (result.status === 0) return;
  if (quiet) process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`);
  fail(failure ?? `${command} ${args.join(' ')} failed.`);
}

export function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  fail(`Lavoro needs Node.js ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}.`);
}

function installDependencies() {
  step('node_modules/.lavoro-stamp', { inputs: ['package-lock.json'] }, 'Installing dependencies …', () => {
    const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm'];
    run(
      npm[0],
      [...npm.slice(1), 'install', '--no-save', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'],
      {
        env: { NODE_ENV: '' },
        stdout: STDERR,
        failure: 'The dependencies could not be installed. Is the npm registry reachable?',
      },
    );
  });
}

export function generateClients() {
  const inputs = ['prisma/control/schema.prisma', 'prisma/tenant/schema.prisma', 'package-lock.json'];
  step('src/generated/.stamp', { inputs }, 'Generating the Prisma clients …', () => {
    for (const plane of ['control', 'tenant']) {
      run(
        process.execPath,
        ['node_modules/prisma/build/index.js', 'generate', '--schema', `prisma/${plane}/schema.prisma`],
        {
          env: prismaEnvironment(),
          quiet: true,
          failure: `The Prisma client of the ${plane} plane could not be generated.`,
        },
      );
    }
  });
}

/** Prisma downloads an engine at every run that nothing here needs, unless it is told of one. */
export function prismaEnvironment() {
  return { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1', CHECKPOINT_DISABLE: '1' };
}

/** The server and the `lavoro` command, each one file in build/. */
function compilePrograms() {
  const inputs = ['src', 'scripts/lib/compile.mjs', 'scripts/lib/bundle.mjs', 'package-lock.json'];
  step(PROGRAMS_STAMP, { inputs, makes: PROGRAMS }, 'Compiling …', () => {
    run(process.execPath, ['scripts/lib/compile.mjs'], { failure: 'The programs could not be compiled.' });
  });
}

function buildConsole() {
  const inputs = ['web', 'src/contract', 'package-lock.json'];
  step(CONSOLE_STAMP, { inputs, makes: ['web/dist/index.html'] }, 'Building the console …', () => {
    // Built beside and moved into place: a server that runs meanwhile keeps serving whole pages.
    const [fresh, dist] = ['web/dist.new', 'web/dist'].map((folder) => path.join(root, folder));
    run(process.execPath, ['node_modules/vite/bin/vite.js', 'build', 'web', '--logLevel', 'warn', '--outDir', fresh], {
      failure: 'The console could not be built.',
    });
    rmSync(dist, { recursive: true, force: true });
    renameSync(fresh, dist);
  });
}

/** Runs `work` unless `stampFile` says that it ran for the same contents of `inputs`, and what it `makes` is there. */
function step(stampFile, { inputs, makes = [] }, title, work) {
  const stamp = path.join(root, stampFile);
  const wanted = digest(inputs);
  const isThere = makes.every((file) => existsSync(path.join(root, file)));
  if (isThere && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.error(title);
  work();
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

function digest(inputs) {
  const hash = createHash('sha256');
  for (const file of inputs.flatMap((input) => filesOf(path.join(root, input)))) {
    hash.update(path.relative(root, file)).update(readFileSync(file));
  }
  return hash.digest('hex');
}

function filesOf(target) {
  if (!statSync(target).isDirectory()) return [target];
  return readdirSync(target)
    .filter((name) => !name.startsWith('dist') && !name.startsWith('.') && name !== 'node_modules')
    .sort()
    .flatMap((name) => filesOf(path.join(target, name)));
}
