import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { localAddress } from '@/config';
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

  it('should know where people reach it and how it sends mail, or say what is wrong with that', () => {
    const good = { SMTP_URL: 'smtps://a:b@mail.mill.test', MAIL_FROM: 'The mill <lavoro@mill.test>' };
    expect(faultsOf({ ...good, PUBLIC_URL: 'https://lavoro.mill.test/erp/' })).toEqual([]);
    expect(faultsOf({ SMTP_URL: good.SMTP_URL })).toEqual([
      'MAIL_FROM must be set with SMTP_URL: it is the address e-mails come from.',
    ]);
    for (const url of [
      'lavoro.test',
      'ftp://lavoro.test',
      'https://me@lavoro.test',
      'https://lavoro.test/?a',
      'https://',
    ])
      expect(faultsOf({ PUBLIC_URL: url })).toEqual(['PUBLIC_URL must look like https://lavoro.example.com.']);
    for (const from of ['lavoro', 'a@b.test, c@d.test', 'A <a@b.test>\nBcc: c@d.test', '"A" <a@b.test>', 'A <a@b.test'])
      expect(faultsOf({ ...good, MAIL_FROM: from })).toHaveLength(1);
    expect(faultsOf({ ...good, SMTP_URL: 'http://mail.mill.test' })).toHaveLength(1);
    expect(
      [['127.0.0.1'], ['0.0.0.0'], ['::'], ['192.0.2.7'], ['2001:db8::1'], ['mill.test']].map(([HOST = '']) =>
        localAddress({ HOST, PORT: 3000 }),
      ),
    ).toEqual([
      'http://localhost:3000',
      'http://localhost:3000',
      'http://localhost:3000',
      'http://192.0.2.7:3000',
      'http://[2001:db8::1]:3000',
      'http://mill.test:3000',
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
