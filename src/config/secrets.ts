import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ConfigError } from './env';

/** What is made once and kept in the data folder, unless the environment gives it. */
type KeptSecrets = { appSecret: string; databasePassword: string };

const FILE = 'secrets.json';

/**
 * The secrets of `dataDir`, made on first use: readable by the owner alone, and written so that of two processes
 * starting at once both see the same ones.
 */
export function keptSecrets(dataDir: string): KeptSecrets {
  const file = path.join(dataDir, FILE);
  if (!existsSync(file)) {
    makeFolder(dataDir);
    const fresh: KeptSecrets = {
      appSecret: randomBytes(32).toString('base64url'),
      databasePassword: randomBytes(24).toString('base64url'),
    };
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, `${JSON.stringify(fresh, null, 2)}\n`, { mode: 0o600 });
    try {
      linkSync(draft, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(draft);
    }
  }
  return checked(file);
}

function checked(file: string): KeptSecrets {
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as Partial<KeptSecrets>;
    if (kept.appSecret && kept.databasePassword)
      return { appSecret: kept.appSecret, databasePassword: kept.databasePassword };
  } catch {
    // Told below, without the file's contents.
  }
  throw new ConfigError([`${file} is damaged: put back a copy of it. Without it the database's logins do not open.`]);
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new ConfigError([`LAVORO_DATA_DIR ${folder} cannot be made: ${(error as NodeJS.ErrnoException).code}.`]);
  }
}
