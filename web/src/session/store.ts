import type { CurrentTenant, Membership, User } from '@contract';

export type SignedInSession = {
  readonly status: 'in';
  readonly user: User;
  readonly tenants: readonly Membership[];
  readonly tenant: CurrentTenant | null;
  /** Whether the company has refused its data for want of a second factor. */
  readonly factorAsked: boolean;
};

export type Session =
  | { readonly status: 'starting' }
  | { readonly status: 'unreachable'; readonly error: unknown }
  | { readonly status: 'out'; readonly byChoice: boolean }
  | SignedInSession;

let current: Session = { status: 'starting' };
const watchers = new Set<() => void>();

export const getSession = () => current;

export function setSession(next: Session) {
  current = next;
  for (const watcher of watchers) watcher();
}

export function watchSession(watcher: () => void) {
  watchers.add(watcher);
  return () => {
    watchers.delete(watcher);
  };
}
