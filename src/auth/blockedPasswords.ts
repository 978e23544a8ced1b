import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ConfigError, config } from '@/config';

/** Common passwords of 8 characters and more, one a line, in small letters. */
const SHIPPED = fileURLToPath(new URL('./commonPasswords.txt', import.meta.url));

let known: { readonly file: string; readonly passwords: ReadonlySet<string> } | undefined;

/** The passwords nobody may choose, in small letters. Read once. Throws ConfigError where the file of the settings cannot be read. */
export function blockedPasswords(): ReadonlySet<string> {
  const file = config().BREACHED_PASSWORDS_FILE ?? SHIPPED;
  if (known?.file !== file) known = { file, passwords: read(file) };
  return known.passwords;
}

function read(file: string): ReadonlySet<string> {
  try {
    const lines = readFileSync(file, 'utf8').split(/\r?\n/);
    return new Set(lines.filter((line) => line !== '').map((line) => line.normalize('NFC').toLowerCase()));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigError([`BREACHED_PASSWORDS_FILE ${file} cannot be read: ${code}.`]);
  }
}
