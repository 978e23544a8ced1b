import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { answerResetRequests } from '@/auth/passwords/passwordReset.service';
import { type Client, client, codeOf, type Json, makeCompany } from '../support/api';
import { asSuperuser } from '../support/database';
import { kindsOf } from '../support/events';
import { accept, acceptAnew, invited, newAddress } from '../support/invitations';
import { messagesTo, tokenSentTo } from '../support/messages';
import { letsIn, PASSWORD } from '../support/sessions';
import { codeOf as totpCodeOf } from '../support/totp';

const NEW = 'the password of who reads it';
const nobody = client();
const aPhone = () => `+3936${uuidv7().replace(/\D/g, '').slice(-8).padStart(8, '7')}`;

/** Somebody has made an account with an address they do not read, and a phone they do. */
async function squatted() {
  const [email, phone] = [newAddress(), aPhone()];
  const person = { firstName: 'Carla', lastName: 'Neri', email, phone, password: PASSWORD, tokenTransport: 'body' };
  const { body } = await nobody.call('POST', '/auth/register', person);
  return { id: body.user.id as string, email, phone, body, stranger: client(body.accessToken) };
}

async function turnOnTotp(caller: Client) {
  const { secret } = (await caller.call('POST', '/auth/totp/enroll', { password: PASSWORD })).body;
  expect((await caller.call('POST', '/auth/totp/confirm', { code: totpCodeOf(secret) })).status).toBe(200);
}
async function forgot(identifier: string) {
  await nobody.call('POST', '/auth/password/forgot', { identifier });
  await answerResetRequests();
}
async function reset(identifier: string, newPassword = NEW) {
  await forgot(identifier);
  return nobody.call('POST', '/auth/password/reset', { token: await tokenSentTo(identifier), newPassword });
}
const signIn = (identifier: string, password = NEW) =>
  nobody.call('POST', '/auth/login', { identifier, password, tokenTransport: 'body' });
const links = async (address: string) =>
  (await messagesTo(address)).filter(({ subject }) => subject === 'Choose a new password').length;
const showPhone = async ({ phone, stranger }: { phone: string; stranger: Client }) => {
  const code = /\b\d{8}\b/.exec((await messagesTo(phone)).at(-1)?.text ?? '')?.[0];
  expect((await stranger.call('POST', '/auth/verify/code', { code })).status).toBe(204);
};

describe('an account made with somebody else’s address', () => {
  it('should be the reader’s alone once they have chosen a password by the link, and the company they join with it, too', async () => {
    const account = await squatted();
    const { email, phone } = account;
    const company = await makeCompany();
    const { token } = await invited(company.owner, { email, role: 'ADMIN' });
    expect(codeOf(await acceptAnew(token))).toBe('ALREADY_EXISTS');
    expect((await reset(email)).status).toBe(204);
    expect(await letsIn(account.body)).toBe(false);
    const { body } = await signIn(email);
    expect(body.user).toMatchObject({ email, emailVerified: true, phone: null, phoneVerified: false });
    expect((await accept(token, client(body.accessToken), { tokenTransport: 'body' })).status).toBe(200);
    await forgot(phone);
    expect(await links(phone)).toBe(0);
    expect((await signIn(phone, PASSWORD)).status).toBe(401);
    expect((await kindsOf(account.id))[0]).toBe('PASSWORD_RESET');
  });

  it('should ask the reader for no code of the stranger’s app, and have no shorter password for it', async () => {
    const account = await squatted();
    await turnOnTotp(account.stranger);
    const refused = await reset(account.email, 'qz8!vtxw');
    expect([refused.status, refused.body.errors[0].path]).toEqual([400, 'newPassword']);
    expect((await reset(account.email)).status).toBe(204);
    const { status, body } = await signIn(account.email);
    expect([status, body.user.totpEnabled]).toEqual([200, false]);
    expect(await asSuperuser('SELECT FROM recovery_codes WHERE user_id = $1', [account.id])).toEqual([]);
  });

  it('should be left to nobody by what the stranger was sent before', async () => {
    const { email, phone, stranger } = await squatted();
    const theirs = newAddress();
    await stranger.call('POST', '/auth/address/change', { email: theirs, password: PASSWORD });
    await forgot(phone);
    const byPhone = await tokenSentTo(phone);
    await forgot(email);
    const token = await tokenSentTo(email);
    expect((await nobody.call('POST', '/auth/password/reset', { token, newPassword: NEW })).status).toBe(204);
    const late: Json[] = [
      await nobody.call('POST', '/auth/password/reset', { token: byPhone, newPassword: `${NEW} 2` }),
      await nobody.call('POST', '/auth/verify', { token: await tokenSentTo(theirs) }),
    ];
    expect(late.map(({ status }) => status)).toEqual([400, 400]);
    expect((await signIn(email)).status).toBe(200);
  });

  it('should not be had by an address that was not shown where another one was, and be answered alike', async () => {
    const account = await squatted();
    await forgot(account.email);
    const early = await tokenSentTo(account.email);
    await showPhone(account);
    const asked = await nobody.call('POST', '/auth/password/forgot', { identifier: account.email });
    expect([asked.status, asked.text]).toEqual([202, '{"accepted":true}']);
    await answerResetRequests();
    expect(await links(account.email)).toBe(1);
    expect((await nobody.call('POST', '/auth/password/reset', { token: early, newPassword: NEW })).status).toBe(400);
    expect((await reset(account.phone)).status).toBe(204);
  });

  it('should lose the address to who is invited at it, where its person has shown another one only', async () => {
    const account = await squatted();
    await showPhone(account);
    const { owner } = await makeCompany();
    const { token } = await invited(owner, { email: account.email });
    const joined = await acceptAnew(token);
    expect([joined.status, joined.body.user.emailVerified]).toEqual([200, true]);
    expect((await account.stranger.call('GET', '/auth/me')).body.user).toMatchObject({
      id: account.id,
      email: null,
      phone: account.phone,
    });
  });
});

describe('an account of one’s own', () => {
  it('should keep all there is in it when its person, signed in, shows to read an address', async () => {
    const account = await squatted();
    const token = await tokenSentTo(account.email);
    await turnOnTotp(account.stranger);
    expect((await account.stranger.call('POST', '/auth/verify', { token })).status).toBe(204);
    const { user } = (await account.stranger.call('GET', '/auth/me')).body;
    expect(user).toMatchObject({ emailVerified: true, phone: account.phone, phoneVerified: false, totpEnabled: true });
  });

  it('should keep what was shown, and the second factor, when the password is forgotten later', async () => {
    const account = await squatted();
    await turnOnTotp(account.stranger);
    await showPhone(account);
    expect((await reset(account.phone)).status).toBe(204);
    expect(codeOf(await signIn(account.phone))).toBe('TOTP_REQUIRED');
    const [row] = await asSuperuser('SELECT email, phone FROM users WHERE id = $1', [account.id]);
    expect(row).toEqual({ email: account.email, phone: account.phone });
  });
});
