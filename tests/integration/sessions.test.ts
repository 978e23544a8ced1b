import { beforeAll, describe, expect, it, vi } from 'vitest';
import { setPassword } from '@/auth/accounts/accounts.service';
import { readRefreshToken } from '@/auth/sessions/refreshTokens';
import {
  advanceSession,
  findSession,
  openSession,
  REPEAT_SECONDS,
  type SessionState,
} from '@/auth/sessions/sessions.repo';
import { config } from '@/config';
import { type Answer, client, type Json } from '../support/api';
import { asSuperuser, makeTenant } from '../support/database';
import { letPass, letsIn, makePerson, PASSWORD, refresh } from '../support/sessions';

const endingsOf = async (userId: string) =>
  (
    await asSuperuser<{ why: string | null }>(
      'SELECT revoked_why AS why FROM sessions WHERE user_id = $1 ORDER BY created_at, id',
      [userId],
    )
  ).map(({ why }) => why);
const eventsOf = (userId: string) =>
  asSuperuser<{ kind: string }>('SELECT kind FROM security_events WHERE user_id = $1 ORDER BY id', [userId]);
const tokensOf = (answers: readonly Answer<Json>[]) => new Set(answers.map(({ body }) => body.refreshToken));

describe('refresh tokens', () => {
  it('G1: should have one successor, whoever asks for it, however many at once', async () => {
    const person = await makePerson();
    const { body } = await person.login();
    const answers = await Promise.all(Array.from({ length: 50 }, () => refresh(body.refreshToken)));
    expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(200));
    expect(tokensOf(answers).size).toBe(1);
    const [session] = await asSuperuser('SELECT generation FROM sessions WHERE user_id = $1', [person.id]);
    expect(session).toEqual({ generation: 1 });
    const [successor] = tokensOf(answers);
    expect((await refresh(successor)).status).toBe(200);
    expect(await eventsOf(person.id)).toEqual([]);
  });

  it('G2: should be good once more within half a minute, and end the session after it', async () => {
    const person = await makePerson();
    const { body: first } = await person.login();
    const { body: second } = await refresh(first.refreshToken);
    await letPass(person.id, REPEAT_SECONDS - 2);
    expect((await refresh(first.refreshToken)).body.refreshToken).toBe(second.refreshToken);
    await letPass(person.id, 3);
    expect((await refresh(first.refreshToken)).status).toBe(401);
    expect((await refresh(second.refreshToken)).status).toBe(401);
    expect(await endingsOf(person.id)).toEqual(['REUSED']);
  });

  it('G3: should never be good again once one was copied, nor the access tokens, whenever they are tried', async () => {
    const person = await makePerson();
    const { body: first } = await person.login();
    const { body: second } = await refresh(first.refreshToken);
    const { body: third } = await refresh(second.refreshToken);
    expect((await refresh(first.refreshToken)).status).toBe(401);
    for (const seconds of [0, REPEAT_SECONDS - 1, 1, 3600]) {
      await letPass(person.id, seconds);
      for (const each of [first, second, third]) {
        expect((await refresh(each.refreshToken)).status).toBe(401);
        expect(await letsIn(each)).toBe(false);
      }
    }
    expect(await endingsOf(person.id)).toEqual(['REUSED']);
    expect(await eventsOf(person.id)).toEqual([{ kind: 'TOKEN_REUSED' }]);
  });

  it('G3: should end with the sessions that came of them by changing the company', async () => {
    const person = await makePerson();
    const [here, there] = [await makeTenant({ userId: person.id }), await makeTenant({ userId: person.id })];
    const { body: first } = await person.login();
    const into = (token: string, tenantId: string) =>
      client(token).call('POST', '/auth/switch-tenant', { tenantId, tokenTransport: 'body' });
    const { body: second } = await into(first.accessToken, here);
    const { body: third } = await into(second.accessToken, there);
    const { body: other } = await person.login();
    // Another tab that has not heard of the change is only told to sign in.
    expect((await refresh(second.refreshToken)).status).toBe(401);
    expect(await letsIn(third)).toBe(true);
    await letPass(person.id, REPEAT_SECONDS + 1);
    expect((await refresh(first.refreshToken)).status).toBe(401);
    expect(await letsIn(third)).toBe(false);
    expect((await refresh(third.refreshToken)).status).toBe(401);
    // What was begun apart from them goes on.
    expect((await refresh(other.refreshToken)).status).toBe(200);
    expect(await endingsOf(person.id)).toEqual(['SWITCHED', 'SWITCHED', 'REUSED', null]);
  });

  it('G5: should tell a copy from a successor within the same second', async () => {
    const person = await makePerson();
    const { body: first } = await person.login();
    const { body: second } = await refresh(first.refreshToken);
    const { body: third } = await refresh(second.refreshToken);
    expect((await refresh(first.refreshToken)).status).toBe(401);
    expect((await refresh(third.refreshToken)).status).toBe(401);
  });

  it('G8: should not follow from what the database holds, nor be there in any form', async () => {
    const person = await makePerson();
    const { body: first } = await person.login();
    const { body: second } = await refresh(first.refreshToken);
    const dump = JSON.stringify(await asSuperuser('SELECT * FROM sessions WHERE user_id = $1', [person.id]));
    for (const { refreshToken } of [first, second]) {
      expect(dump).not.toContain(refreshToken);
      expect(dump).not.toContain(refreshToken.split('.')[2]);
    }
    const [stored] = await asSuperuser<{ hash: string; seed: string }>(
      'SELECT refresh_token AS hash, token_seed AS seed FROM sessions WHERE user_id = $1',
      [person.id],
    );
    const id = second.refreshToken.split('.')[0];
    for (const forged of [stored?.hash, stored?.seed, `${id}.1.${stored?.seed}`])
      expect((await refresh(forged ?? '')).status).toBe(401);
    expect(await letsIn(second)).toBe(true);
  });

  it('should not be turned back by a refresh that was held up', async () => {
    const person = await makePerson();
    const { body: first } = await person.login();
    const before = await findSession(readRefreshToken(first.refreshToken)?.sessionId ?? '');
    const { body: second } = await refresh(first.refreshToken);
    const { body: third } = await refresh(second.refreshToken);
    expect(await advanceSession(before as SessionState, null)).toBe(false);
    expect((await refresh(third.refreshToken)).status).toBe(200);
  });

  it('should be refused when malformed, forged, of the future or of another session, and end nothing by it', async () => {
    const person = await makePerson();
    const { body: mine } = await person.login();
    const { body: other } = await person.login();
    const [id = '', , proof = ''] = mine.refreshToken.split('.');
    const [otherId = ''] = other.refreshToken.split('.');
    const flipped = (proof.startsWith('A') ? 'B' : 'A') + proof.slice(1);
    const wrong = [
      '',
      'x',
      `${id}.0`,
      `${id}.0.${flipped}`,
      `${id}.1.${proof}`,
      `${otherId}.0.${proof}`,
      `${id}.00.${proof}`,
    ];
    for (const token of wrong) expect([token, (await refresh(token)).status]).toEqual([token, 401]);
    await letPass(person.id, 3600);
    for (const token of wrong) await refresh(token);
    expect((await refresh(mine.refreshToken)).status).toBe(200);
    expect((await refresh(other.refreshToken)).status).toBe(200);
  });
});

describe('a session', () => {
  const idleS = () => config().SESSION_IDLE_DAYS * 24 * 3600;
  const mostS = () => config().SESSION_MOST_DAYS * 24 * 3600;

  it('G18: should end when it was not used for so many days, and not a second before', async () => {
    const person = await makePerson();
    const { body: first } = await person.login();
    await letPass(person.id, idleS() - 5);
    const { body: second } = await refresh(first.refreshToken);
    await letPass(person.id, idleS() - 5);
    expect(await letsIn(second)).toBe(true);
    await letPass(person.id, 6);
    expect((await refresh(second.refreshToken)).status).toBe(401);
  });

  it('G18: should end after so many days however much it is used, the company changed or not', async () => {
    const person = await makePerson();
    const tenantId = await makeTenant({ userId: person.id });
    let { body } = await person.login();
    await letPass(person.id, idleS() - 5);
    const into = { tenantId, tokenTransport: 'body' };
    body = (await client(body.accessToken).call('POST', '/auth/switch-tenant', into)).body;
    const usedS = Math.floor((mostS() - idleS()) / 2);
    for (const seconds of [usedS, usedS]) {
      await letPass(person.id, seconds);
      body = (await refresh(body.refreshToken)).body;
    }
    await letPass(person.id, 6);
    expect((await refresh(body.refreshToken)).status).toBe(401);
  });

  it('G18: should make room for a new one where somebody has too many, the one not seen for longest first', async () => {
    const person = await makePerson();
    const { SESSIONS_PER_USER } = config();
    Object.assign(config(), { SESSIONS_PER_USER: 3 });
    try {
      const opened = [];
      for (let count = 0; count < 3; count += 1) opened.push((await person.login()).body);
      await letPass(person.id, 60);
      opened[0] = (await refresh(opened[0].refreshToken)).body;
      opened.push((await person.login()).body);
      expect(await Promise.all(opened.map(letsIn))).toEqual([true, false, true, true]);
    } finally {
      Object.assign(config(), { SESSIONS_PER_USER });
    }
  });

  it('G18: should be seen and ended by its person, and by nobody else', async () => {
    const person = await makePerson();
    const tenantId = await makeTenant({ userId: person.id, name: 'Mill of sessions' });
    const { body: here } = await person.login();
    const { body: there } = await person.login();
    const caller = client(here.accessToken);
    const { body } = await caller.call('GET', '/auth/sessions');
    expect(body.data).toHaveLength(2);
    expect(body.data.filter(({ current }: Json) => current)).toEqual([
      expect.objectContaining({ tenant: { id: tenantId, name: 'Mill of sessions' }, device: null, ipAddress: null }),
    ]);
    const other = body.data.find(({ current }: Json) => !current).id;
    const stranger = client((await (await makePerson()).login()).body.accessToken);
    expect((await stranger.call('DELETE', `/auth/sessions/${other}`)).status).toBe(404);
    expect(await letsIn(there)).toBe(true);
    expect((await caller.call('DELETE', `/auth/sessions/${other}`)).status).toBe(204);
    expect(await letsIn(there)).toBe(false);
    expect((await caller.call('DELETE', `/auth/sessions/${other}`)).status).toBe(404);
    const opened = [(await person.login()).body, (await person.login()).body];
    expect((await caller.call('DELETE', '/auth/sessions')).body).toEqual({ ended: 2 });
    expect(await Promise.all([here, ...opened].map(letsIn))).toEqual([true, false, false]);
  });

  it('G7: should not come of a password that is being changed at the same moment', async () => {
    const person = await makePerson();
    const [row] = await asSuperuser<{ hash: string }>('SELECT password AS hash FROM users WHERE id = $1', [person.id]);
    const session = { userId: person.id, tenantId: null, deviceInfo: null, ipAddress: null };
    // The password was found right; then it is changed before the session is begun.
    await setPassword({ id: person.id } as never, 'another long password');
    expect(await openSession({ ...session, passwordHash: row?.hash ?? '' })).toBeUndefined();
    expect((await person.login(PASSWORD)).status).toBe(401);
    expect((await person.login('another long password')).status).toBe(200);
  });

  it.each([
    ['a sign-out', (body: Json) => client().call('POST', '/auth/logout', { refreshToken: body.refreshToken })],
    [
      'an end everywhere',
      async (_body: Json, elsewhere: Json) => client(elsewhere.accessToken).call('DELETE', '/auth/sessions'),
    ],
    ['a new password', (_body: Json, _elsewhere: Json, id: string) => setPassword({ id } as never, PASSWORD)],
    [
      'a disabled account',
      (_body: Json, _elsewhere: Json, id: string) =>
        asSuperuser('UPDATE users SET is_active = false WHERE id = $1', [id]),
    ],
  ])('G7: should be over after %s that races with its refresh, whoever comes first', async (_what, end) => {
    for (let round = 0; round < 8; round += 1) {
      const person = await makePerson();
      const [{ body }, { body: elsewhere }] = [await person.login(), await person.login()];
      const [answer] = await Promise.all([refresh(body.refreshToken), end(body, elsewhere, person.id)]);
      for (const token of [body.refreshToken, answer.body.refreshToken ?? body.refreshToken])
        expect((await refresh(token)).status).toBe(401);
      expect(await letsIn(body)).toBe(false);
    }
  });
});

describe('the clock of this process', () => {
  it.each([10, -10])('M6: should neither end nor lengthen a session when it is %d minutes off', async (minutes) => {
    const person = await makePerson();
    const { body: before } = await person.login();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + minutes * 60_000 });
    try {
      const { body } = await refresh(before.refreshToken);
      expect(await letsIn(body)).toBe(true);
      expect(await letsIn((await person.login()).body)).toBe(true);
      const [session] = await asSuperuser<{ days: number }>(
        `SELECT round(extract(epoch FROM max(expires_at) - now()) / 86400)::int AS days FROM sessions WHERE user_id = $1`,
        [person.id],
      );
      expect(session?.days).toBe(config().SESSION_IDLE_DAYS);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('sessions of an older release', () => {
  let person: Awaited<ReturnType<typeof makePerson>>;
  beforeAll(async () => {
    person = await makePerson();
  });

  it('should go on until their access token ends, and be signed in anew then', async () => {
    const { body } = await person.login();
    await asSuperuser(`UPDATE sessions SET token_seed = '', refresh_token = 'of-before' WHERE user_id = $1`, [
      person.id,
    ]);
    expect(await letsIn(body)).toBe(true);
    expect((await refresh(body.refreshToken)).status).toBe(401);
    expect((await refresh('of-before')).status).toBe(401);
  });
});
