import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { forgetSession, forgetTenant, sessionAccess } from '@/auth/access/access';
import { outdate } from '@/auth/access/sharedAccess';
import { config } from '@/config';
import { changeHash } from '@/database/changes';
import { Limiter } from '@/middleware/limiter';
import { connectRedis, disconnectRedis, redisState, withRedis } from '@/redis/redis';
import { client, sessionFor } from '../support/api';
import { until } from '../support/broker';
import { asSuperuser, makeTenant, makeUser } from '../support/database';
import { proxyTo, type Weather } from '../support/proxy';
import { type RedisServer, redisProgram, redisServer } from '../support/redis';
import { letsIn, makePerson, refresh } from '../support/sessions';
import { statementsOf } from '../support/statements';

describe.runIf(redisProgram)('with Redis', () => {
  let redis: RedisServer;
  let proxy: Awaited<ReturnType<typeof proxyTo>>;
  const ready = () => until(async () => (await withRedis((client) => client.ping())) === 'PONG');

  beforeAll(async () => {
    redis = await redisServer();
    proxy = await proxyTo(redis.port);
    Object.assign(config(), { REDIS_URL: `redis://127.0.0.1:${proxy.port}` });
    connectRedis();
  });
  afterAll(async () => {
    disconnectRedis();
    Object.assign(config(), { REDIS_URL: undefined });
    await proxy.stop();
    await redis.stop();
  });
  beforeEach(async () => {
    proxy.set('fair');
    await ready();
    await redis.admin.flushall();
  });

  /** Somebody signed in at a company, unknown to this process but for what lies in Redis. */
  async function signedIn() {
    const userId = await makeUser();
    const tenantId = await makeTenant({ userId });
    const { id } = await sessionFor(userId, tenantId);
    return { userId, tenantId, id, key: `t:${tenantId}:access:${changeHash(id)}` };
  }
  const asked = async (work: () => Promise<unknown>) =>
    (await statementsOf(work)).filter(({ text }) => text.includes('FROM sessions s')).length;

  it('should be used by all processes: what one has read of a session, another need not ask the database', async () => {
    const { id, tenantId } = await signedIn();
    expect(await asked(() => sessionAccess(id, tenantId))).toBe(1);
    // Another process knows nothing of it, and has heard of no change.
    forgetSession(id);
    expect(await asked(() => sessionAccess(id, tenantId))).toBe(1);
  });

  it('D1: should hold only keys that say whose they are, with values that say it again', async () => {
    const { id, tenantId, key } = await signedIn();
    const other = await signedIn();
    const anywhere = await sessionFor(other.userId, null);
    await sessionAccess(id, tenantId);
    await sessionAccess(anywhere.id, null);
    expect((await redis.admin.keys('*')).sort()).toEqual([`g:access:${changeHash(anywhere.id)}`, key].sort());
    const left = await redis.admin.pttl(key);
    expect([left > 0, left <= 5000]).toEqual([true, true]);
  });

  it('D1: should not be believed where another session, or another company, lies under the key', async () => {
    const [mine, theirs] = [await signedIn(), await signedIn()];
    await sessionAccess(theirs.id, theirs.tenantId);
    const value = (await redis.admin.get(theirs.key)) ?? '';
    for (const foreign of [value, value.replaceAll(changeHash(theirs.id), changeHash(mine.id)), 'no json', '{}']) {
      await redis.admin.set(mine.key, foreign, 'PX', 4000);
      const found = await sessionAccess(mine.id, mine.tenantId);
      expect(found).toMatchObject({ userId: mine.userId, tenantId: mine.tenantId, tenant: { id: mine.tenantId } });
      expect(await redis.admin.get(mine.key)).not.toBe(foreign);
      await asSuperuser('SELECT pg_notify($1, $2)', ['lavoro_changes', `session:${changeHash(mine.id)}`]);
      forgetSession(mine.id);
    }
    const events = await asSuperuser(`SELECT FROM security_events WHERE kind = 'FOREIGN_CACHE_ENTRY'`);
    expect(events.length).toBeGreaterThan(0);
  });

  it('M2: should not bring back a session that has ended, whatever still lies there', async () => {
    const person = await makePerson();
    const { body } = await person.login();
    expect(await letsIn(body)).toBe(true);
    const kept = await Promise.all(
      (await redis.admin.keys('*access*')).map(async (key) => [key, (await redis.admin.get(key)) ?? ''] as const),
    );
    expect(kept.length).toBe(1);
    proxy.set('refuse');
    expect((await client().call('POST', '/auth/logout', { refreshToken: body.refreshToken })).status).toBe(204);
    expect(await letsIn(body)).toBe(false);
    proxy.set('fair');
    await ready();
    for (const [key, value] of kept) await redis.admin.set(key, value, 'PX', 5000);
    expect(await letsIn(body)).toBe(false);
  });

  it('should not give what was read before a change of the company or the person either', async () => {
    const { id, tenantId, userId } = await signedIn();
    await sessionAccess(id, tenantId);
    await asSuperuser(`UPDATE user_tenants SET role = 'EMPLOYEE' WHERE user_id = $1`, [userId]);
    outdate({ kind: 'user', hash: changeHash(userId) });
    forgetTenant(tenantId);
    expect((await sessionAccess(id, tenantId))?.tenant?.role).toBe('EMPLOYEE');
  });

  it('should count requests of all processes together', async () => {
    const [one, two] = [new Limiter('g:limit:test', 5), new Limiter('g:limit:test', 5)];
    const counts = [];
    for (const limiter of [one, two, one, two, one, two, one]) counts.push(await limiter.count('key'));
    expect(counts.map(({ over }) => over)).toEqual(['no', 'no', 'no', 'no', 'no', 'first', 'again']);
    expect(await redis.admin.keys('g:limit:*')).toEqual(['g:limit:test:key']);
  });

  it('should let exactly so many through of five hundred at once', async () => {
    Object.assign(config(), { REDIS_TIMEOUT: 10_000 });
    const limiters = Array.from({ length: 4 }, () => new Limiter('g:limit:many', 50));
    const counts = await Promise.all(Array.from({ length: 500 }, (_, n) => limiters[n % 4]?.count('key')));
    Object.assign(config(), { REDIS_TIMEOUT: 50 });
    expect(counts.filter((count) => count?.over === 'no')).toHaveLength(50);
  });

  it.each(['refuse', 'hang', 'reset'] as const)(
    'M1: should be missed by nobody when it does %s: people come in, go on, are limited and thrown out',
    async (weather) => {
      const person = await makePerson();
      const before = (await person.login()).body;
      proxy.set(weather);
      const after = (await person.login()).body;
      expect(await letsIn(after)).toBe(true);
      const { status, body } = await refresh(before.refreshToken);
      expect([status, await letsIn(body)]).toEqual([200, true]);
      await client().call('POST', '/auth/logout', { refreshToken: after.refreshToken });
      expect(await letsIn(after)).toBe(false);
      const limiter = new Limiter(`g:limit:${weather}`, 3);
      const counts = [];
      for (let count = 0; count < 5; count += 1) counts.push(await limiter.count('key'));
      expect(counts.map(({ over }) => over)).toEqual(['no', 'no', 'no', 'first', 'again']);
    },
  );

  it.each([
    ['is emptied', () => redis.admin.flushall()],
    ['has no room', () => redis.admin.config('SET', 'maxmemory', '1')],
    ['only answers reads', () => redis.admin.replicaof('127.0.0.1', '1')],
    ['is killed', () => redis.kill()],
  ])('M1: should lose nothing and open nothing when it %s', async (_what, fault) => {
    const person = await makePerson();
    const [one, two] = [(await person.login()).body, (await person.login()).body];
    expect(await letsIn(one)).toBe(true);
    await client().call('POST', '/auth/logout', { refreshToken: two.refreshToken });
    try {
      await fault();
      expect([await letsIn(one), await letsIn(two)]).toEqual([true, false]);
      expect((await refresh(one.refreshToken)).status).toBe(200);
      expect((await refresh(two.refreshToken)).status).toBe(401);
      expect((await new Limiter(`g:limit:${_what}`, 1).count('key')).over).toBe('no');
    } finally {
      if (_what === 'is killed') await redis.start();
      await redis.admin.config('SET', 'maxmemory', '0');
      await redis.admin.replicaof('NO', 'ONE');
    }
  });

  it('D2: should give each caller its own answer, also when replies are late and callers have gone', async () => {
    let wrong = 0;
    for (let round = 0; round < 12; round += 1) {
      proxy.set([{ delayMs: 60 }, { delayMs: 20 }, 'reset', 'hang'][round % 4] as Weather);
      const answers = await Promise.all(
        Array.from({ length: 50 }, async (_, n) => {
          const mine = `${round}-${n}`;
          const answer = await withRedis((each) => each.echo(mine));
          return answer === undefined || answer === mine;
        }),
      );
      wrong += answers.filter((right) => !right).length;
      proxy.set('fair');
      await until(async () => (await withRedis((each) => each.ping())) === 'PONG');
    }
    expect(wrong).toBe(0);
  });

  it('should be told in /health, and be no reason to be down', async () => {
    expect(await redisState()).toBe('ok');
    proxy.set('refuse');
    const { status, body } = await client().call('GET', '/health');
    expect([status, body.status, body.checks.redis.status]).toEqual([200, 'degraded', 'down']);
  });
});
