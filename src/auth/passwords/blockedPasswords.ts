import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { ConfigError, config, PROJECT_ROOT } from '@/config';

/** Common passwords of 8 characters and more, one a line, in small letters. */
const COMMON = path.join(PROJECT_ROOT, 'src/auth/passwords/commonPasswords.txt');
/** The most frequent of ten million passwords that were found in breaches, as a JSON array (the collection of xato.net). */
const BREACHED = createRequire(import.meta.url).resolve('@zxcvbn-ts/language-common/src/passwords.json');

let known: { readonly own: string | undefined; readonly passwords: ReadonlySet<string> } | undefined;

/**
 * The passwords nobody may choose, in small letters: common ones, breached ones, and those of the settings' own file. Read
 * once. Throws ConfigError where that file cannot be read.
 */
export function blockedPasswords(): ReadonlySet<string> {
  const own = config().BREACHED_PASSWORDS_FILE;
  if (!known || known.own !== own) {
    const breached = JSON.parse(readFileSync(BREACHED, 'utf8')) as string[];
    const all = [...linesOf(COMMON), ...breached, ...(own === undefined ? [] : linesOf(own))];
    known = { own, passwords: new Set(all.map((each) => each.normalize('NFC').toLowerCase())) };
  }
  return known.passwords;
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8')
      .split(/\r?\n/)
      .filter((line) => line !== '');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigError([`BREACHED_PASSWORDS_FILE ${file} cannot be read: ${code}.`]);
  }
}
