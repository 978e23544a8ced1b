import type { RegisterBody } from '@/contract/auth';
import { MESSAGE_CHANNELS } from '@/contract/enums';
import { email as emailField, id as idField, phone as phoneField } from '@/contract/fields';
import { withControlTransaction } from '@/database/transaction';
import { fieldRefusal, notFound, Refusal } from '@/lib/refusal';
import { messageTexts } from '@/messages/texts';
import { requireGoodPassword } from '../passwords/passwordPolicy';
import { hashPassword } from '../passwords/passwords';
import { recordSecurityEvent } from '../securityEvents/securityEvents';
import { insertUser, type UserRow } from '../signIn/auth.repo';
import * as repo from './accounts.repo';
import { tellAbout } from './notices';
import { companiesOwnedAlone } from './ownedCompanies.repo';
import { sendVerification } from './verification.service';

/**
 * Makes an account, and sends to its addresses what shows that somebody reads them. Throws ALREADY_EXISTS naming the field
 * when its address or number is taken, VALIDATION_FAILED for a password nobody should have.
 */
export async function makeAccount(body: Omit<RegisterBody, 'tokenTransport'>): Promise<UserRow> {
  const { firstName, lastName, email, phone, password } = body;
  const person = { firstName, lastName, email: email ?? null, phone: phone ?? null };
  requireGoodPassword(password, { ...person, hasTotp: false }, 'password');
  const row = { ...person, password: await hashPassword(password) };
  return withControlTransaction(async (db) => {
    const user = await insertUser(db, row);
    for (const channel of MESSAGE_CHANNELS) await sendVerification(db, user, channel);
    return user;
  }).catch((error: { code?: string; constraint?: string }) => {
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

/**
 * Lets somebody in no more; every session of theirs ends. Answers how many. Throws INVALID_STATE, and RULE_VIOLATED for the
 * last owner of a company unless that is `lastOwner: 'too'`.
 */
export async function disableAccount(
  { id, isActive }: repo.AccountRow,
  { lastOwner = 'never' }: { readonly lastOwner?: 'never' | 'too' } = {},
): Promise<number> {
  if (!isActive) throw new Refusal('INVALID_STATE', 'That account is disabled already.');
  return withControlTransaction(async (db) => {
    const alone = lastOwner === 'too' ? [] : await companiesOwnedAlone(db, id);
    if (alone.length > 0)
      throw new Refusal(
        'RULE_VIOLATED',
        `That person is the last owner of ${alone.join(', ')}: make somebody else an owner first, or add --force.`,
      );
    return repo.disable(db, id);
  });
}

/** Lets somebody in again. Throws INVALID_STATE. */
export async function enableAccount({ id, isActive }: repo.AccountRow): Promise<void> {
  if (isActive) throw new Refusal('INVALID_STATE', 'That account is enabled already.');
  await repo.changeAccount(id, { isActive: true });
}

/** What is done at the command line comes with no request. */
const OPERATOR = { requestId: null, ip: null };

/**
 * Gives an account another password and ends its sessions; answers how many. Throws VALIDATION_FAILED for a password nobody
 * should have, NOT_FOUND.
 */
export async function setPassword({ id }: Pick<repo.AccountRow, 'id'>, password: string): Promise<number> {
  const account = await repo.findAccount({ column: 'id', value: id });
  if (!account) throw notFound();
  requireGoodPassword(password, account, 'password');
  const hash = await hashPassword(password);
  const sessions = await withControlTransaction(async (db) => {
    await tellAbout(db, account, messageTexts().passwordChanged());
    return repo.replacePassword(db, id, { hash });
  });
  await recordSecurityEvent(OPERATOR, { kind: 'PASSWORD_CHANGED', userId: id, detail: { by: 'operator' } });
  return sessions?.length ?? 0;
}
