import type { Me } from '@contract';
import { api } from '@web/http/api';
import { getSession, setSession } from './store';

/** Reads anew what is known of the person, after they changed it. */
export async function readPersonAnew() {
  const { user } = await api<Me>('/auth/me');
  const session = getSession();
  if (session.status === 'in' && session.user.id === user.id) setSession({ ...session, user });
}
