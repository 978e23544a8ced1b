import { randomInt } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { forgetOldTraces } from '@/auth/accounts/housekeeping.repo';
import { answerResetRequests } from '@/auth/passwords/passwordReset.service';
import { DEVICE_FAILURES } from '@/auth/signIn/devices.repo';
import { REGISTRATIONS, RESETS_ASKED, SIGN_IN_FAILURES } from '@/auth/signIn/rateLimits';
import { FREE_FAILURES, MOST_IN_A_ROW } from '@/auth/signIn/strangers.repo';
import { client, codeOf, type Json, withoutRequestId } from '../support/api';
import { until } from '../support/broker';
import { asSuperuser, secret } from '../support/database';
import { eventsFrom, kindsOf } from '../support/events';
import { tokenSentTo } from '../support/messages';
import { start } from '../support/processes';
import { makePerson, PASSWORD } from '../support/sessions';

const WRONG = 'not the right password';
/** An address nobody else of this file has. */
const address = () => `203.0.${randomInt(256)}.${randomInt(1, 255)}`;
const tryIn = (identifier: string, password: string, more: object = {}, from?: string) =>
  client(undefined, from).call('POST', '/auth/login', { identifier, password, tokenTransport: 'body', ...more });

/** Lets so many minutes pass for all that is counted. */
const letPass = (minutes: number) =>
  asSuperuser(
    `WITH counts AS (UPDATE rate_limits SET ends_at = ends_at - make_interval(secs => $1))
     UPDATE stranger_failures SET last_at = last_at - make_interval(secs => $1), wait_until = wait_until - make_interval(secs => $1)`,
    [minutes * 60],
  );
const failuresOf = async (userId: string) =>
  (
    await asSuperuser<{ lately: number; streak: number; wait: number }>(
      `SELECT lately, streak, greatest(0, round(extract(epoch FROM wait_until - last_at)))::int AS wait
       FROM stranger_failures WHERE account = $1`,
      [`account:${userId}`],
    )
  )[0];

/** How many of so many at once, in two processes and half in each, count. */
async function inTwoProcesses(kind: 'account' | 'address', which: string, many: number): Promise<number> {
  const both = [1, 2].map(() =>
    start(process.execPath, ['--import', 'tsx', 'tests/support/judge.ts', kind, which, String(many / 2)], {
      env: {
        DATABASE_URL: process.env.DATABASE_URL ?? '',
        APP_SECRET: secret,
        LAVORO_DATA_DIR: process.env.LAVORO_DATA_DIR ?? '',
        LOG_LEVEL: 'silent',
        DB_MAX_CONNECTIONS: '60',
      },
      stdin: 'open',
    }),
  );
  await Promise.all(both.map(({ output }) => until(() => output().includes('ready'))));
  for (const { child } of both) child.stdin?.write('go\n');
  await Promise.all(both.map(({ ended }) => ended));
  return both.reduce((sum, { output }) => sum + Number(/counted (\d+)/.exec(output())?.[1]), 0);
}

describe('guessing at an account', () => {
  it('G12: should count ten times and no more, of 500 at once in two processes', async () => {
    expect(await inTwoProcesses('account', `account:${uuidv7()}`, 500)).toBe(FREE_FAILURES);
  });

  it('G12: should be looked at ten times, of 120 at once through the API, the right one among them or not', async () => {
    const person = await makePerson();
    const answers = await Promise.all(Array.from({ length: 120 }, () => tryIn(person.email, WRONG)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
    expect(new Set(answers.map(withoutRequestId)).size).toBe(1);
    const kinds = await kindsOf(person.id);
    expect(kinds).toHaveLength(120);
    expect(kinds.filter((kind) => kind === 'SIGN_IN_FAILED PASSWORD')).toHaveLength(FREE_FAILURES);
    expect(kinds.filter((kind) => kind === 'SIGN_IN_FAILED WAITING')).toHaveLength(120 - FREE_FAILURES);
    expect((await tryIn(person.email, PASSWORD)).status).toBe(401);
  });

  it('should hold up nobody who is right, however many at once', async () => {
    const person = await makePerson();
    const answers = await Promise.all(Array.from({ length: 40 }, () => tryIn(person.email, PASSWORD)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });

  it('G12: should have to wait longer each time, a quarter of an hour at most, and let the right one in after it', async () => {
    const person = await makePerson();
    const waits: number[] = [];
    for (let count = 1; count <= 18; count += 1) {
      await letPass(15);
      expect((await tryIn(person.email, WRONG)).status).toBe(401);
      waits.push((await failuresOf(person.id))?.wait ?? -1);
    }
    expect(waits).toEqual([...Array(9).fill(0), 30, 60, 120, 240, 480, 900, 900, 900, 900]);
    await letPass(14.9);
    expect((await tryIn(person.email, PASSWORD)).status).toBe(401);
    // What is tried too early does not count, right or wrong, and makes no wait longer.
    await tryIn(person.email, WRONG);
    await letPass(0.2);
    expect((await tryIn(person.email, PASSWORD)).status).toBe(200);
    expect(await failuresOf(person.id)).toMatchObject({ lately: 0, streak: 0 });
    for (let count = 0; count < 5; count += 1) await tryIn(person.email, WRONG);
    expect((await tryIn(person.email, PASSWORD)).status).toBe(200);
  });

  it('should wait for nothing after mistakes that lie an hour apart', async () => {
    const person = await makePerson();
    for (let count = 0; count < 15; count += 1) {
      await tryIn(person.email, WRONG);
      await letPass(61);
    }
    expect(await failuresOf(person.id)).toMatchObject({ lately: 1, streak: 15 });
    expect((await tryIn(person.email, PASSWORD)).status).toBe(200);
  });

  it('G12: should end at a hundred failures in a row, however slowly, until the owner shows up', async () => {
    const person = await makePerson();
    const { body } = await person.login();
    for (let count = 0; count < MOST_IN_A_ROW; count += 1) {
      await tryIn(person.email, WRONG);
      await letPass(61);
    }
    expect((await failuresOf(person.id))?.streak).toBe(MOST_IN_A_ROW);
    await letPass(60 * 24 * 30);
    await forgetOldTraces();
    expect((await tryIn(person.email, PASSWORD)).status).toBe(401);
    expect((await failuresOf(person.id))?.streak).toBe(MOST_IN_A_ROW);
    // The owner, from a device of theirs: and strangers may go on.
    expect((await tryIn(person.email, PASSWORD, { deviceToken: body.deviceToken })).status).toBe(200);
    expect((await tryIn(person.email, PASSWORD)).status).toBe(200);
  });

  it('G12: should not keep the owner from choosing another password, and from signing in with it at once', async () => {
    const person = await makePerson();
    for (let count = 0; count < 30; count += 1) await tryIn(person.email, WRONG);
    await client().call('POST', '/auth/password/forgot', { identifier: person.email });
    await answerResetRequests();
    const token = await tokenSentTo(person.email);
    await client().call('POST', '/auth/password/reset', { token, newPassword: 'chosen while others guess' });
    expect((await tryIn(person.email, 'chosen while others guess')).status).toBe(200);
  });

  it('should count against names that are no account’s, too, keep them as hashes only, and forget them after a day', async () => {
    const name = `${uuidv7()}@example.test`;
    await tryIn(name, WRONG);
    const rows = () =>
      asSuperuser(`SELECT FROM stranger_failures WHERE account LIKE 'nobody:%' AND account NOT LIKE '%@%'`);
    expect((await rows()).length).toBeGreaterThan(0);
    expect(JSON.stringify(await asSuperuser('SELECT * FROM stranger_failures'))).not.toContain(name);
    await forgetOldTraces();
    expect((await rows()).length).toBeGreaterThan(0);
    await letPass(60 * 25);
    await forgetOldTraces();
    expect(await rows()).toEqual([]);
  });
});

describe('a device somebody has signed in from', () => {
  const known = async () => {
    const person = await makePerson();
    const { body } = await person.login();
    return { ...person, deviceToken: body.deviceToken as string };
  };
  const besiege = async (email: string) => {
    for (let count = 0; count < 15; count += 1) await tryIn(email, WRONG);
  };

  it('G12: should let its owner in while others guess, and its failures be its own', async () => {
    const person = await known();
    await besiege(person.email);
    expect((await tryIn(person.email, PASSWORD)).status).toBe(401);
    const { status, body } = await tryIn(person.email, PASSWORD, { deviceToken: person.deviceToken });
    // It keeps the token it has.
    expect([status, body.deviceToken]).toEqual([200, undefined]);
    const before = await failuresOf(person.id);
    for (let count = 1; count < DEVICE_FAILURES; count += 1)
      await tryIn(person.email, WRONG, { deviceToken: person.deviceToken });
    expect(await failuresOf(person.id)).toEqual(before);
    expect((await tryIn(person.email, PASSWORD, { deviceToken: person.deviceToken })).status).toBe(200);
  });

  it('G12: should be a stranger after ten failures in a row, of any number at once', async () => {
    const person = await known();
    await besiege(person.email);
    const tries = Array.from({ length: 60 }, () => tryIn(person.email, WRONG, { deviceToken: person.deviceToken }));
    await Promise.all(tries);
    const kinds = await kindsOf(person.id);
    expect(kinds.filter((kind) => kind === 'SIGN_IN_FAILED PASSWORD')).toHaveLength(FREE_FAILURES + DEVICE_FAILURES);
    expect((await tryIn(person.email, PASSWORD, { deviceToken: person.deviceToken })).status).toBe(401);
  });

  it('should be known to its own person alone, and not when it was forgotten', async () => {
    const [person, other] = [await known(), await known()];
    await besiege(person.email);
    for (const deviceToken of [other.deviceToken, '', 'x', `${person.deviceToken}x`])
      expect((await tryIn(person.email, PASSWORD, { deviceToken })).status).toBe(401);
    await asSuperuser(`UPDATE known_devices SET last_seen_at = now() - interval '401 days' WHERE user_id = $1`, [
      person.id,
    ]);
    expect((await tryIn(person.email, PASSWORD, { deviceToken: person.deviceToken })).status).toBe(401);
    await forgetOldTraces();
    expect(await asSuperuser('SELECT FROM known_devices WHERE user_id = $1', [person.id])).toEqual([]);
  });

  it('should be known by a cookie no script can read, which is another one for each person', async () => {
    const [anna, bruno] = [await makePerson(), await makePerson()];
    const enter = (email: string, password: string, headers: Record<string, string> = {}) =>
      client().call('POST', '/auth/login', { identifier: email, password }, headers);
    const cookieOf = ({ headers }: { headers: Headers }) =>
      headers.getSetCookie().find((each) => each.startsWith('lavoro_device='));
    const first = cookieOf(await enter(anna.email, PASSWORD)) ?? '';
    expect(first).toMatch(/^lavoro_device=[\w-]{43}; Max-Age=34560000; Path=\/; HttpOnly; SameSite=Strict$/);
    const cookie = first.split(';')[0] ?? '';
    await besiege(anna.email);
    expect((await enter(anna.email, PASSWORD, { cookie })).status).toBe(200);
    expect((await enter(anna.email, PASSWORD, { cookie: `${cookie}; ${cookie}` })).status).toBe(401);
    expect((await enter(anna.email, PASSWORD, { cookie, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    // Whoever had planted it would know it, too.
    const second = cookieOf(await enter(bruno.email, PASSWORD, { cookie }));
    expect(second).toBeDefined();
    expect(second).not.toBe(first);
    expect(JSON.stringify(await asSuperuser('SELECT * FROM known_devices'))).not.toContain(cookie.split('=')[1]);
  });

  it('should no longer be known when the password was chosen anew, but the one that chose it', async () => {
    const person = await known();
    const { body } = await person.login();
    const change = { currentPassword: PASSWORD, newPassword: 'chosen for safety' };
    const cookie = `lavoro_device=${body.deviceToken}`;
    const changed = await client(body.accessToken).call('POST', '/auth/password/change', change, { cookie });
    expect(changed.status).toBe(204);
    await besiege(person.email);
    const enter = (deviceToken: string) => tryIn(person.email, 'chosen for safety', { deviceToken });
    expect((await enter(person.deviceToken)).status).toBe(401);
    expect((await enter(body.deviceToken)).status).toBe(200);
  });

  it('should make room for others: twenty are known', async () => {
    const person = await makePerson();
    const tokens: string[] = [];
    for (let count = 0; count < 21; count += 1) tokens.push((await person.login()).body.deviceToken);
    await besiege(person.email);
    expect((await tryIn(person.email, PASSWORD, { deviceToken: tokens[0] })).status).toBe(401);
    expect((await tryIn(person.email, PASSWORD, { deviceToken: tokens[1] })).status).toBe(200);
    expect(await asSuperuser('SELECT FROM known_devices WHERE user_id = $1', [person.id])).toHaveLength(20);
  });
});

describe('guessing from an address', () => {
  it('G12: should count thirty times in a quarter of an hour and no more, of 500 at once in two processes', async () => {
    expect(await inTwoProcesses('address', address(), 500)).toBe(SIGN_IN_FAILURES.most);
  });

  it('G12: should be told to wait after thirty failures, of any number at once, whatever the names', async () => {
    const from = address();
    const tries = Array.from({ length: 100 }, () => tryIn(`${uuidv7()}@example.test`, WRONG, {}, from));
    const answers = await Promise.all(tries);
    const count = (status: number) => answers.filter((each) => each.status === status).length;
    expect([count(401), count(429)]).toEqual([30, 70]);
    const refused = answers.find(({ status }) => status === 429);
    expect(refused && codeOf(refused)).toBe('RATE_LIMITED');
    const retryAfter = Number(refused?.headers.get('retry-after'));
    expect(retryAfter).toBeGreaterThan(890);
    expect(retryAfter).toBeLessThanOrEqual(900);
    // F5: each that was looked at, and once that the limit was reached.
    expect(await eventsFrom(from)).toEqual({ SIGN_IN_FAILED: 30, RATE_LIMITED: 1 });
    const person = await makePerson();
    expect((await tryIn(person.email, PASSWORD, {}, from)).status).toBe(429);
    expect((await tryIn(person.email, PASSWORD, {}, address())).status).toBe(200);
    await letPass(14.5);
    expect((await tryIn(person.email, PASSWORD, {}, from)).status).toBe(429);
    await letPass(0.6);
    expect((await tryIn(person.email, PASSWORD, {}, from)).status).toBe(200);
    for (let again = 0; again < 31; again += 1) await tryIn(`${uuidv7()}@example.test`, WRONG, {}, from);
    expect(await eventsFrom(from)).toEqual({ SIGN_IN_FAILED: 60, RATE_LIMITED: 2 });
  });

  it('should hash nothing for who has to wait, and let in who comes from a device that is known', async () => {
    const from = address();
    const person = await makePerson();
    const { deviceToken } = (await person.login()).body;
    for (let count = 0; count < 30; count += 1) await tryIn(`${uuidv7()}@example.test`, WRONG, {}, from);
    expect((await tryIn(person.email, PASSWORD, {}, from)).status).toBe(429);
    expect((await tryIn(person.email, PASSWORD, { deviceToken }, from)).status).toBe(200);
    expect((await tryIn(person.email, WRONG, { deviceToken }, from)).status).toBe(401);
  });

  it('should be from one address in all of an IPv6 /64, and in an IPv4 one however it is written', async () => {
    const net = `2001:db8:${randomInt(65_536).toString(16)}:1`;
    for (let count = 0; count < 30; count += 1)
      await tryIn(`${uuidv7()}@example.test`, WRONG, {}, `${net}:${count}:2:3:4`);
    expect((await tryIn('a@example.test', WRONG, {}, `${net}::99`)).status).toBe(429);
    expect((await tryIn('a@example.test', WRONG, {}, `${net.replace(/1$/, '2')}::99`)).status).toBe(401);
    const from = address();
    for (let count = 0; count < 30; count += 1) await tryIn(`${uuidv7()}@example.test`, WRONG, {}, from);
    expect((await tryIn('a@example.test', WRONG, {}, `::ffff:${from}`)).status).toBe(429);
  });

  it('should not be told apart: an account that is there and one that is not are limited alike', async () => {
    const person = await makePerson();
    const run = async (name: string) => {
      const from = address();
      const answers = [];
      for (let count = 0; count < 35; count += 1) answers.push(await tryIn(name, WRONG, {}, from));
      return answers.map((answer) => `${answer.status} ${withoutRequestId(answer)}`);
    };
    expect(await run(person.email)).toEqual(await run(`${uuidv7()}@example.test`));
  });

  it('should count other requests that cost something', async () => {
    const from = address();
    const forgot = () =>
      client(undefined, from).call('POST', '/auth/password/forgot', { identifier: 'a@example.test' });
    const asked = [];
    for (let count = 0; count < RESETS_ASKED.most + 1; count += 1) asked.push((await forgot()).status);
    expect(asked).toEqual([...Array(RESETS_ASKED.most).fill(202), 429]);
    await asSuperuser(`INSERT INTO rate_limits (key, count, ends_at) VALUES ($1, $2, now() + interval '1 hour')`, [
      `register:${from}`,
      REGISTRATIONS.most,
    ]);
    const person = { firstName: 'A', lastName: 'B', email: `${uuidv7()}@example.test`, password: PASSWORD };
    expect((await client(undefined, from).call('POST', '/auth/register', person)).status).toBe(429);
    expect(await eventsFrom(from)).toEqual({ RATE_LIMITED: 2 });
  });
});

describe('the answer to who does not get in', () => {
  it('G11: should be the same in status, body and headers: unknown, wrong, having to wait, disabled, another company’s slug', async () => {
    const [person, waiting, disabled] = [await makePerson(), await makePerson(), await makePerson()];
    for (let count = 0; count < 12; count += 1) await tryIn(waiting.email, WRONG);
    await asSuperuser('UPDATE users SET is_active = false WHERE id = $1', [disabled.id]);
    const answers = [
      await tryIn(person.email, WRONG),
      await tryIn('nobody@example.test', WRONG),
      await tryIn('+393330000001', WRONG),
      await tryIn('not a name', WRONG),
      await tryIn(waiting.email, WRONG),
      await tryIn(waiting.email, PASSWORD),
      await tryIn(disabled.email, WRONG),
      await tryIn(disabled.email, PASSWORD),
      await tryIn(person.email, WRONG, { tenantSlug: 'textile-corp' }),
      await tryIn(person.email, WRONG, { tenantSlug: 'no-such-company' }),
      await tryIn(person.email, WRONG, { totp: '123456' }),
    ];
    const told = answers.map((answer) => [
      answer.status,
      withoutRequestId(answer),
      ...[...answer.headers].map(([name, value]) => (name === 'x-request-id' ? name : `${name}: ${value}`)),
    ]);
    for (const each of told) expect(each).toEqual(told[0]);
    expect(told[0]?.[0]).toBe(401);
  });

  it('F5: should leave one event each, which says why, and whose it is where it is somebody’s', async () => {
    const from = address();
    const person = await makePerson();
    await tryIn(person.email, WRONG, {}, from);
    await tryIn('nobody@example.test', WRONG, {}, from);
    await tryIn(person.email, PASSWORD, {}, from);
    const rows = await asSuperuser<Json>(
      'SELECT kind, user_id, detail, request_id FROM security_events WHERE ip_address = $1 ORDER BY id',
      [from],
    );
    expect(rows.map(({ kind, user_id, detail }) => [kind, user_id, detail])).toEqual([
      ['SIGN_IN_FAILED', person.id, { reason: 'PASSWORD' }],
      ['SIGN_IN_FAILED', null, { reason: 'UNKNOWN' }],
    ]);
    expect(rows.every(({ request_id }) => request_id !== null)).toBe(true);
  });
});
