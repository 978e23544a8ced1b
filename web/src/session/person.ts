import type { Me, User } from '@contract';
import { api } from '@web/http/api';
import { getSession, type SignedInSession, setSession } from './store';

/** Reads anew what is known of the person, after they changed it. */
export async function readPersonAnew() {
  const { user } = await api<Me>('/auth/me');
  const session = getSession();
  if (session.status === 'in' && session.user.id === user.id) setSession(learnt(session, user));
}

/** Whoever has turned a second factor on is asked for it no more. */
const learnt = (session: SignedInSession, user: User): SignedInSession => ({
  ...session,
  user,
  factorAsked: session.factorAsked && !user.totpEnabled,
});
