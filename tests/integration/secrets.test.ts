import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { config } from '@/config';
import { databaseManager } from '@/database/connection';
import { openOperator } from '@/database/owner';
import { logTo } from '@/observability/log';
import { type Client, client, type Json, makeCompany } from '../support/api';
import { logSink } from '../support/canary';
import { asSuperuser } from '../support/database';
import { makePerson, PASSWORD, refresh } from '../support/sessions';
import { sendsOnPurpose } from '../support/statements';

/** Every line of the log, at its loudest, while people sign in, go on, are refused and leave. */
describe('the log', () => {
  const lines: string[] = [];
  const secrets = new Map<string, string>();
  let company: Awaited<ReturnType<typeof makeCompany>>;
  let owner: Client;

  beforeAll(async () => {
    company = await makeCompany();
    owner = company.owner;
    logTo({ write: (line: string) => lines.push(line) }, 'trace');
    const person = await makePerson();
    secrets.set('password', PASSWORD);
    const signedIn = (await person.login()).body;
    const next = (await refresh(signedIn.refreshToken)).body;
    for (const [name, { accessToken, refreshToken }] of Object.entries({ signedIn, next } as Record<string, Json>)) {
      secrets.set(`access token (${name})`, accessToken);
      secrets.set(`refresh token (${name})`, refreshToken);
      secrets.set(`proof (${name})`, refreshToken.split('.')[2]);
    }
    const wrong = 'a wrong but long password 9431';
    secrets.set('wrong password', wrong);
    await person.login(wrong);
    const cookie = `lavoro_refresh=${next.refreshToken}`;
    await client().call('POST', '/auth/refresh', {}, { cookie });
    await client(`${next.accessToken.slice(0, -8)}AAAAAAAA`).call('GET', '/auth/me');
    const key = await owner.call('POST', '/tenants/current/api-keys', {
      name: 'Scales',
      permissions: ['inventory:read'],
    });
    expect(key.status).toBe(201);
    for (const [name, value] of Object.entries(key.body as Record<string, unknown>))
      if (typeof value === 'string' && value.startsWith('lvk_') && value.length > 40) secrets.set(name, value);
    const enrolled = await client(next.accessToken).call('POST', '/auth/totp/enroll', { password: PASSWORD });
    if (enrolled.body.secret) secrets.set('totp secret', enrolled.body.secret);
    await client().call('POST', '/auth/login', `{"identifier":"x","password":"${wrong}`);
    await client().call('POST', '/auth/password/reset', { token: 'x'.repeat(43), newPassword: wrong });
  });
  afterAll(() => logTo(logSink));

  it('F1: should hold no password, token, key, cookie or code, at its loudest', () => {
    expect(lines.length).toBeGreaterThan(5);
    expect([...secrets.keys()]).toEqual(expect.arrayContaining(['password', 'refresh token (next)', 'wrong password']));
    const found = [...secrets].filter(([, secret]) => lines.some((line) => line.includes(secret)));
    expect(found.map(([name]) => name)).toEqual([]);
    const own = [config().APP_SECRET ?? '', new URL(process.env.DATABASE_URL ?? '').password];
    for (const secret of own) expect(lines.some((line) => line.includes(secret))).toBe(false);
  });

  it('F1: should have them in no table either, but as hashes and sealed', async () => {
    const tables = await asSuperuser<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
    );
    for (const { name } of tables) {
      const text = JSON.stringify(await asSuperuser(`SELECT t::text FROM public.${name} t`));
      const found = [...secrets].filter(([, secret]) => text.includes(secret)).map(([what]) => what);
      expect([name, found]).toEqual([name, []]);
    }
  });

  it('F1: should leave them out of PostgreSQL’s own log, whatever fails there', async () => {
    const failing = sendsOnPurpose('SELECT $1::text, $2::text, 1 / (length($1::text) - length($1::text))');
    const send = (mark: string, secret: string) =>
      databaseManager.controlPool.query(failing, [mark, secret]).catch((error: { code: string }) => error.code);
    expect(await send('plainly', PASSWORD)).toBe('22012');
    const [setting] = await asSuperuser<{ folder: string }>(`SELECT current_setting('data_directory') AS folder`);
    const read = () => readFileSync(`${setting?.folder}.log`, 'utf8');
    expect(read()).toContain('division by zero');
    const found = [...secrets].filter(([, secret]) => read().includes(secret)).map(([name]) => name);
    expect(found).toEqual([]);
    // It would be there, if the server were told to show what statements are sent with.
    const shows = async () => {
      const client = await openOperator('test');
      await client.query(`SET log_parameter_max_length_on_error = -1`);
      await client.query('SELECT 1 / (length($1::text) - length($1::text))', ['shown for once']).catch(() => undefined);
      await client.end();
      return read().includes('shown for once');
    };
    expect(await shows()).toBe(true);
  });

  it('F3: should be one line of JSON for each thing, whatever callers write', async () => {
    lines.length = 0;
    const hostile = ['\r\n{"level":60,"msg":"forged"}', '\u001b[31mred', '"},{"x":"', '\u2028', 'ü'.repeat(300)];
    for (const text of hostile) {
      const safe = encodeURIComponent(text);
      await owner.call('GET', `/locations/${safe}`);
      await owner.call('GET', `/locations?q=${safe}`);
      await owner.call('POST', '/suppliers', { name: text, kind: text });
      await client().call('POST', '/auth/login', { identifier: text, password: text });
      await owner.call('GET', '/locations', undefined, {
        'user-agent': text.replace(/[^\x20-\x7e]/g, '?'),
        'x-request-id': 'a"b\\',
      });
    }
    expect(lines.length).toBeGreaterThan(10);
    for (const line of lines) {
      expect(line.endsWith('\n')).toBe(true);
      const body = line.slice(0, -1);
      expect([...body].some((sign) => sign < ' ')).toBe(false);
      expect(JSON.parse(body).msg).not.toBe('forged');
    }
  });
});

describe('answers to people who are signed in', () => {
  it('D4: should be kept by nobody on the way: a cache in front gives each person their own', async () => {
    const [one, two] = [await makeCompany({ name: 'One' }), await makeCompany({ name: 'Two' })];
    const cache = new Map<string, Json>();
    const throughCache = async (caller: Client, path: string) => {
      if (cache.has(path)) return cache.get(path);
      const { body, headers } = await caller.call('GET', path);
      if (!/no-store|private/.test(headers.get('cache-control') ?? '')) cache.set(path, body);
      expect(headers.get('vary')).toMatch(/authorization/i);
      return body;
    };
    for (const path of ['/locations', '/tenants/current', '/auth/me', '/suppliers']) {
      const [first, second] = [await throughCache(one.owner, path), await throughCache(two.owner, path)];
      if (path !== '/suppliers') expect(second).not.toEqual(first);
    }
    expect(cache.size).toBe(0);
    const refused = await client().call('GET', '/locations');
    expect([refused.status, refused.headers.get('cache-control')]).toEqual([401, 'no-store']);
  });
});
