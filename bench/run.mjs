// `npm run bench -- start --json`: measures by name; one line a figure, as JSON with --json.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { root, setUp } from '../scripts/lib/setup.mjs';

const [name, ...flags] = process.argv.slice(2);
const file = new URL(`./${name}.mjs`, import.meta.url);
if (!/^[a-z]+$/.test(name ?? '') || name === 'run' || !existsSync(file)) {
  console.error('Name a measurement: npm run bench -- start');
  process.exit(1);
}
setUp();
// What is measured is TypeScript.
const { register } = await import('tsx/esm/api');
register({ tsconfig: path.join(root, 'tsconfig.json') });
const json = flags.includes('--json');
const { measure } = await import(file.href);
for await (const figure of measure()) {
  const { name: what, value, unit, ratio, note } = figure;
  const compared = ratio === null || unit === 'ratio' ? '' : `× ${ratio}`;
  console.log(
    json
      ? JSON.stringify(figure)
      : `${path.basename(what).padEnd(28)} ${String(value).padStart(9)} ${unit}  ${compared} ${note ?? ''}`,
  );
}
