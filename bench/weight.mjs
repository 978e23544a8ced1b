// What the console weighs, gzip: the JavaScript and styles that index.html names, and the largest piece loaded later.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from '../scripts/lib/setup.mjs';

export async function* measure() {
  const dist = path.join(root, 'web/dist');
  const page = readFileSync(path.join(dist, 'index.html'), 'utf8');
  const named = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)].map(([, file]) => file);
  const later = readdirSync(path.join(dist, 'assets'))
    .map((file) => `assets/${file}`)
    .filter((file) => file.endsWith('.js') && !named.includes(file));
  const weight = (file) => gzipSync(readFileSync(path.join(dist, file))).length / 1024;
  const sum = (files) => Math.round(files.reduce((total, file) => total + weight(file), 0) * 10) / 10;
  const figure = (name, value, note) => ({ name, value, unit: 'KB', baseline: null, ratio: null, note });
  yield figure('first_load_js', sum(named.filter((file) => file.endsWith('.js'))), 'named by index.html');
  yield figure('first_load_css', sum(named.filter((file) => file.endsWith('.css'))), 'named by index.html');
  const largest = later.sort((a, b) => weight(b) - weight(a))[0];
  yield figure('largest_later_js', sum([largest]), `${path.basename(largest)}, of ${later.length} pieces`);
  yield figure('all_js', sum([...named, ...later].filter((file) => file.endsWith('.js'))), 'every screen and language');
}
