import { hkdfSync } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigError, type Env, readEnv } from './env';
import { keptSecrets } from './secrets';

export { ConfigError } from './env';
export { keptSecrets } from './secrets';

/** The checkout: where package.json, prisma/ and web/dist are. */
export const PROJECT_ROOT = projectRoot(path.dirname(fileURLToPath(import.meta.url)));

/** This file's folder is another one once it is compiled (build/). */
function projectRoot(folder: string): string {
  return existsSync(path.join(folder, 'package-lock.json')) ? folder : projectRoot(path.dirname(folder));
}

export const VERSION = (
  JSON.parse(readFileSync(path.join(PROJECT_ROOT, 'package.json'), 'utf8')) as { version: string }
).version;

export type Config = Omit<Env, 'LAVORO_DATA_DIR' | 'AUDIT_ANCHOR_DIR'> & {
  /** Absolute path of the data folder: embedded database, secrets, logs. */
  readonly dataDir: string;
  /** Absolute path of the folder in which the heads of the audit logs are anchored. */
  readonly auditAnchorDir: string;
  /** Whether Lavoro brings its own PostgreSQL: neither DATABASE_URL nor DB_HOST is set. */
  readonly embedded: boolean;
  readonly production: boolean;
  readonly cookieSecure: boolean;
  readonly seedOnStart: boolean;
  /** Where people reach the console; no slash at the end. */
  readonly publicUrl: string;
};

let current: Config | undefined;

/** The checked environment, read once. Nothing else in src/ reads process.env. Throws ConfigError with every fault. */
export function config(): Config {
  current ??= build(readEnv(process.env, PROJECT_ROOT));
  return current;
}

/** The secret all others are derived from: APP_SECRET, or outside production the one kept in the data folder. */
export function appSecret(): string {
  const { APP_SECRET, dataDir } = config();
  return APP_SECRET ?? keptSecrets(dataDir).appSecret;
}

const derivedKeys = new Map<string, Buffer>();

/** A key of 32 bytes for one purpose, made of appSecret (HKDF-SHA-256): it is stored nowhere. */
export function derivedKey(purpose: string): Buffer {
  const known = derivedKeys.get(purpose);
  if (known) return known;
  const key = Buffer.from(hkdfSync('sha256', appSecret(), '', `lavoro/key/${purpose}`, 32));
  derivedKeys.set(purpose, key);
  return key;
}

/** The environment of a command that Lavoro runs: its own, less the secrets that are not for others, and `more`. */
export function commandEnvironment(more: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const {
    APP_SECRET: _secret,
    JWT_PRIVATE_KEY: _key,
    JWT_PREVIOUS_KEYS: _keys,
    DATABASE_URL: _url,
    DB_PASSWORD: _password,
    SMTP_URL: _smtp,
    SECURITY_WEBHOOK_SECRET: _webhook,
    ...rest
  } = process.env;
  return { ...rest, ...more };
}

function build(env: Env): Config {
  const { LAVORO_DATA_DIR, AUDIT_ANCHOR_DIR, ...rest } = env;
  const dataDir = path.resolve(PROJECT_ROOT, LAVORO_DATA_DIR);
  const production = env.NODE_ENV === 'production';
  const embedded = env.DATABASE_URL === undefined && env.DB_HOST === undefined;
  if (production && !embedded && env.APP_SECRET === undefined) {
    throw new ConfigError([
      'APP_SECRET must be set in production (at least 32 characters; every process needs the same).',
    ]);
  }
  if (env.SECURITY_WEBHOOK_URL !== undefined && env.SECURITY_WEBHOOK_SECRET === undefined) {
    throw new ConfigError([
      'SECURITY_WEBHOOK_SECRET must be set with SECURITY_WEBHOOK_URL: it signs what is sent there.',
    ]);
  }
  return {
    ...rest,
    publicUrl: (env.PUBLIC_URL ?? localAddress(env)).replace(/\/+$/, ''),
    dataDir,
    auditAnchorDir: path.resolve(PROJECT_ROOT, AUDIT_ANCHOR_DIR ?? path.join(dataDir, 'audit')),
    embedded,
    production,
    cookieSecure: env.COOKIE_SECURE ?? production,
    seedOnStart: (env.SEED_ON_START ?? true) && !production,
  };
}

/** What a browser on this machine calls the server. */
export function localAddress({ HOST, PORT }: Pick<Env, 'HOST' | 'PORT'>): string {
  const everywhere = ['0.0.0.0', '127.0.0.1', '::', '::1'].includes(HOST);
  const bracketed = HOST.includes(':') ? `[${HOST}]` : HOST;
  return `http://${everywhere ? 'localhost' : bracketed}:${PORT}`;
}
