import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { hash } from '@node-rs/argon2';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { type PasswordOwner, requireGoodPassword } from '@/auth/passwords/passwordPolicy';
import { hashing, hashPassword, isOutdated, verifyPassword } from '@/auth/passwords/passwords';
import { config, PROJECT_ROOT } from '@/config';
import { registerBody } from '@/contract/auth';
import { client, withoutRequestId } from '../support/api';
import { until } from '../support/broker';
import { loggedLines } from '../support/canary';
import { asSuperuser, makeUser } from '../support/database';
import { makePerson, PASSWORD } from '../support/sessions';

const nobody = client();
const person = (fields: object = {}) => ({
  firstName: 'Giulia',
  lastName: 'Ferri-Bianchi',
  email: `${uuidv7()}@example.test`,
  password: PASSWORD,
  tokenTransport: 'body',
  ...fields,
});
const register = (fields: object) => nobody.call('POST', '/auth/register', person(fields));

const OWNER: PasswordOwner = {
  firstName: 'Giulia',
  lastName: 'Ferri-Bianchi',
  email: 'gf.bianchi+mill@filatura-prato.test',
  phone: '+393331234567',
  hasTotp: false,
};
const taken = (password: string, owner: Partial<PasswordOwner> = {}) => {
  try {
    requireGoodPassword(password, { ...OWNER, ...owner }, 'password');
    return true;
  } catch {
    return false;
  }
};

describe('a new password', () => {
  it('G14: should have 15 characters where it is all there is, and 8 beside a second factor', () => {
    expect([taken('wool of 14 cha'), taken('wool of 15 char')]).toEqual([false, true]);
    expect([taken('7 chars', { hasTotp: true }), taken('8 chars!', { hasTotp: true })]).toEqual([false, true]);
    // Characters, not what they are stored as.
    expect([taken(`${'🧶'.repeat(7)}🐑🐑🐑`), taken(`${'🧶🐑🪡🧵'.repeat(3)}🐏🎽👕`)]).toEqual([false, true]);
  });

  it('G14: should be none of the common ones, not in capitals, with spaces or twice either', async () => {
    const common = readFileSync(path.join(PROJECT_ROOT, 'src/auth/passwords/commonPasswords.txt'), 'utf8')
      .trim()
      .split('\n');
    expect(common.length).toBeGreaterThan(3000);
    expect(common.filter((each) => [...each].length < 8)).toEqual([]);
    expect(common.filter((each) => taken(each, { hasTotp: true }))).toEqual([]);
    expect(common.filter((each) => taken(each.toUpperCase(), { hasTotp: true }))).toEqual([]);
    for (const text of [
      'correcthorsebatterystaple',
      'Correct Horse Battery Staple',
      'correct-horse-battery-staple',
      'passwordpassword',
      'Password123Password123',
      'password12345678',
      'qwertyuiopasdfghjkl',
      'trustno1trustno1',
      'aaaaaaaaaaaaaaaaaaaa',
      'abcabcabcabcabcabc',
      'iloveyouiloveyouiloveyou',
    ])
      expect([text, taken(text)]).toEqual([text, false]);
    const answer = await register({ password: 'correct horse battery staple' });
    expect([answer.status, answer.body.errors[0].path]).toEqual([400, 'password']);
  });

  it('G14: should not be little more than a name, an address or ours', () => {
    for (const text of [
      'Giulia Ferri-Bianchi',
      'ferri-bianchi2026!',
      'GIULIAGIULIAGIULIA',
      'gf.bianchi+mill 1',
      'filatura-prato1',
      '+393331234567 99',
      'lavoroaiferri!!!',
      'Lavoro Lavoro 123',
    ])
      expect([text, taken(text)]).toEqual([text, false]);
    for (const text of ['giulia buys green wool', 'lavoro con la lana verde', 'ferri-bianchi 84629174'])
      expect([text, taken(text)]).toEqual([text, true]);
  });

  it('G14: should need no mixture, and be taken as it is, in any script, up to 256 characters', async () => {
    for (const password of [
      'only small letters here',
      ' leading and trailing ',
      'स्वेटर बुनना अच्छा है',
      'tab\tand\nline\r\nend 123',
      `emoji 🧶🐑 ${'x'.repeat(240)}`,
      'jalapen\u0303o e\u0301 piccante',
    ]) {
      const made = await register({ password });
      expect([password, made.status]).toEqual([password, 201]);
      const { email } = made.body.user;
      const login = async (tried: string) =>
        (await nobody.call('POST', '/auth/login', { identifier: email, password: tried })).status;
      expect(await login(password)).toBe(200);
      // The same text written in other code points is the same; anything else is not.
      expect(await login(password.normalize('NFD'))).toBe(200);
      for (const other of [`${password} `, ` ${password}`, password.slice(0, -1), password.toUpperCase()])
        if (other.normalize('NFC') !== password.normalize('NFC'))
          expect([other, await login(other)]).toEqual([other, 401]);
    }
  });

  it.each([
    ['too short', 'fourteen chars'],
    ['too long', 'x1'.repeat(129)],
    ['with NUL', 'a long enough\0 password'],
    ['with half a character', 'a long enough\ud800 password'],
    ['short in characters', 'e\u0301'.repeat(14)],
  ])('G14: should be refused %s, by name, and be in no answer and no line of the log', async (_what, password) => {
    const answer = await register({ password });
    expect([answer.status, answer.body.errors[0].path]).toEqual([400, 'password']);
    expect(answer.text).not.toContain(password);
    expect(loggedLines().join('')).not.toContain(password);
  });

  it('G14: should be none of those that breaches have shown most often', async () => {
    const { default: all } = await import('@zxcvbn-ts/language-common/src/passwords.json', { with: { type: 'json' } });
    expect(all.filter(({ length }) => length >= 8).length).toBeGreaterThan(10_000);
    expect(all.filter((each) => taken(each, { hasTotp: true }))).toEqual([]);
  });

  it('G14: should be looked up in a list of the operator’s own', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'lavoro-list-'));
    const file = path.join(folder, 'breached.txt');
    writeFileSync(file, 'Our Mill In Prato 1963\r\nsecond line of it\n\n');
    Object.assign(config(), { BREACHED_PASSWORDS_FILE: file });
    try {
      expect(taken('our mill in prato 1963')).toBe(false);
      expect(taken('SECOND line of it')).toBe(false);
      // Beside the lists that come with Lavoro.
      expect(taken('correct horse battery staple')).toBe(false);
      Object.assign(config(), { BREACHED_PASSWORDS_FILE: `${file}.gone` });
      expect(() => requireGoodPassword('a third line of it', OWNER, 'password')).toThrow('cannot be read: ENOENT');
    } finally {
      Object.assign(config(), { BREACHED_PASSWORDS_FILE: undefined });
      rmSync(folder, { recursive: true });
    }
  });

  it('should not be asked of those who have one already: the samples sign in', () => {
    expect(registerBody.safeParse(person({ password: 'password123' })).success).toBe(false);
    expect(taken('password123', { hasTotp: true })).toBe(false);
  });
});

describe('the hash of a password', () => {
  const older = (password: string, parameters: object) =>
    hash(password, { algorithm: 2, memoryCost: 8192, timeCost: 1, parallelism: 1, ...parameters });

  it.each([
    ['less memory', {}],
    ['more lanes', { memoryCost: 19_456, timeCost: 2, parallelism: 2 }],
    ['another kind', { memoryCost: 19_456, timeCost: 2, algorithm: 1 }],
  ])('G14: should be made anew when somebody signs in, where it has %s', async (_what, parameters) => {
    const email = `${uuidv7()}@example.test`;
    const id = await makeUser({ email, password: await older(PASSWORD, parameters) });
    const stored = async () =>
      (await asSuperuser<{ password: string }>('SELECT password FROM users WHERE id = $1', [id]))[0]?.password ?? '';
    const before = await stored();
    const login = (password: string) => nobody.call('POST', '/auth/login', { identifier: email, password });
    expect((await login('something else it is')).status).toBe(401);
    expect(await stored()).toBe(before);
    expect((await login(PASSWORD)).status).toBe(200);
    const after = await stored();
    expect([isOutdated(before), isOutdated(after)]).toEqual([true, false]);
    expect((await login(PASSWORD)).status).toBe(200);
    expect(await stored()).toBe(after);
  });

  it.each([
    ['more memory than there is', (stored: string) => stored.replace('m=19456', 'm=4194304')],
    ['passes without end', (stored: string) => stored.replace('t=2', 't=4294967')],
    ['many lanes', (stored: string) => stored.replace('p=1', 'p=64')],
    ['no hash', () => 'none'],
    ['nothing', () => ''],
    ['a hash of another kind', () => '$2b$12$LQv3c1yqBWVHxkd0LHAkCOYz6TtxMQJqhN8/LewdBPj6hsxq5pF2e'],
  ])('G13: should be refused without trying where it asks for %s, as a wrong password is', async (_what, change) => {
    const email = `${uuidv7()}@example.test`;
    await makeUser({ email, password: change(await hashPassword(PASSWORD)) });
    const answer = await nobody.call('POST', '/auth/login', { identifier: email, password: PASSWORD });
    const unknown = await nobody.call('POST', '/auth/login', { identifier: 'no@example.test', password: PASSWORD });
    expect([answer.status, withoutRequestId(answer)]).toEqual([401, withoutRequestId(unknown)]);
    expect(loggedLines().join('')).toContain('is no hash of ours');
  });
});

/** How far each thread of this process gives way, on Linux: `nice`, the 19th field of its line (proc(5)). */
const niceOfThreads = () =>
  readdirSync('/proc/self/task').map((id) => {
    const line = readFileSync(`/proc/self/task/${id}/stat`, 'utf8');
    // The second field is the name, in brackets, and may hold blanks.
    return Number(line.slice(line.lastIndexOf(')') + 2).split(' ')[16]);
  });

describe('many sign-ins at once', () => {
  it.runIf(process.platform === 'linux')('should be hashed by threads that give way to everybody else', async () => {
    await hashPassword(PASSWORD);
    expect(niceOfThreads()).toContain(10);
  });

  it('G13: should be hashed a few at a time while others are served, and be told to come again when too many wait', async () => {
    const { login } = await makePerson();
    const [{ body }, stored] = [await login(), await hashPassword(PASSWORD)];
    const hashes = Array.from({ length: 150 }, () => verifyPassword(stored, PASSWORD));
    let [most, ended] = [0, 0];
    for (const each of hashes)
      void each.then(() => {
        ended += 1;
      });
    expect(hashing.waiting).toBe(150 - hashing.running);
    const caller = client(body.accessToken);
    let served = 0;
    let turns = 0;
    // Hashing in the event loop would let it turn once a hash.
    await until(async () => {
      turns += 1;
      most = Math.max(most, hashing.running);
      if (ended < 100 && turns % 5 === 0 && (await caller.call('GET', '/auth/me')).status === 200) served += 1;
      return ended === 150;
    });
    expect(most).toBeLessThanOrEqual(3);
    expect(served).toBeGreaterThan(20);
    expect(turns).toBeGreaterThan(1500);
    expect(await Promise.all(hashes)).toEqual(Array(150).fill(true));

    const storm = await Promise.all(Array.from({ length: 260 }, () => login()));
    const count = (status: number) => storm.filter((each) => each.status === status).length;
    expect(count(200) + count(503)).toBe(260);
    expect(count(503)).toBeGreaterThan(0);
    expect(storm.find(({ status }) => status === 503)?.headers.get('retry-after')).toBe('2');
    expect((await login()).status).toBe(200);
  });
});
