import type pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { setPassword } from '@/auth/accounts/accounts.service';
import { forgetOldRequests } from '@/auth/passwords/passwordReset.repo';
import { answerResetRequests, resets } from '@/auth/passwords/passwordReset.service';
import { asOperator } from '@/database/owner';
import { client, codeOf, type Json, withoutRequestId } from '../support/api';
import { until } from '../support/broker';
import { asSuperuser, makeUser } from '../support/database';
import { kindsOf } from '../support/events';
import { messagesTo, tokenSentTo } from '../support/messages';
import { letsIn, makePerson, PASSWORD, refresh } from '../support/sessions';

const NEW = 'quite another password';
const nobody = client();
const forgot = (identifier: string) => nobody.call('POST', '/auth/password/forgot', { identifier });
const reset = (token: string, newPassword = NEW) => nobody.call('POST', '/auth/password/reset', { token, newPassword });

/** Somebody who has asked for another password and was sent a link. */
async function forgetful() {
  const person = await makePerson();
  await forgot(person.email);
  await answerResetRequests();
  return { ...person, token: await tokenSentTo(person.email) };
}
const letPass = (userId: string, seconds: number) =>
  asSuperuser('UPDATE one_time_tokens SET expires_at = expires_at - make_interval(secs => $2) WHERE user_id = $1', [
    userId,
    seconds,
  ]);

/** What is answered to changes of a password that all wait, before they write it, until `meanwhile` is done. */
async function whileHeld<T>(
  userId: string,
  waiting: number,
  change: () => Promise<T>,
  meanwhile?: (holder: pg.Client) => Promise<unknown>,
): Promise<T> {
  // Asked elsewhere: a transaction sees others as they were when it first looked.
  const waits = `SELECT FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock' AND query ILIKE 'update "users"%'`;
  const { asked } = await asOperator(async (holder) => {
    await holder.query('BEGIN');
    await holder.query('SELECT FROM users WHERE id = $1 FOR UPDATE', [userId]);
    const asked = change();
    await until(async () => (await asSuperuser(waits)).length === waiting);
    await meanwhile?.(holder);
    await holder.query('COMMIT');
    return { asked };
  });
  return asked;
}

describe('a forgotten password', () => {
  it('should be chosen anew by the link that was sent, which ends every session and lets the browser be known', async () => {
    const person = await forgetful();
    const { body: before } = await person.login();
    const [message] = await messagesTo(person.email);
    expect(message?.text).toContain(`http://localhost:3000/reset-password#token=${person.token}`);
    expect(person.token).toMatch(/^[\w-]{43}$/);
    const done = await reset(person.token);
    expect(done.status).toBe(204);
    expect(done.headers.getSetCookie()).toEqual([expect.stringMatching(/^lavoro_device=[\w-]{43}; Max-Age=34560000;/)]);
    expect(await letsIn(before)).toBe(false);
    expect((await refresh(before.refreshToken)).status).toBe(401);
    expect((await person.login()).status).toBe(401);
    const after = await person.login(NEW);
    expect([after.status, after.body.user.emailVerified]).toEqual([200, true]);
    expect(await kindsOf(person.id)).toEqual(['PASSWORD_RESET', 'SIGN_IN_FAILED PASSWORD']);
    expect((await messagesTo(person.email)).map(({ subject }) => subject)).toEqual([
      'Choose a new password',
      'Your password was changed',
    ]);
  });

  it('should be asked for by phone, too', async () => {
    const phone = `+3933${Math.floor(Math.random() * 1e8)}`;
    const id = await makeUser();
    await asSuperuser('UPDATE users SET phone = $2 WHERE id = $1', [id, phone]);
    await forgot(`${phone.slice(0, 3)} ${phone.slice(3)}`);
    await answerResetRequests();
    expect((await reset(await tokenSentTo(phone))).status).toBe(204);
    const [user] = await asSuperuser(
      'SELECT phone_verified_at IS NOT NULL AS phone, email_verified_at AS email FROM users WHERE id = $1',
      [id],
    );
    expect(user).toEqual({ phone: true, email: null });
  });

  it('G11: should be answered with the same bytes whoever asks, and be sent to active people alone', async () => {
    const [active, disabled] = [await makePerson(), await makePerson()];
    await asSuperuser('UPDATE users SET is_active = false WHERE id = $1', [disabled.id]);
    const answers = [];
    for (const name of [active.email, disabled.email, 'nobody@example.test', '+393330000000', 'no name at all'])
      answers.push(await forgot(name));
    for (const answer of answers) {
      expect([answer.status, withoutRequestId(answer)]).toEqual([202, '{"accepted":true}']);
      expect([...answer.headers].filter(([name]) => name !== 'x-request-id')).toEqual(
        [...(answers[0]?.headers ?? [])].filter(([name]) => name !== 'x-request-id'),
      );
    }
    expect(await answerResetRequests()).toBe(5);
    expect(await messagesTo(active.email)).toHaveLength(1);
    expect(await messagesTo(disabled.email)).toEqual([]);
    expect(await asSuperuser('SELECT * FROM reset_requests')).toEqual([]);
  });

  it('should be answered in the background right after it was asked for', async () => {
    const person = await makePerson();
    const stop = resets.start();
    try {
      await forgot(person.email);
      await until(async () => (await messagesTo(person.email)).length === 1);
    } finally {
      await stop();
    }
  });

  it('should be forgotten where nobody answers it for an hour', async () => {
    await forgot('nobody@example.test');
    await forgetOldRequests();
    expect(await asSuperuser('SELECT FROM reset_requests')).toHaveLength(1);
    await asSuperuser(`UPDATE reset_requests SET asked_at = asked_at - interval '61 minutes'`);
    await forgetOldRequests();
    expect(await asSuperuser('SELECT FROM reset_requests')).toEqual([]);
  });

  it('should fill nobody’s mailbox: five links an hour, of which the last stays good', async () => {
    const person = await makePerson();
    for (let count = 0; count < 8; count += 1) await forgot(person.email);
    await answerResetRequests();
    expect(await messagesTo(person.email)).toHaveLength(5);
    const token = await tokenSentTo(person.email);
    await asSuperuser(`UPDATE rate_limits SET ends_at = ends_at - interval '1 hour' WHERE key = $1`, [
      `reset-sent:${person.id}`,
    ]);
    expect((await reset(token)).status).toBe(204);
    await forgot(person.email);
    await answerResetRequests();
    expect((await messagesTo(person.email)).filter(({ subject }) => subject.startsWith('Choose'))).toHaveLength(6);
  });
});

describe('the link to choose a password', () => {
  it('G17: should be good once, of fifty at once', async () => {
    const person = await forgetful();
    const passwords = Array.from({ length: 50 }, (_, index) => `quite another password ${index}`);
    const answers = await Promise.all(passwords.map((each) => reset(person.token, each)));
    const won = answers.flatMap(({ status }, index) => (status === 204 ? [index] : []));
    expect(won).toHaveLength(1);
    expect(new Set(answers.filter(({ status }) => status !== 204).map(withoutRequestId)).size).toBe(1);
    expect((await person.login(passwords[won[0] ?? -1])).status).toBe(200);
    expect((await reset(person.token)).status).toBe(400);
    expect((await kindsOf(person.id)).filter((kind) => kind === 'PASSWORD_RESET')).toHaveLength(1);
  });

  it('G17: should be good for half an hour by the clock of the database', async () => {
    const [late, early] = [await forgetful(), await forgetful()];
    await letPass(late.id, 30 * 60 + 1);
    await letPass(early.id, 30 * 60 - 5);
    expect((await reset(late.token)).status).toBe(400);
    expect((await reset(early.token)).status).toBe(204);
  });

  it.each([
    [
      'a newer one',
      async (person: Forgetful) => {
        await forgot(person.email);
        await answerResetRequests();
      },
    ],
    [
      'a changed password',
      async (person: Forgetful) => {
        const { body } = await person.login();
        const change = { currentPassword: PASSWORD, newPassword: 'changed in the meantime' };
        expect((await client(body.accessToken).call('POST', '/auth/password/change', change)).status).toBe(204);
      },
    ],
    ['a password the operator has set', (person: Forgetful) => setPassword(person, 'set in the meantime')],
    [
      'a disabled account',
      (person: Forgetful) => asSuperuser('UPDATE users SET is_active = false WHERE id = $1', [person.id]),
    ],
    [
      'another address',
      (person: Forgetful) =>
        asSuperuser('UPDATE users SET email = $2 WHERE id = $1', [person.id, `${uuidv7()}@example.test`]),
    ],
  ])('G17: should no longer be good after %s, with the same bytes as one that never was', async (_what, happens) => {
    const person = await forgetful();
    await happens(person);
    const answer = await reset(person.token);
    expect([answer.status, withoutRequestId(answer)]).toEqual([400, withoutRequestId(await reset('never-was'))]);
    expect(answer.body.errors[0].path).toBe('token');
  });

  it('G17: should be good for its own person and its own purpose alone, and stay good when the password is refused', async () => {
    const [mine, other] = [await forgetful(), await makePerson()];
    expect((await nobody.call('POST', '/auth/verify', { token: mine.token })).status).toBe(400);
    for (const weak of ['fourteen chars', 'passwordpassword', 'Anna Conti 2026!']) {
      const refused = await reset(mine.token, weak);
      expect([weak, refused.status, refused.body.errors[0].path]).toEqual([weak, 400, 'newPassword']);
    }
    expect((await reset(mine.token)).status).toBe(204);
    expect((await other.login()).status).toBe(200);
    expect((await mine.login(NEW)).status).toBe(200);
  });

  it('G8: should be readable nowhere in the database', async () => {
    const person = await forgetful();
    const dump = JSON.stringify([
      await asSuperuser('SELECT * FROM one_time_tokens'),
      await asSuperuser('SELECT * FROM messages'),
    ]);
    expect(dump).not.toContain(person.token);
    const [{ hash } = { hash: '' }] = await asSuperuser<{ hash: string }>(
      'SELECT token_hash AS hash FROM one_time_tokens WHERE user_id = $1',
      [person.id],
    );
    expect((await reset(hash)).status).toBe(400);
    expect((await reset(person.token)).status).toBe(204);
  });
});

type Forgetful = Awaited<ReturnType<typeof forgetful>>;

describe('changing a password', () => {
  const change = (body: Json, currentPassword: string, newPassword: string, headers: Record<string, string> = {}) =>
    client(body.accessToken).call('POST', '/auth/password/change', { currentPassword, newPassword }, headers);

  it('G7: should end every other session of the person, at once, and keep the one that asks', async () => {
    const person = await makePerson();
    const [here, there] = [(await person.login()).body, (await person.login()).body];
    expect((await change(here, PASSWORD, NEW)).status).toBe(204);
    expect([await letsIn(here), await letsIn(there)]).toEqual([true, false]);
    expect((await refresh(here.refreshToken)).status).toBe(200);
    expect((await refresh(there.refreshToken)).status).toBe(401);
    expect([(await person.login()).status, (await person.login(NEW)).status]).toEqual([401, 200]);
    expect((await messagesTo(person.email)).map(({ subject }) => subject)).toEqual(['Your password was changed']);
    expect((await kindsOf(person.id))[0]).toBe('PASSWORD_CHANGED');
  });

  it('F5: should count a wrong present password as a failed sign-in, and change nothing by it', async () => {
    const person = await makePerson();
    const { body } = await person.login();
    const refused = await change(body, 'not the password I have', NEW);
    expect([refused.status, codeOf(refused), refused.body.errors[0].path]).toEqual([
      401,
      'INVALID_CREDENTIALS',
      'currentPassword',
    ]);
    expect(await kindsOf(person.id)).toEqual(['SIGN_IN_FAILED PASSWORD']);
    for (let count = 0; count < 9; count += 1) await change(body, 'not the password I have', NEW);
    // Who has stolen a session has no more guesses than a stranger.
    expect((await change(body, PASSWORD, NEW)).status).toBe(401);
    expect((await kindsOf(person.id)).at(-1)).toBe('SIGN_IN_FAILED WAITING');
    expect(await letsIn(body)).toBe(true);
  });

  it('should let one of two at once through', async () => {
    const person = await makePerson();
    const { body } = await person.login();
    // Both have shown the password there is before either writes.
    const both = await whileHeld(person.id, 2, () =>
      Promise.all([change(body, PASSWORD, `${NEW} 1`), change(body, PASSWORD, `${NEW} 2`)]),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([204, 409]);
    const won = both.findIndex(({ status }) => status === 204);
    expect((await person.login(`${NEW} ${won + 1}`)).status).toBe(200);
  });

  it('G7: should let nobody through whose session ends while they ask', async () => {
    const person = await makePerson();
    const { body } = await person.login();
    const end = `UPDATE sessions SET revoked_at = now(), revoked_why = 'REVOKED' WHERE user_id = $1`;
    const asked = await whileHeld(
      person.id,
      1,
      () => change(body, PASSWORD, NEW),
      (holder) => holder.query(end, [person.id]),
    );
    expect(asked.status).toBe(401);
    expect((await person.login()).status).toBe(200);
  });

  it('should refuse a weak one, and the one there is', async () => {
    const person = await makePerson();
    const { body } = await person.login();
    for (const [password, path] of [
      ['short', 'newPassword'],
      ['passwordpassword', 'newPassword'],
      ['fourteen chars', 'newPassword'],
      [PASSWORD, 'newPassword'],
    ] as const) {
      const refused = await change(body, PASSWORD, password);
      expect([password, refused.status, refused.body.errors[0].path]).toEqual([password, 400, path]);
    }
    expect((await person.login()).status).toBe(200);
  });
});
