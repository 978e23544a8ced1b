import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeKey as newKey } from '@/auth/access/apiKeys';
import { touchKey } from '@/auth/access/apiKeys.repo';
import { MOST_KEYS } from '@/contract/access';
import { tenantSchema } from '@/database/tenantName';
import { routes } from '@/routes';
import { addMember, removeMember } from '@/tenants/people/members.service';
import { type Answer, type Client, type Company, client, makeCompany, withoutRequestId } from '../support/api';
import { until } from '../support/broker';
import { knowKey, loggedLines } from '../support/canary';
import { asSuperuser } from '../support/database';
import { makeKey, makePerson } from '../support/people';
import { makeRecords } from '../support/records';
import { statementsOf } from '../support/statements';
import { refusal } from './support';

const KEYS = '/tenants/current/api-keys';
const supplier = { name: 'Filatura', kind: 'YARN', allowDuplicate: true };

let company: Company;
beforeAll(async () => {
  company = await makeCompany();
});

const eventsOf = (keyId: string) =>
  asSuperuser<{ kind: string }>(`SELECT kind FROM security_events WHERE detail ->> 'keyId' = $1 ORDER BY id`, [keyId]);

describe('an API key', () => {
  it('should be answered once, stored as a hash alone, and in no log, list or history', async () => {
    const { id, key } = await makeKey(company, ['partners:read', 'partners:write']);
    expect(key).toMatch(/^lvk_[0-9a-f]{32}_[0-9A-Za-z]{43}_[0-9a-f]{10}$/);
    const secret = key.split('_')[2] ?? '';
    const list = await company.owner.call('GET', KEYS);
    const shown = list.body.data.find((each: { id: string }) => each.id === id);
    expect(shown).toMatchObject({ name: 'Scales', prefix: key.slice(0, 16), lastUsedAt: null, revokedAt: null });
    expect(shown.createdBy).toEqual({ id: company.ownerId, name: 'Anna Conti' });
    await client(key).call('POST', '/suppliers', { name: '' });
    await client(key).call('GET', '/locations');
    const stored = await asSuperuser('SELECT * FROM api_keys');
    const audit = await asSuperuser(`SELECT * FROM ${tenantSchema(company.id)}.audit_log`);
    const events = await asSuperuser('SELECT * FROM security_events');
    for (const text of [list.text, JSON.stringify([stored, audit, events]), loggedLines().join()])
      expect(text).not.toContain(secret);
    expect((await eventsOf(id)).map(({ kind }) => kind)).toEqual(['KEY_MADE', 'ACCESS_DENIED']);
    expect(audit).toContainEqual(expect.objectContaining({ entity: 'api_key', entity_id: id, action: 'create' }));
  });

  it('should do in its company what it was given, and nothing else there or elsewhere', async () => {
    const { caller, key } = await makeKey(company, ['partners:read']);
    expect((await caller.call('GET', '/suppliers')).status).toBe(200);
    expect((await caller.call('POST', '/suppliers', supplier)).status).toBe(403);
    for (const { method, path } of routes.filter(({ access }) => access === 'user')) {
      const answer = await caller.call(method, path.replace(/:\w+/, uuidv7()), method === 'GET' ? undefined : {});
      expect([method, path, answer.status]).toEqual([method, path, 403]);
    }
    const other = await makeCompany();
    const theirs = await makeRecords(other.owner);
    expect((await caller.call('GET', `/suppliers/${theirs.supplier.id}`)).status).toBe(404);
    expect((await client(key).call('GET', '/openapi.json')).status).toBe(200);
  });

  it("should leave audit rows of its own, and Idempotency-Keys that are nobody else's", async () => {
    const [first, second] = [
      await makeKey(company, ['partners:read', 'partners:write']),
      await makeKey(company, ['partners:read', 'partners:write']),
    ];
    const callers: Client[] = [first.caller, second.caller, company.owner];
    const ask = (by: Client) => by.call('POST', '/suppliers', supplier, { 'idempotency-key': 'shared' });
    const made = [];
    for (const by of callers) made.push((await ask(by)).body.id);
    expect(new Set(made).size).toBe(3);
    expect((await ask(first.caller)).body.id).toBe(made[0]);
    const rows = await asSuperuser(
      `SELECT actor_user_id, session_id FROM ${tenantSchema(company.id)}.audit_log WHERE entity_id = $1`,
      [made[0]],
    );
    expect(rows).toEqual([{ actor_user_id: null, session_id: null }]);
    const [row] = await asSuperuser<{ user_id: string }>(
      `SELECT user_id FROM ${tenantSchema(company.id)}.idempotency_keys WHERE response_body ->> 'id' = $1`,
      [made[0]],
    );
    expect(row?.user_id).toBe(first.id);
  });

  it('should see the locations it was given, and no others', async () => {
    const { location, order } = await makeRecords(company.owner);
    const locationIds = [location.id];
    const { caller } = await makeKey(company, ['locations:read', 'production:read'], { locationIds });
    expect((await caller.call('GET', '/locations')).body.data.map(({ id }: { id: string }) => id)).toEqual(locationIds);
    expect((await caller.call('GET', `/production/orders/${order.id}`)).status).toBe(200);
    const elsewhere = await makeKey(company, ['production:read'], { locationIds: [] });
    expect((await elsewhere.caller.call('GET', `/production/orders/${order.id}`)).status).toBe(404);
  });

  it('should be noted as used once a minute at most', async () => {
    const { id, caller } = await makeKey(company, ['partners:read']);
    const usedAt = async () =>
      (await asSuperuser<{ at: string | null }>('SELECT last_used_at::text AS at FROM api_keys WHERE id = $1', [id]))[0]
        ?.at;
    await caller.call('GET', '/suppliers');
    await until(async () => (await usedAt()) != null);
    const again = await statementsOf(() => caller.call('GET', '/suppliers'));
    expect(again.filter(({ text }) => text.includes('last_used_at'))).toEqual([]);
    const setTo = (seconds: number) =>
      asSuperuser('UPDATE api_keys SET last_used_at = now() - make_interval(secs => $2) WHERE id = $1', [id, seconds]);
    for (const [seconds, moves] of [
      [50, false],
      [61, true],
    ] as const) {
      await setTo(seconds);
      const before = await usedAt();
      await touchKey(id);
      expect([seconds, (await usedAt()) !== before]).toEqual([seconds, moves]);
    }
  });
});

describe('a bad API key', () => {
  /** What each kind of bad key is answered, and the statements it costs. */
  async function tried(key: string) {
    const answers: Answer<unknown>[] = [];
    const sent = await statementsOf(async () => {
      answers.push(await client(key).call('GET', '/suppliers'));
    });
    const [answer] = answers;
    return { status: answer?.status, text: answer && withoutRequestId(answer), sent: sent.length };
  }

  it('should be refused without the database when it is malformed or mistyped', async () => {
    const { key } = await makeKey(company, ['partners:read']);
    const { text } = await tried('lvk_');
    const other = key.at(-1) === '0' ? '1' : '0';
    const flip = (at: number) => `${key.slice(0, at)}${key[at] === 'a' ? 'b' : 'a'}${key.slice(at + 1)}`;
    for (const bad of [
      'lvk_',
      'lvk_x',
      key.slice(0, -1),
      `${key}0`,
      `${key.slice(0, -1)}${other}`,
      flip(10),
      flip(50),
      `${key} `.trim().concat('\u00e9'),
      `lvk_${'0'.repeat(32)}_${'0'.repeat(43)}_${'0'.repeat(10)}`,
    ]) {
      const answer = await tried(bad);
      expect([bad.length, answer]).toEqual([bad.length, { status: 401, text, sent: 0 }]);
    }
  });

  it('should be told nothing of why: unknown, revoked, expired or with another secret', async () => {
    const [revoked, expired, real] = [
      await makeKey(company, ['partners:read']),
      await makeKey(company, ['partners:read']),
      await makeKey(company, ['partners:read']),
    ];
    expect((await company.owner.call('DELETE', `${KEYS}/${revoked.id}`)).status).toBe(204);
    expect(refusal(await company.owner.call('DELETE', `${KEYS}/${revoked.id}`))).toEqual([409, 'INVALID_STATE']);
    await asSuperuser(`UPDATE api_keys SET expires_at = now() - interval '1 second' WHERE id = $1`, [expired.id]);
    const bad = {
      revoked: revoked.key,
      expired: expired.key,
      secret: newKey(real.id).key,
      unknown: newKey(uuidv7()).key,
    };
    const { text } = await tried('lvk_');
    for (const [what, key] of Object.entries(bad)) {
      const answer = await tried(key);
      expect([what, answer.status, answer.text]).toEqual([what, 401, text]);
    }
    expect((await real.caller.call('GET', '/suppliers')).status).toBe(200);
    expect((await tried(bad.secret)).status).toBe(401);
    const kinds = (await eventsOf(revoked.id)).map(({ kind }) => kind);
    expect(kinds).toEqual(['KEY_MADE', 'KEY_REVOKED', 'KEY_REFUSED']);
  });
});

describe('who made an API key', () => {
  const make = (by: Client, body: object) =>
    by.call('POST', KEYS, { name: 'Made', permissions: ['partners:read'], ...body });

  it('should hold what it may do, and give it nothing that only people do', async () => {
    const clerk = await makePerson(company, 'EMPLOYEE', {
      customRoleId: (
        await company.owner.call('POST', '/tenants/current/roles', {
          name: 'Keeper of keys',
          permissions: ['keys:manage', 'partners:read'],
        })
      ).body.id,
    });
    expect((await make(clerk.caller, {})).status).toBe(201);
    expect((await make(clerk.caller, { permissions: ['partners:write'] })).status).toBe(403);
    expect((await make(company.owner, { permissions: ['tenant:own'] })).status).toBe(403);
    for (const permission of ['roles:manage', 'keys:manage'])
      expect(refusal(await make(company.owner, { permissions: [permission] }))).toEqual([
        422,
        'RULE_VIOLATED',
        'permissions.0',
      ]);
    const { location } = await makeRecords((await makeCompany()).owner);
    expect(refusal(await make(company.owner, { locationIds: [location.id] }))).toEqual([
      422,
      'RULE_VIOLATED',
      'locationIds.0',
    ]);
    const [own] = (await company.owner.call('GET', '/locations')).body.data;
    const whole = { permissions: ['fields:manage'], locationIds: [own.id] };
    expect(refusal(await make(company.owner, whole))).toEqual([422, 'RULE_VIOLATED', 'permissions.0']);
    // What such a key could do by the table alone, it still cannot.
    const { id, key } = (await make(company.owner, {})).body;
    await asSuperuser('UPDATE api_keys SET permissions = $2 WHERE id = $1', [id, ['roles:manage', 'partners:read']]);
    expect((await client(key).call('GET', '/tenants/current/roles')).status).toBe(403);
  });

  it('should choose an end within a year, in at most fifty living keys of a company', async () => {
    for (const days of [0, -1, 366, 1.5, '30'])
      expect(refusal(await make(company.owner, { expiresInDays: days }))[0]).toBe(400);
    const { body } = await make(company.owner, { expiresInDays: 365 });
    const days = (Date.parse(body.expiresAt) - Date.parse(body.createdAt)) / 86_400_000;
    expect(Math.round(days)).toBe(365);
    const alone = await makeCompany();
    await asSuperuser(
      `INSERT INTO api_keys (id, tenant_id, name, prefix, secret_hash, permissions, created_by, expires_at)
       SELECT gen_random_uuid(), $1, 'Old', 'lvk_', repeat('0', 64), '{}', $2, now() + interval '1 day'
       FROM generate_series(1, $3)`,
      [alone.id, alone.ownerId, MOST_KEYS],
    );
    expect(refusal(await make(alone.owner, {}))).toEqual([422, 'RULE_VIOLATED']);
    await asSuperuser(
      'UPDATE api_keys SET revoked_at = now() WHERE id = (SELECT id FROM api_keys WHERE tenant_id = $1 LIMIT 1)',
      [alone.id],
    );
    expect((await make(alone.owner, {})).status).toBe(201);
  });

  it('should take it with them when they leave, for good', async () => {
    const admin = await makePerson(company, 'ADMIN');
    const { id, key } = (await make(admin.caller, {})).body;
    knowKey(key, company.id);
    const caller = client(key);
    const status = async () => (await caller.call('GET', '/suppliers')).status;
    expect(await status()).toBe(200);
    await addMember(company.id, admin.id, 'EMPLOYEE', 'cli:anna');
    expect(await status()).toBe(200);
    const stop = (active: boolean) =>
      asSuperuser('UPDATE user_tenants SET is_active = $2 WHERE user_id = $1', [admin.id, active]);
    await stop(false);
    await until(async () => (await status()) === 401);
    await stop(true);
    await until(async () => (await status()) === 200);
    await asSuperuser('UPDATE users SET is_active = false WHERE id = $1', [admin.id]);
    await until(async () => (await status()) === 401);
    await asSuperuser('UPDATE users SET is_active = true WHERE id = $1', [admin.id]);
    await removeMember(company.id, admin.id, 'cli:anna');
    await until(async () => (await status()) === 401);
    await addMember(company.id, admin.id, 'ADMIN', 'cli:anna');
    expect(await status()).toBe(401);
    const { body } = await company.owner.call('GET', KEYS);
    expect(body.data.find((each: { id: string }) => each.id === id).revokedAt).not.toBeNull();
  });
});

describe('the company of an API key', () => {
  it('A7: should stop it while it is suspended or being deleted', async () => {
    const other = await makeCompany();
    const { caller } = await makeKey(other, ['partners:read']);
    const answers = async () => {
      const { status, body } = await caller.call('GET', '/suppliers');
      return [status, body.detail];
    };
    expect((await answers())[0]).toBe(200);
    const set = (sql: string) => asSuperuser(`UPDATE tenants SET ${sql} WHERE id = $1`, [other.id]);
    await set(`status = 'SUSPENDED'`);
    await until(async () => (await answers())[0] === 403);
    expect(await answers()).toEqual([403, 'This company is suspended.']);
    await set(`status = 'ACTIVE'`);
    await until(async () => (await answers())[0] === 200);
    await set(`status = 'DELETING', deletion_asked_by = 'cli:anna', deletion_asked_at = now(), purge_after = now()`);
    await until(async () => (await answers())[0] === 403);
    expect(await answers()).toEqual([403, 'This company is being deleted.']);
  });
});
