import { type AccountRow, companiesOf, listAccounts } from '@/auth/accounts/accounts.repo';
import * as accounts from '@/auth/accounts/accounts.service';
import { disableTotpOf } from '@/auth/secondFactor/totp.service';
import { newPassword, password, registerBody } from '@/contract/auth';
import { ROLES } from '@/contract/enums';
import { Refusal } from '@/lib/refusal';
import { addMember, removeMember } from '@/tenants/people/members.service';
import { calledBy, requireAccount } from './accounts';
import { checked, requireCompany } from './companies';
import { aligned, counted, minute, type Output, table } from './output';
import { type PasswordOptions, readPassword } from './password';
import { actorOf } from './task';

type By = { readonly by?: string };

const state = ({ isActive }: Pick<AccountRow, 'isActive'>) => (isActive ? 'active' : 'disabled');

/** An address as it is shown; empty where there is none. */
function address(value: string | null, verifiedAt: string | null): string {
  if (value === null) return '';
  return verifiedAt === null ? `${value} (not verified)` : value;
}

/** `lavoro users list` */
export async function listUsers(company: string | undefined): Promise<Output> {
  const tenantId = company === undefined ? undefined : (await requireCompany(company)).id;
  const users = await listAccounts(tenantId);
  const rows = users.map((each) => [
    calledBy(each),
    `${each.firstName} ${each.lastName}`,
    state(each),
    String(each.companies ?? 0),
    minute(each.createdAt),
  ]);
  return {
    json: { users },
    text: table(['user', 'name', 'status', 'companies', 'made'], rows, 'There is no user.'),
  };
}

/** `lavoro users show` */
export async function showUser(named: string): Promise<Output> {
  const user = await requireAccount(named);
  const companies = await companiesOf(user.id);
  const facts = [
    ['name', `${user.firstName} ${user.lastName}`],
    ['e-mail', address(user.email, user.emailVerifiedAt)],
    ['phone', address(user.phone, user.phoneVerifiedAt)],
    ['id', user.id],
    ['status', state(user)],
    ['second factor', user.hasTotp ? 'code of an authenticator app' : 'none'],
    ['made', minute(user.createdAt)],
  ].filter(([, value]) => value !== '');
  const rows = companies.map((each) => [each.slug, each.name, each.role.toLowerCase(), each.status.toLowerCase()]);
  const memberships = table(['company', 'name', 'role', 'status'], rows, 'Is a member of no company.');
  return { json: { user, companies }, text: `${aligned(facts)}\n\n${memberships}` };
}

export type CreateUserOptions = PasswordOptions & {
  readonly firstName: string;
  readonly lastName: string;
  readonly email?: string;
  readonly phone?: string;
};

/** `lavoro users create` */
export async function createUser(options: CreateUserOptions): Promise<Output> {
  const { firstName, lastName, email, phone } = options;
  const person = { firstName, lastName, email, phone };
  // What is wrong but the password is said before anybody types one.
  checked(registerBody, { ...person, password: 'will be asked for soon' });
  const { tokenTransport: _, ...body } = checked(registerBody, {
    ...person,
    password: await readPassword(options, password),
  });
  const user = await accounts.makeAccount(body);
  return { json: { changed: true, user }, text: `Made ${user.email ?? user.phone} (${user.id}).` };
}

/** `lavoro users disable` */
export async function disableUser(named: string, { force }: { readonly force?: true }): Promise<Output> {
  const user = await requireAccount(named);
  const sessions = await accounts.disableAccount(user, { lastOwner: force ? 'too' : 'never' });
  return {
    json: { changed: true, user: { id: user.id, isActive: false }, sessions },
    text: `${calledBy(user)} is let in no more; ${counted(sessions, 'session')} ended.`,
  };
}

/** `lavoro users enable` */
export async function enableUser(named: string): Promise<Output> {
  const user = await requireAccount(named);
  await accounts.enableAccount(user);
  return { json: { changed: true, user: { id: user.id, isActive: true } }, text: `${calledBy(user)} is let in again.` };
}

/** `lavoro users passwd` */
export async function changePassword(named: string, options: PasswordOptions): Promise<Output> {
  const user = await requireAccount(named);
  const sessions = await accounts.setPassword(user, await readPassword(options, newPassword));
  return {
    json: { changed: true, user: { id: user.id }, sessions },
    text: `${calledBy(user)} has another password; ${counted(sessions, 'session')} ended.`,
  };
}

/** `lavoro users disable-totp` */
export async function disableTotp(named: string): Promise<Output> {
  const user = await requireAccount(named);
  await disableTotpOf(user);
  return {
    json: { changed: true, user: { id: user.id, hasTotp: false } },
    text: `${calledBy(user)} signs in by the password alone.`,
  };
}

/** Whoever made an account may have given somebody else's address: in a company it would be theirs. */
function requireShown(user: AccountRow, named: string): void {
  const shown = [user.emailVerifiedAt && user.email, user.phoneVerifiedAt && user.phone].filter(Boolean);
  if (named === user.id ? shown.length > 0 : shown.includes(calledAs(user, named))) return;
  throw new Refusal(
    'RULE_VIOLATED',
    `Nobody has shown yet to read ${named}: somebody else may have made that account. Invite them instead, or add --unverified where you know whose it is.`,
  );
}

/** The address of an account that is meant by what was typed. */
const calledAs = ({ email, phone }: AccountRow, named: string) => (named.includes('@') ? email : phone);

/** `lavoro users add` */
export async function addUser(
  named: string,
  company: string,
  options: By & { readonly role: string; readonly unverified?: true },
): Promise<Output> {
  const actor = actorOf(options);
  const role = ROLES.find((each) => each === options.role.toUpperCase());
  if (!role) throw new Refusal('BAD_REQUEST', `The roles are: ${ROLES.join(', ').toLowerCase()}.`);
  const user = await requireAccount(named);
  if (!options.unverified) requireShown(user, named);
  const { id, slug } = await requireCompany(company);
  const before = await addMember(id, user.id, role, actor);
  const changed = before !== role;
  const was = before === undefined ? '' : `, and was ${before.toLowerCase()}`;
  return {
    json: { changed, member: { userId: user.id, tenantId: id, role, before: before ?? null } },
    text: changed
      ? `${calledBy(user)} is ${role.toLowerCase()} of ${slug}${was}.`
      : `${calledBy(user)} is ${role.toLowerCase()} of ${slug} already: nothing was changed.`,
  };
}

/** `lavoro users remove` */
export async function removeUser(named: string, company: string, options: By): Promise<Output> {
  const actor = actorOf(options);
  const user = await requireAccount(named);
  const { id, slug } = await requireCompany(company);
  await removeMember(id, user.id, actor);
  return {
    json: { changed: true, member: { userId: user.id, tenantId: id, role: null } },
    text: `${calledBy(user)} is no member of ${slug} any more.`,
  };
}
