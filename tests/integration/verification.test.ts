import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { type Client, client, codeOf } from '../support/api';
import { asSuperuser } from '../support/database';
import { messagesTo, tokenSentTo } from '../support/messages';
import { PASSWORD } from '../support/sessions';

const nobody = client();

async function registered() {
  const digits = uuidv7().replace(/\D/g, '').slice(-8).padStart(8, '7');
  const [email, phone] = [`${uuidv7()}@example.test`, `+3933${digits}`];
  const person = { firstName: 'Evil\u00a0http://click.me', lastName: 'Neri', email, phone };
  const { body } = await nobody.call('POST', '/auth/register', {
    ...person,
    password: PASSWORD,
    tokenTransport: 'body',
  });
  return { email, phone, id: body.user.id as string, user: body.user, caller: client(body.accessToken) };
}
const verify = (token: string, by: Client) => by.call('POST', '/auth/verify', { token });
const smsCode = async (phone: string) => /\b\d{8}\b/.exec((await messagesTo(phone)).at(-1)?.text ?? '')?.[0] ?? '';
const other = (code: string, by = 1) => String((Number(code) + by) % 1e8).padStart(8, '0');

describe('an address', () => {
  it('should be shown to be read by what is sent at registration; until then its person may sign in all the same', async () => {
    const person = await registered();
    expect(person.user).toMatchObject({ emailVerified: false, phoneVerified: false, totpEnabled: false });
    const tokens = await tokenSentTo(person.email);
    // Nobody can have us send words of theirs to somebody else.
    for (const { text } of [...(await messagesTo(person.email)), ...(await messagesTo(person.phone))])
      expect(text).not.toMatch(/click\.me|Neri/);
    expect((await verify(tokens, person.caller)).status).toBe(204);
    expect((await verify(tokens, person.caller)).status).toBe(400);
    const me = async () => (await person.caller.call('GET', '/auth/me')).body.user;
    expect(await me()).toMatchObject({ emailVerified: true, phoneVerified: false });
    const code = await smsCode(person.phone);
    expect((await person.caller.call('POST', '/auth/verify/code', { code })).status).toBe(204);
    expect(await me()).toMatchObject({ emailVerified: true, phoneVerified: true });
    for (const channel of ['EMAIL', 'SMS'])
      expect(codeOf(await person.caller.call('POST', '/auth/verify/send', { channel }))).toBe('INVALID_STATE');
  });

  it('G17: should be shown once by a link, of fifty at once, for a day, and by the newest only', async () => {
    const [first, second, third] = [await registered(), await registered(), await registered()];
    const token = await tokenSentTo(first.email);
    const answers = await Promise.all(Array.from({ length: 50 }, () => verify(token, first.caller)));
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    await asSuperuser(`UPDATE one_time_tokens SET expires_at = expires_at - interval '24 hours' WHERE user_id = $1`, [
      second.id,
    ]);
    expect((await verify(await tokenSentTo(second.email), second.caller)).status).toBe(400);
    const older = await tokenSentTo(third.email);
    expect((await third.caller.call('POST', '/auth/verify/send', { channel: 'EMAIL' })).status).toBe(204);
    expect((await verify(older, third.caller)).status).toBe(400);
    expect((await verify(await tokenSentTo(third.email), third.caller)).status).toBe(204);
  });

  it('G17: should be shown by a code of the phone, which is its own person’s and dies of five tries, however many at once', async () => {
    const [person, stranger] = [await registered(), await registered()];
    const code = await smsCode(person.phone);
    const tryAs = (caller: typeof person.caller, tried: string) =>
      caller.call('POST', '/auth/verify/code', { code: tried });
    expect((await tryAs(stranger.caller, code)).status).toBe(400);
    for (let count = 1; count < 5; count += 1)
      expect((await tryAs(person.caller, other(code, count))).status).toBe(400);
    expect((await tryAs(person.caller, code)).status).toBe(204);

    const again = await registered();
    const right = await smsCode(again.phone);
    await Promise.all(Array.from({ length: 20 }, (_, index) => tryAs(again.caller, other(right, index + 1))));
    expect((await tryAs(again.caller, right)).status).toBe(400);
    const [row] = await asSuperuser(
      `SELECT tries FROM one_time_tokens WHERE user_id = $1 AND purpose = 'VERIFY_PHONE'`,
      [again.id],
    );
    expect(row).toEqual({ tries: 5 });
    await again.caller.call('POST', '/auth/verify/send', { channel: 'SMS' });
    expect((await tryAs(again.caller, await smsCode(again.phone))).status).toBe(204);
    expect((await again.caller.call('GET', '/auth/me')).body.user.phoneVerified).toBe(true);
  });

  it('G17: should be shown by a code for ten minutes by the clock of the database', async () => {
    const person = await registered();
    const code = await smsCode(person.phone);
    await asSuperuser(`UPDATE one_time_tokens SET expires_at = expires_at - interval '10 minutes' WHERE user_id = $1`, [
      person.id,
    ]);
    expect((await person.caller.call('POST', '/auth/verify/code', { code })).status).toBe(400);
  });

  it('should be shown by whoever is signed in with its account alone: a press on the link of a stranger’s makes it nobody’s', async () => {
    const [person, stranger] = [await registered(), await registered()];
    const token = await tokenSentTo(person.email);
    const [out, other] = [await verify(token, nobody), await verify(token, stranger.caller)];
    expect([codeOf(out), codeOf(other)]).toEqual(['UNAUTHENTICATED', 'FORBIDDEN']);
    expect((await person.caller.call('GET', '/auth/me')).body.user.emailVerified).toBe(false);
    expect((await verify(token, person.caller)).status).toBe(204);
  });

  it('should be sent to five times an hour', async () => {
    const person = await registered();
    const send = () => person.caller.call('POST', '/auth/verify/send', { channel: 'SMS' });
    const statuses = [];
    for (let count = 0; count < 7; count += 1) statuses.push((await send()).status);
    expect(statuses).toEqual([204, 204, 204, 204, 204, 429, 429]);
    expect(Number((await send()).headers.get('retry-after'))).toBeGreaterThan(3000);
    expect(await messagesTo(person.phone)).toHaveLength(6);
  });

  it('should not be asked for where the account has none such', async () => {
    const { body } = await nobody.call('POST', '/auth/register', {
      firstName: 'A',
      lastName: 'B',
      email: `${uuidv7()}@example.test`,
      password: PASSWORD,
      tokenTransport: 'body',
    });
    expect(codeOf(await client(body.accessToken).call('POST', '/auth/verify/send', { channel: 'SMS' }))).toBe(
      'NOT_FOUND',
    );
  });

  it('G8: should be verifiable by nothing that is in the database', async () => {
    const person = await registered();
    const dump = JSON.stringify([
      await asSuperuser('SELECT * FROM one_time_tokens'),
      await asSuperuser('SELECT * FROM messages'),
    ]);
    expect(dump).not.toContain(await tokenSentTo(person.email));
    expect(dump).not.toContain(await smsCode(person.phone));
  });
});
