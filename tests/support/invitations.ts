import { v7 as uuidv7 } from 'uuid';
import type { Role } from '@/contract/enums';
import { made } from '../integration/support';
import { type Client, client } from './api';
import { tokenSentTo } from './messages';

export const INVITATIONS = '/tenants/current/invitations';
export const newAddress = () => `${uuidv7()}@example.test`;
export const invitee = {
  firstName: 'Carla',
  lastName: 'Neri',
  password: 'a long enough password',
  tokenTransport: 'body',
};

/** Invites an address and answers the invitation and the token that was sent. */
export async function invited(by: Client, more: { email?: string; role?: Role; locationIds?: string[] } = {}) {
  const email = more.email ?? newAddress();
  const invitation = await made(by, INVITATIONS, { role: 'MANAGER', ...more, email });
  return { id: invitation.id, email, token: await tokenSentTo(email) };
}

export const nobody = client();
export const look = (token: string) => nobody.call('POST', '/invitations/look', { token });
export const decline = (token: string) => nobody.call('POST', '/invitations/decline', { token });
export const accept = (token: string, by = nobody, body: object = {}) =>
  by.call('POST', '/invitations/accept', { token, ...body });
export const acceptAnew = (token: string) => accept(token, nobody, invitee);
