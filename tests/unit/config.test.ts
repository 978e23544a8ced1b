import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError, readEnv } from '@/config/env';
import { keptSecrets } from '@/config/secrets';

describe('the environment', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'lavoro-env-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const faultsOf = (source: NodeJS.ProcessEnv): readonly string[] => {
    try {
      readEnv(source, folder);
    } catch (error) {
      if (error instanceof ConfigError) return error.faults;
      throw error;
    }
    return [];
  };

  it('should not take a blank command for one that backs up', () => {
    expect(faultsOf({ TENANT_BACKUP_COMMAND: ' ' })).toEqual(['TENANT_BACKUP_COMMAND must be a command.']);
  });

  it('should have a default for everything', () => {
    expect(readEnv({}, folder)).toMatchObject({
      PORT: 3000,
      DB_MAX_CONNECTIONS: 20,
      DB_IDLE_TIMEOUT: 30_000,
      DB_CONNECTION_TIMEOUT: 5000,
      LOG_LEVEL: 'info',
    });
  });

  it('should name every fault at once', () => {
    expect(
      faultsOf({ PORT: 'abc', DB_SSL: 'yes', DATABASE_URL: 'mysql://x', LOG_LEVEL: 'loud', APP_SECRET: 'short' }),
    ).toEqual([
      'PORT must be a whole number from 1 to 65535.',
      'LOG_LEVEL must be fatal, error, warn, info, debug, trace or silent.',
      'APP_SECRET must have at least 32 characters.',
      'DATABASE_URL must look like postgresql://user:password@host:5432/database.',
      'DB_SSL must be true or false.',
    ]);
  });

  it('should take the environment over the file and an empty value as not set', () => {
    writeFileSync(path.join(folder, '.env'), '# a comment\nPORT=4000\nDB_NAME="mill"\nHOST=\nDB_HOST=db.example\n');
    expect(readEnv({ DB_NAME: 'other' }, folder)).toMatchObject({
      PORT: 4000,
      DB_NAME: 'other',
      HOST: '127.0.0.1',
      DB_HOST: 'db.example',
    });
  });

  it('should say which lines of a broken file are wrong', () => {
    writeFileSync(path.join(folder, '.env'), 'PORT=4000\nthis is not a setting\n\n=x\n');
    expect(faultsOf({})).toEqual([
      '.env line 2 is not of the form NAME=value.',
      '.env line 4 is not of the form NAME=value.',
    ]);
  });

  it('should keep the secrets it makes, readable by the owner alone', async () => {
    const first = keptSecrets(folder);
    expect(keptSecrets(folder)).toEqual(first);
    expect(first.appSecret.length).toBeGreaterThan(40);
    const { statSync } = await import('node:fs');
    expect(statSync(path.join(folder, 'secrets.json')).mode & 0o077).toBe(0);
  });
});
