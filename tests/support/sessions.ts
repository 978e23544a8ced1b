import { v7 as uuidv7 } from 'uuid';
import { hashPassword } from '@/auth/passwords/passwords';
import { client, type Json } from './api';
import { asSuperuser, makeUser } from './database';

export const PASSWORD = 'a long enough password';

/** Somebody with a password, and how they sign in; tokens travel in bodies. */
export async function makePerson() {
  const email = `${uuidv7()}@example.test`;
  const id = await makeUser({ email, password: await hashPassword(PASSWORD) });
  const login = async (password = PASSWORD) =>
    client().call('POST', '/auth/login', { identifier: email, password, tokenTransport: 'body' });
  return { id, email, login };
}

export const refresh = (refreshToken: string) => client().call('POST', '/auth/refresh', { refreshToken });

/** Whether an access token lets its bearer in. */
export const letsIn = async ({ accessToken }: Json) =>
  (await client(accessToken).call('GET', '/auth/me')).status === 200;

/** Moves everything that has happened to the sessions of a person into the past, as if so much time had gone by. */
export async function letPass(userId: string, seconds: number): Promise<void> {
  const columns = ['created_at', 'rotated_at', 'last_seen_at', 'expires_at', 'ends_at', 'revoked_at'];
  const moved = columns.map((column) => `${column} = ${column} - make_interval(secs => $2)`);
  await asSuperuser(`UPDATE sessions SET ${moved.join(', ')} WHERE user_id = $1`, [userId, seconds]);
}
