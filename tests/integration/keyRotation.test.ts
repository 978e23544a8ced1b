import { beforeEach, describe, expect, it } from 'vitest';
import { acceptedKey, blockKey, LAST_TOKENS_S, publicKeys, rotateKeys, signingKey } from '@/auth/sessions/keys';
import { databaseManager } from '@/database/connection';
import { client, codeOf, tokenFor } from '../support/api';
import { until } from '../support/broker';
import { asSuperuser, makeUser } from '../support/database';

const kidOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid;
const letIn = async (token: string) => (await client(token).call('GET', '/auth/me')).status === 200;
const known = async () => (await publicKeys()).map(({ kid }) => kid);
/** Lets so many seconds go by for the keys; this process hears of it as another one would. */
async function letPass(seconds: number): Promise<void> {
  await asSuperuser(
    `UPDATE signing_keys SET signs_from = signs_from - make_interval(secs => $1), retires_at = retires_at - make_interval(secs => $1)`,
    [seconds],
  );
}

describe('the keys that sign access tokens', () => {
  let userId: string;
  beforeEach(async () => {
    userId = await makeUser();
    await asSuperuser('DELETE FROM signing_keys');
    // One of those that are there, not one of before that this process has not yet heard the end of.
    await until(async () => {
      const { kid } = await signingKey();
      return (await asSuperuser('SELECT FROM signing_keys WHERE kid = $1', [kid])).length > 0;
    });
  });

  it('G10: should be replaced while tokens are made and used, without one good token being refused', async () => {
    const first = await tokenFor(userId, null);
    let going = true;
    let refused = 0;
    const tokens = new Set<string>([first]);
    const work = async () => {
      while (going) {
        const token = await tokenFor(userId, null);
        tokens.add(token);
        for (const each of [token, first]) if (!(await letIn(each))) refused += 1;
      }
    };
    const working = [work(), work(), work()];
    const { kid } = await rotateKeys();
    await until(async () => (await known()).includes(kid));
    expect(kidOf(await tokenFor(userId, null))).toBe(kidOf(first));
    await letPass(31);
    await until(async () => kidOf(await tokenFor(userId, null)) === kid);
    // Those who work have seen it, too.
    await until(async () => [...tokens].some((token) => kidOf(token) === kid));
    going = false;
    await Promise.all(working);
    expect(refused).toBe(0);
    expect(new Set([...tokens].map(kidOf))).toEqual(new Set([kidOf(first), kid]));
    // What the old one has signed is over when the last of its tokens would be.
    expect(await letIn(first)).toBe(true);
    await letPass(LAST_TOKENS_S);
    await until(async () => !(await letIn(first)));
    expect(await known()).toEqual([kid]);
  });

  it('G10: should be accepted no more once one is blocked, while another signs at once', async () => {
    const stolen = await tokenFor(userId, null);
    expect(await letIn(stolen)).toBe(true);
    await blockKey(kidOf(stolen));
    await until(async () => !(await letIn(stolen)));
    expect(await known()).not.toContain(kidOf(stolen));
    const next = await tokenFor(userId, null);
    expect([kidOf(next) === kidOf(stolen), await letIn(next)]).toEqual([false, true]);
    await expect(blockKey(kidOf(stolen))).rejects.toThrow('There is no key');
  });

  it('G10: should let none sign that was only published, when the one before is blocked', async () => {
    const before = await signingKey();
    const { kid } = await rotateKeys();
    await blockKey(before.kid);
    await until(async () => (await acceptedKey(before.kid)) === undefined);
    const now = await signingKey();
    expect([before.kid, kid]).not.toContain(now.kid);
    expect(await letIn(await tokenFor(userId, null))).toBe(true);
    expect(await known()).toEqual([now.kid]);
  });

  it('should be kept so that the database alone does not give them', async () => {
    const { privateKey } = await signingKey();
    const secret = privateKey.export({ format: 'jwk' }).d ?? '';
    const kept = JSON.stringify(await asSuperuser('SELECT * FROM signing_keys'));
    expect(kept).not.toContain(secret);
    expect(kept).not.toContain('PRIVATE KEY');
  });

  it('should be made anew where those that are kept were sealed under another secret', async () => {
    const before = await signingKey();
    await asSuperuser(`UPDATE signing_keys SET private_sealed = 'AAAA'`);
    await until(async () => (await signingKey()).kid !== before.kid);
    expect(await known()).toContain(before.kid);
  });

  it('should be one where many processes find none', async () => {
    const { findKeys } = await import('@/auth/sessions/keys.repo');
    await asSuperuser('DELETE FROM signing_keys');
    await until(async () => (await findKeys(databaseManager.control)).length > 0);
    await Promise.all(Array.from({ length: 8 }, () => signingKey()));
    expect(await asSuperuser('SELECT FROM signing_keys')).toHaveLength(1);
  });

  it('G9: should not be looked for in the database for the sake of a bad token', async () => {
    await signingKey();
    const { statementsOf } = await import('../support/statements');
    const sent = await statementsOf(async () => {
      const answer = await client('eyJhbGciOiJFZERTQSIsImtpZCI6Im90aGVyIn0.e30.AA').call('GET', '/auth/me');
      expect([answer.status, codeOf(answer)]).toEqual([401, 'UNAUTHENTICATED']);
    });
    expect(sent).toEqual([]);
  });
});
