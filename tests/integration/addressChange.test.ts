import { v7 as uuidv7 } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Client, client, codeOf } from '../support/api';
import { asSuperuser } from '../support/database';
import { kindsOf } from '../support/events';
import { messagesTo, tokenSentTo } from '../support/messages';
import { makePerson, PASSWORD } from '../support/sessions';

const nobody = client();
const anAddress = () => `${uuidv7()}@example.test`;
const aPhone = () => `+3934${uuidv7().replace(/\D/g, '').slice(-8).padStart(8, '7')}`;
const signIn = (identifier: string) =>
  nobody.call('POST', '/auth/login', { identifier, password: PASSWORD, tokenTransport: 'body' });

describe('another address of an account', () => {
  let person: Awaited<ReturnType<typeof makePerson>>;
  let caller: Client;
  beforeEach(async () => {
    person = await makePerson();
    caller = client((await person.login()).body.accessToken);
  });

  const change = (body: object, password = PASSWORD) =>
    caller.call('POST', '/auth/address/change', { password, ...body });
  const verify = (token: string, by = caller) => by.call('POST', '/auth/verify', { token });
  const me = async () => (await caller.call('GET', '/auth/me')).body.user;
  const smsCode = async (phone: string) => /\b\d{8}\b/.exec((await messagesTo(phone)).at(-1)?.text ?? '')?.[0] ?? '';

  it('should be had once its person has shown to read it, and the one before is told', async () => {
    const email = anAddress();
    expect((await change({ email })).status).toBe(202);
    expect(await me()).toMatchObject({ email: person.email });
    expect((await signIn(email)).status).toBe(401);
    expect((await verify(await tokenSentTo(email))).status).toBe(204);
    expect(await me()).toMatchObject({ email, emailVerified: true });
    expect([(await signIn(email)).status, (await signIn(person.email)).status]).toEqual([200, 401]);
    expect((await messagesTo(person.email)).at(-1)?.text).toContain('has another e-mail address');
    expect(await kindsOf(person.id)).toContain('ADDRESS_CHANGED');
  });

  it('should be a phone by a code, which is had beside the e-mail address', async () => {
    const phone = aPhone();
    await change({ phone });
    const code = await smsCode(phone);
    const wrong = String((Number(code) + 1) % 1e8).padStart(8, '0');
    expect((await caller.call('POST', '/auth/verify/code', { code: wrong })).status).toBe(400);
    expect((await me()).phone).toBeNull();
    expect((await caller.call('POST', '/auth/verify/code', { code })).status).toBe(204);
    expect(await me()).toMatchObject({ email: person.email, phone, phoneVerified: true });
    expect((await signIn(phone)).status).toBe(200);
  });

  it('should not be had by a press of somebody else on the link, who reads that address', async () => {
    const email = anAddress();
    await change({ email });
    const token = await tokenSentTo(email);
    const reader = client((await (await makePerson()).login()).body.accessToken);
    const [out, other] = [await verify(token, nobody), await verify(token, reader)];
    expect([codeOf(out), codeOf(other)]).toEqual(['UNAUTHENTICATED', 'FORBIDDEN']);
    expect((await me()).email).toBe(person.email);
    expect((await verify(token)).status).toBe(204);
  });

  it('should not be had with a wrong password, and nothing is sent', async () => {
    const email = anAddress();
    const answer = await change({ email }, 'not my password at all');
    expect([answer.status, codeOf(answer), answer.body.errors[0].path]).toEqual([
      401,
      'INVALID_CREDENTIALS',
      'password',
    ]);
    expect(await messagesTo(email)).toEqual([]);
  });

  it('should not say whether another account has it, and not be taken from it', async () => {
    const other = await makePerson();
    const free = anAddress();
    const [taken, given] = [await change({ email: other.email }), await change({ email: free })];
    expect([taken.status, taken.text]).toEqual([given.status, given.text]);
    expect(await messagesTo(other.email)).toEqual([]);
    // Somebody else registers with it before the link is used.
    await asSuperuser('UPDATE users SET email = $2 WHERE id = $1', [other.id, free]);
    const late = await verify(await tokenSentTo(free));
    expect([late.status, codeOf(late)]).toEqual([409, 'ALREADY_EXISTS']);
    expect((await me()).email).toBe(person.email);
  });

  it('G17: should be had once, of fifty at once, for a day, and by the newest link only', async () => {
    const [older, newer] = [anAddress(), anAddress()];
    await change({ email: older });
    await change({ email: newer });
    expect((await verify(await tokenSentTo(older))).status).toBe(400);
    const token = await tokenSentTo(newer);
    await asSuperuser(`UPDATE one_time_tokens SET expires_at = expires_at - interval '24 hours' WHERE user_id = $1`, [
      person.id,
    ]);
    expect((await verify(token)).status).toBe(400);
    await change({ email: newer });
    const again = await tokenSentTo(newer);
    const answers = await Promise.all(Array.from({ length: 50 }, () => verify(again)));
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    expect((await me()).email).toBe(newer);
  });

  it('should make what was sent to the one before no good', async () => {
    const email = anAddress();
    await asSuperuser(`UPDATE users SET email_verified_at = NULL WHERE id = $1`, [person.id]);
    await caller.call('POST', '/auth/verify/send', { channel: 'EMAIL' });
    const before = await tokenSentTo(person.email);
    await change({ email });
    await verify(await tokenSentTo(email));
    expect((await verify(before)).status).toBe(400);
  });

  it('should not be had by who was disabled meanwhile', async () => {
    const email = anAddress();
    await change({ email });
    await asSuperuser('UPDATE users SET is_active = false WHERE id = $1', [person.id]);
    expect((await verify(await tokenSentTo(email), nobody)).status).toBe(400);
  });

  it.each([
    ['nothing', {}],
    ['both', { email: 'anna@example.test', phone: '+393331234567' }],
    ['no address', { email: 'anna' }],
  ])('should be refused where %s is given', async (_what, body) => {
    expect((await change(body)).status).toBe(400);
  });

  it('should be refused where it is the one of now', async () => {
    const answer = await change({ email: person.email });
    expect([answer.status, answer.body.errors[0].path]).toEqual([400, 'email']);
  });
});
