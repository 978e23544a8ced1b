import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROJECT_ROOT } from '@/config';

/** What each part of src/ may import; docs/decisions/import-rule.md says why. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  contract: [],
  generated: [],
  lib: ['contract'],
  config: ['lib', 'contract'],
  observability: ['config', 'contract', 'lib'],
  redis: ['config', 'contract', 'lib', 'observability'],
  database: ['config', 'contract', 'generated', 'lib', 'observability'],
  context: ['contract', 'database', 'lib'],
  audit: ['config', 'context', 'contract', 'database', 'http', 'lib', 'observability'],
  auth: ['config', 'context', 'contract', 'database', 'http', 'lib', 'messages', 'observability', 'redis'],
  middleware: ['auth', 'config', 'context', 'contract', 'database', 'lib', 'redis'],
  http: ['audit', 'config', 'context', 'contract', 'database', 'lib', 'middleware', 'observability', 'redis'],
  exports: ['audit', 'context', 'contract', 'database', 'http', 'lib'],
  imports: ['audit', 'context', 'contract', 'database', 'exports', 'http', 'lib', 'observability', 'records'],
  records: ['context', 'contract', 'database', 'exports', 'http', 'lib'],
  tenants: ['audit', 'auth', 'config', 'context', 'contract', 'database', 'http', 'lib', 'messages'],
  cli: [
    'audit',
    'auth',
    'config',
    'contract',
    'database',
    'lib',
    'modules',
    'observability',
    'redis',
    'seed',
    'tenants',
  ],
  jobs: ['audit', 'auth', 'config', 'contract', 'database', 'lib', 'messages', 'modules', 'observability', 'tenants'],
  messages: ['config', 'contract', 'database', 'lib', 'observability'],
  seed: ['auth', 'config', 'contract', 'database', 'lib', 'modules'],
};

type Import = { file: string; from: string; to: string; target: string; typeOnly: boolean };

const SRC = path.join(PROJECT_ROOT, 'src');
const imports = filesOf(SRC).flatMap(importsOf);

describe('the import rule', () => {
  it('should see the imports it judges', () => {
    expect(imports.length).toBeGreaterThan(200);
  });

  it('should hold between the folders of src/', () => {
    const broken = imports.filter(({ from, to }) => from !== to && MAY_IMPORT[from] && !MAY_IMPORT[from].includes(to));
    expect(broken.map(describeImport)).toEqual([]);
  });

  it('should name every folder of src/', () => {
    const folders = readdirSync(SRC, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    expect(folders.filter((name) => name !== 'modules' && !MAY_IMPORT[name])).toEqual([]);
  });

  it('should let a module use another only through its index', () => {
    const broken = imports.filter(({ file, target }) => {
      const module = /^modules\/(\w+)\//.exec(file)?.[1];
      const other = /^modules\/(\w+)\/(.+)$/.exec(target);
      return module && other && other[1] !== module && other[2] !== 'index';
    });
    expect(broken.map(describeImport)).toEqual([]);
  });

  it('should let only repos and src/database run SQL', () => {
    const sql = filesOf(SRC).filter((file) =>
      /from '(kysely|pg)'/.test(withoutTypes(readFileSync(path.join(SRC, file), 'utf8'))),
    );
    const allowed = /^database\/|\.repo\.ts$|^http\/idempotency\.ts$|^http\/health\.ts$/;
    expect(sql.filter((file) => !allowed.test(file))).toEqual([]);
  });

  it('should let nothing but src/config read the environment', () => {
    const readers = filesOf(SRC).filter((file) => /process\.env/.test(readFileSync(path.join(SRC, file), 'utf8')));
    // Studio's child process gets the environment of its parent, unread.
    expect(readers).toEqual(['config/index.ts', 'database/commands/studio.ts']);
  });

  it('should let the console import nothing of the server but the contract', () => {
    const web = path.join(PROJECT_ROOT, 'web', 'src');
    const texts = filesOf(web).map((file) => [file, readFileSync(path.join(web, file), 'utf8')] as const);
    expect(texts.length).toBeGreaterThan(20);
    expect(texts.filter(([, text]) => /from '(@\/|(\.\.\/)+src\/)/.test(text)).map(([file]) => file)).toEqual([]);
  });
});

function filesOf(folder: string, below = ''): string[] {
  return readdirSync(path.join(folder, below), { withFileTypes: true })
    .filter((entry) => entry.name !== 'generated')
    .flatMap((entry) => {
      const name = path.posix.join(below, entry.name);
      if (entry.isDirectory()) return filesOf(folder, name);
      return /\.tsx?$/.test(entry.name) ? [name] : [];
    });
}

function importsOf(file: string): Import[] {
  const text = readFileSync(path.join(SRC, file), 'utf8');
  return [...text.matchAll(/^(?:import|export)\b([^;]*?)\bfrom '([^']+)';|^import '([^']+)';/gm)].flatMap(
    ([, what, named, bare]) => {
      const target = resolve(file, named ?? bare ?? '');
      if (target === undefined) return [];
      return [{ file, from: folderOf(file), to: folderOf(target), target, typeOnly: /^\s*type\b/.test(what ?? '') }];
    },
  );
}

/** The file an import means, below src/ and without its ending; undefined for a package. */
function resolve(file: string, name: string): string | undefined {
  if (name.startsWith('@/')) return indexed(name.slice(2));
  if (name.startsWith('.')) return indexed(path.posix.join(path.posix.dirname(file), name));
  return undefined;
}

function indexed(target: string): string {
  return /^(config|contract|context|modules\/\w+)$/.test(target) ? `${target}/index` : target;
}

function folderOf(file: string): string {
  return file.includes('/') ? (file.split('/')[0] ?? '') : 'root';
}

function withoutTypes(text: string): string {
  return text.replace(/^import type [^;]*;/gm, '');
}

function describeImport({ file, target }: Import): string {
  return `${file} imports ${target}`;
}
