import type { CurrentTenant, Permission } from '@contract';
import { useSyncExternalStore } from 'react';
import { getSession, type SignedInSession, watchSession } from './store';

export const useSession = () => useSyncExternalStore(watchSession, getSession);

/** The signed-in session. Only below the gate that shows the sign-in page to everybody else. */
export function useSignedIn(): SignedInSession {
  const session = useSession();
  if (session.status !== 'in') throw new Error('used outside the signed-in part');
  return session;
}

/** The company worked in. Only below the gate that asks for one. */
export function useCompany(): CurrentTenant {
  const { tenant } = useSignedIn();
  if (!tenant) throw new Error('used before a company was chosen');
  return tenant;
}

/** Whether the person may do something in this company; buttons and screens hide by it, the server decides. */
export function useCan() {
  const { permissions } = useCompany();
  return (permission: Permission) => permissions.includes(permission);
}
