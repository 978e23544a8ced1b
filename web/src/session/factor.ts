import { getSession, setSession } from './store';

/** Notes whether the company refuses its data to this person for want of a second factor. */
export function noteFactorAsked(factorAsked: boolean) {
  const session = getSession();
  if (session.status === 'in' && session.factorAsked !== factorAsked) setSession({ ...session, factorAsked });
}
