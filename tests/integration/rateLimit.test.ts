import { afterEach, describe, expect, it } from 'vitest';
import { config } from '@/config';
import { addressKey } from '@/lib/address';
import { client, codeOf, makeCompany } from '../support/api';
import { asSuperuser } from '../support/database';
import { makeKey } from '../support/people';
import { supported } from '../support/supportAccess';

const OFF = { RATE_LIMIT_PUBLIC: 0, RATE_LIMIT_READS: 0, RATE_LIMIT_WRITES: 0, RATE_LIMIT_COMPANY: 20 };
/** Each test has limits that none before it had, and so counts of its own. */
const limit = (limits: Partial<typeof OFF>) => Object.assign(config(), OFF, limits);
afterEach(() => limit({}));

const tripped = (column: string, id: string) =>
  asSuperuser(`SELECT kind, detail FROM security_events WHERE kind = 'RATE_LIMITED' AND ${column} = $1`, [id]);

describe('too many requests', () => {
  it('should be refused to a person once, and said when to come again, while others go on', async () => {
    const company = await makeCompany();
    const [busy, calm] = [await company.as('MANAGER'), await company.as('MANAGER')];
    limit({ RATE_LIMIT_READS: 5 });
    const answers = await Promise.all(Array.from({ length: 12 }, () => busy.call('GET', '/locations')));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(5).fill(200), ...Array(7).fill(429)]);
    const refused = answers.find(({ status }) => status === 429);
    expect(refused && codeOf(refused)).toBe('RATE_LIMITED');
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(refused?.headers.get('ratelimit-policy')).toBe('"person";q=5;w=60, "company";q=100;w=60');
    expect(refused?.headers.get('ratelimit')).toMatch(/^"person";r=0;t=\d+, "company";r=\d+;t=\d+$/);
    expect((await calm.call('GET', '/locations')).status).toBe(200);
    // Writes are counted apart.
    limit({ RATE_LIMIT_READS: 5, RATE_LIMIT_WRITES: 1000 });
    expect((await busy.call('POST', '/locations', {})).status).toBe(403);
  });

  it('F5: should leave one word in the security events for each time somebody begins to ask too much', async () => {
    const company = await makeCompany();
    limit({ RATE_LIMIT_READS: 4 });
    for (let count = 0; count < 9; count += 1) await company.owner.call('GET', '/locations');
    expect(await tripped('user_id', company.ownerId)).toEqual([{ kind: 'RATE_LIMITED', detail: { limit: 'person' } }]);
  });

  it('K1: should be refused to a company as a whole, and to no other', async () => {
    const [busy, calm] = [await makeCompany(), await makeCompany()];
    const people = await Promise.all(Array.from({ length: 4 }, () => busy.as('MANAGER')));
    limit({ RATE_LIMIT_READS: 3, RATE_LIMIT_COMPANY: 2 });
    const answers = await Promise.all(
      people.flatMap((each) => [each, each, each].map((one) => one.call('GET', '/locations'))),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(6);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(6);
    expect((await calm.owner.call('GET', '/locations')).status).toBe(200);
    expect(await tripped('tenant_id', busy.id)).toEqual([{ kind: 'RATE_LIMITED', detail: { limit: 'company' } }]);
  });

  it('should be refused to an address that is not signed in, whatever it says of itself', async () => {
    limit({ RATE_LIMIT_PUBLIC: 6 });
    const body = { identifier: 'nobody@example.test', password: 'wrong' };
    const answers = [];
    for (let count = 0; count < 8; count += 1)
      answers.push(await client().call('POST', '/auth/login', body, { 'x-forwarded-for': `10.0.0.${count}` }));
    expect(answers.map(({ status }) => status)).toEqual([...Array(6).fill(401), 429, 429]);
    expect(answers[0]?.headers.get('ratelimit-policy')).toBe('"address";q=6;w=60');
  });

  it('should be refused to a key and a support token that are good no more, and fill no table', async () => {
    const company = await makeCompany();
    const { id, key } = await makeKey(company, ['partners:read']);
    const good = await makeKey(company, ['partners:read']);
    await company.owner.call('DELETE', `/tenants/current/api-keys/${id}`);
    const { token, accessId, consent } = await supported(company, 'READ');
    await company.owner.call('DELETE', `/tenants/current/support/${consent.id}`);
    limit({ RATE_LIMIT_PUBLIC: 7, RATE_LIMIT_READS: 500, RATE_LIMIT_WRITES: 500 });
    for (const [bad, address, path] of [
      [key, '192.0.2.81', '/suppliers'],
      [key, '192.0.2.82', '/auth/me'],
      [token, '192.0.2.83', '/suppliers'],
      ['lvk_x', '192.0.2.84', '/suppliers'],
    ] as const) {
      const statuses = [];
      for (let count = 0; count < 9; count += 1) statuses.push((await client(bad, address).call('GET', path)).status);
      expect(statuses).toEqual([...Array(7).fill(401), 429, 429]);
      // Who shares the address with it goes on.
      expect((await client(good.key, address).call('GET', '/suppliers')).status).toBe(200);
    }
    const events = `SELECT kind, ip_address AS ip, tenant_id = $3 AS ours FROM security_events
      WHERE kind IN ('KEY_REFUSED', 'SUPPORT_REFUSED') AND (detail ->> 'keyId' = $1 OR detail ->> 'accessId' = $2) ORDER BY id`;
    expect(await asSuperuser(events, [id, accessId, company.id])).toEqual([
      { kind: 'KEY_REFUSED', ip: '192.0.2.81', ours: true },
      { kind: 'KEY_REFUSED', ip: '192.0.2.82', ours: true },
      { kind: 'SUPPORT_REFUSED', ip: '192.0.2.83', ours: true },
    ]);
    expect(await tripped('ip_address', '192.0.2.81')).toHaveLength(1);
  });

  it('should not be spoken of where there is no limit', async () => {
    const { owner } = await makeCompany();
    const { headers } = await owner.call('GET', '/locations');
    expect([headers.get('ratelimit'), headers.get('ratelimit-policy')]).toEqual([null, null]);
  });
});

describe('an address', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['nowhere', undefined],
  ])('should count as its network: %s', (address, network) => {
    expect(addressKey(address)).toBe(network);
  });
});
