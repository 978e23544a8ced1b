import type { RegisterBody } from '@/contract/auth';
import { email as emailField, id as idField, phone as phoneField } from '@/contract/fields';
import { fieldRefusal, Refusal } from '@/lib/refusal';
import * as repo from './accounts.repo';
import { insertUser, type UserRow } from './auth.repo';
import { hashPassword } from './passwords';

/** Makes an account. Throws ALREADY_EXISTS naming the field when its address or number is taken. */
export async function makeAccount(body: Omit<RegisterBody, 'tokenTransport'>): Promise<UserRow> {
  const { firstName, lastName, email, phone, password } = body;
  const row = {
    firstName,
    lastName,
    email: email ?? null,
    phone: phone ?? null,
    password: await hashPassword(password),
  };
  return insertUser(row).catch((error: { code?: string; constraint?: string }) => {
    if (error.code !== '23505') throw error;
    const field = error.constraint === 'users_phone_key' ? 'phone' : 'email';
    throw fieldRefusal('ALREADY_EXISTS', field, 'There is already an account with this one.');
  });
}

/** The account of an e-mail address, a phone number or an id, active or not. */
export async function findAccount(named: string): Promise<repo.AccountRow | undefined> {
  for (const [column, field] of [
    ['id', idField],
    ['email', emailField],
    ['phone', phoneField],
  ] as const) {
    const value = field.safeParse(named);
    if (value.success) return repo.findAccount({ column, value: value.data });
  }
  return undefined;
}

/** Lets somebody in no more; every session of theirs ends. Answers how many. Throws INVALID_STATE. */
export async function disableAccount({ id, isActive }: repo.AccountRow): Promise<number> {
  if (!isActive) throw new Refusal('INVALID_STATE', 'That account is disabled already.');
  return repo.changeAccount(id, { isActive: false });
}

/** Lets somebody in again. Throws INVALID_STATE. */
export async function enableAccount({ id, isActive }: repo.AccountRow): Promise<void> {
  if (isActive) throw new Refusal('INVALID_STATE', 'That account is enabled already.');
  await repo.changeAccount(id, { isActive: true });
}

/** Gives an account another password and ends its sessions; answers how many. */
export async function setPassword({ id }: repo.AccountRow, password: string): Promise<number> {
  return repo.changeAccount(id, { password: await hashPassword(password) });
}
