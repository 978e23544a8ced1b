// Where the browser for the end-to-end tests is; on Debian, root may have it installed.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

// The headless shell first: pages without the browser around them, for two thirds of the processor.
const NAMES = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The path of a Chromium, or undefined after saying how to get one. */
export function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('Installing Chromium for the browser tests …');
    const apt = (...args) =>
      spawnSync('apt-get', args, { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
    apt('update', '-qq');
    const install = (name) => apt('install', '-y', '-qq', '--no-install-recommends', name);
    if (install('chromium-headless-shell').status !== 0) install('chromium');
  }
  return findChromium();
}

function findChromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const folders = (process.env.PATH ?? '').split(path.delimiter).concat('/usr/bin', '/snap/bin');
  const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  const candidates = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name))).concat(mac);
  return candidates.find((file) => existsSync(file));
}
