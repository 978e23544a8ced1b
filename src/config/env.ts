import { existsSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { z } from 'zod';

/** A broken environment: every fault at once, one sentence each. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(readonly faults: readonly string[]) {
    super(faults.join('\n'));
  }
}

const wholeNumber = (min: number, max: number, fallback: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be a whole number from ${min} to ${max}`)
    .default(fallback);

const flag = (fallback: boolean) =>
  z
    .enum(['true', 'false'], 'must be true or false')
    .transform((value) => value === 'true')
    .default(fallback);

/** `10.0.0.7`, or `10.0.0.0/8`. */
function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const kind = isIP(address);
  if (kind === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (kind === 4 ? 32 : 128));
}

const schema = z.object({
  NODE_ENV: z
    .enum(['development', 'test', 'production'], 'must be development, test or production')
    .default('development'),
  HOST: z.string().default('127.0.0.1'),
  PORT: wholeNumber(1, 65_535, 3000),
  LOG_LEVEL: z
    .enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'must be fatal, error, warn, info, debug, trace or silent',
    )
    .default('info'),
  LAVORO_DATA_DIR: z.string().default('.lavoro'),
  APP_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  JWT_PRIVATE_KEY: z.string().optional(),
  JWT_PREVIOUS_KEYS: z.string().optional(),
  COOKIE_SECURE: flag(false).optional(),
  SEED_ON_START: flag(true).optional(),

  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\/\S+$/, 'must look like postgresql://user:password@host:5432/database')
    .optional(),
  DB_HOST: z.string().optional(),
  DB_PORT: wholeNumber(1, 65_535, 5432),
  DB_NAME: z.string().default('lavoro_ai_ferri'),
  DB_USER: z.string().default('postgres'),
  DB_PASSWORD: z.string().default(''),
  DB_SSL: flag(false),
  DB_SSL_CA: z.string().optional(),
  DB_MAX_CONNECTIONS: wholeNumber(4, 10_000, 20),
  DB_TENANT_MAX_CONNECTIONS: wholeNumber(1, 100, 2),
  DB_IDLE_TIMEOUT: wholeNumber(0, 86_400_000, 30_000),
  DB_CONNECTION_TIMEOUT: wholeNumber(1, 600_000, 5000),
  SESSION_IDLE_DAYS: wholeNumber(1, 365, 14),
  SESSION_MOST_DAYS: wholeNumber(1, 365, 30),
  SESSIONS_PER_USER: wholeNumber(1, 1000, 20),
  SECURITY_WEBHOOK_URL: z
    .string()
    .regex(/^https?:\/\/\S+$/, 'must look like https://alarm.example.com/lavoro')
    .optional(),
  SECURITY_WEBHOOK_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  RATE_LIMIT_PUBLIC: wholeNumber(0, 1_000_000, 120),
  RATE_LIMIT_READS: wholeNumber(0, 1_000_000, 1200),
  RATE_LIMIT_WRITES: wholeNumber(0, 1_000_000, 300),
  RATE_LIMIT_COMPANY: wholeNumber(1, 100_000, 20),
  BREACHED_PASSWORDS_FILE: z.string().optional(),
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((value) => value.split(/[\s,]+/).filter((each) => each !== ''))
    .refine((networks) => networks.every(isNetwork), 'must be addresses or networks, like 10.0.0.7, 10.1.0.0/16'),
  PUBLIC_URL: z
    .string()
    .regex(/^https?:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/, 'must look like https://lavoro.example.com')
    .optional(),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\/\S+$/, 'must look like smtp://user:password@mail.example.com:587')
    .refine(
      (value) => URL.canParse(value),
      'must be a web address; special characters of a password are written as %40',
    )
    .optional(),
  MAIL_FROM: z
    .string()
    .regex(
      /^([^\p{Cc}<>"]+ <[^\s<>@,]+@[^\s<>@,]+>|[^\s<>@,]+@[^\s<>@,]+)$/u,
      'must look like lavoro@example.com or Lavoro <lavoro@example.com>',
    )
    .optional(),
  TENANT_SPARES: wholeNumber(0, 1000, 0),
  TENANT_GRACE_DAYS: wholeNumber(0, 3650, 30),
  TENANT_MAX_DELETIONS: wholeNumber(1, 10_000, 5),
  TENANT_PURGE_MOST: wholeNumber(1, 10_000, 10),
  AUDIT_ANCHOR_DIR: z.string().optional(),
  TENANT_BACKUP_COMMAND: z.string().trim().min(1, 'must be a command').optional(),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\/\S+$/, 'must look like redis://localhost:6379')
    .optional(),
  /** Milliseconds an answer of Redis may take: it only saves time, and must never cost much of it. */
  REDIS_TIMEOUT: wholeNumber(1, 60_000, 50),
});

export type Env = z.infer<typeof schema>;

const whole = schema.refine(({ SMTP_URL, MAIL_FROM }) => SMTP_URL === undefined || MAIL_FROM !== undefined, {
  path: ['MAIL_FROM'],
  message: 'must be set with SMTP_URL: it is the address e-mails come from',
});

/**
 * The variables of `source` over those of the `.env` file in `folder`, checked. Empty values count as not set.
 * Throws ConfigError naming every fault.
 */
export function readEnv(source: NodeJS.ProcessEnv, folder: string): Env {
  const raw = Object.fromEntries(
    Object.entries({ ...readDotenv(folder), ...source }).filter(([, value]) => value !== undefined && value !== ''),
  );
  const result = whole.safeParse(raw);
  if (result.success) return result.data;
  throw new ConfigError(result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}.`));
}

function readDotenv(folder: string): Record<string, string> {
  const file = path.join(folder, '.env');
  if (!existsSync(file)) return {};
  const text = readFileSync(file, 'utf8');
  const broken = text
    .split(/\r?\n/)
    .map((line, index) => ({ line: line.trim(), number: index + 1 }))
    .filter(({ line }) => line !== '' && !line.startsWith('#') && !/^(export\s+)?[A-Za-z_][\w.]*\s*=/.test(line));
  if (broken.length > 0) {
    throw new ConfigError(broken.map(({ number }) => `.env line ${number} is not of the form NAME=value.`));
  }
  // Undefined only to its type.
  return parseEnv(text) as Record<string, string>;
}
