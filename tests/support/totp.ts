import { codeOfStep, stepAt } from '@/lib/totp';
import { client } from './api';
import { asSuperuser } from './database';
import { makePerson, PASSWORD } from './sessions';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function bytesOf(secret: string): Buffer {
  const bits = [...secret].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

/** The code of a secret as an authenticator app shows it, now or some steps away from it. */
export const codeOf = (secret: string, stepsAway = 0) =>
  codeOfStep(bytesOf(secret), stepAt(Date.now() / 1000) + stepsAway);

/** As if the last code of somebody had been long ago. */
export const forgetLastCode = (userId: string) =>
  asSuperuser('UPDATE totp_secrets SET last_step = 0 WHERE user_id = $1', [userId]);

/** Somebody whose signing in takes a code; how they sign in, and what they have to do it. */
export async function makePersonWithTotp() {
  const person = await makePerson();
  const { body } = await person.login();
  const caller = client(body.accessToken);
  const { secret, otpauthUrl } = (await caller.call('POST', '/auth/totp/enroll', { password: PASSWORD })).body;
  const confirmed = await caller.call('POST', '/auth/totp/confirm', { code: codeOf(secret) });
  await forgetLastCode(person.id);
  const login = (totp?: string, more: object = {}) =>
    client().call('POST', '/auth/login', {
      identifier: person.email,
      password: PASSWORD,
      tokenTransport: 'body',
      ...(totp !== undefined && { totp }),
      ...more,
    });
  const recoveryCodes: string[] = confirmed.body.recoveryCodes;
  return { ...person, login, caller, secret: secret as string, otpauthUrl: otpauthUrl as string, recoveryCodes };
}
