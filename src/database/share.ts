import type { GuardedClient } from './guard';

/** How many connections a role may have at once, and how many of the budget are kept free for it. */
export type RoleLimits = { readonly most: number; readonly reserved: number };

/** Where a connection was asked for, and whether it is to be kept, like the one that listens. */
export type Loan = { readonly at: Error; readonly forGood: boolean };

/** A connection and what the broker knows of it. */
export type Held = {
  readonly share: Share;
  readonly client: GuardedClient;
  /** When it was first lent since it was last free with nobody waiting. */
  turnBegan: number | undefined;
  idleSince: number;
  /** Until it comes back. */
  loan: Loan | undefined;
  /** The work that was begun with it, as long as it counts. */
  work: Work | undefined;
  /** Who gets its place in the budget once it is closed. */
  heir: (() => void) | undefined;
  state: 'open' | 'closing' | 'closed';
};

/** Something that keeps the server busy: a connection being opened, or lent. */
export type Work = { readonly since: number; readonly kind: 'opening' | 'lent' };

export type Waiter = {
  readonly since: number;
  readonly loan: Loan;
  readonly resolve: (held: Held) => void;
  readonly reject: (error: unknown) => void;
  readonly timer: NodeJS.Timeout;
};

/** Uses count half after this long, in milliseconds. */
const HALF_LIFE_MS = 30_000;

/** What one role has of the budget: its connections, who waits for one, and how much it is used. */
export class Share {
  readonly held = new Set<Held>();
  /** The last one given back is the next one lent, so that the others can fall idle. */
  readonly idle: Held[] = [];
  readonly waiters = new Set<Waiter>();
  /** Connections being opened. */
  opening = 0;
  /** After a failed attempt no second connection is tried before this. */
  pausedUntil = 0;
  usedAt = 0;
  /** log2 of the number of uses, older ones counting less; comparable between shares at any time. */
  #uses = Number.NEGATIVE_INFINITY;

  constructor(
    readonly role: string,
    readonly limits: RoleLimits,
  ) {}

  get size(): number {
    return this.held.size + this.opening;
  }

  noteUse(now: number): void {
    const age = now / HALF_LIFE_MS;
    this.#uses = age + Math.log2(1 + 2 ** (this.#uses - age));
    this.usedAt = now;
  }

  /** How much each of `connections` connections is used: what giving one up would cost. */
  worth(connections: number): number {
    return this.#uses - Math.log2(connections);
  }

  /** Whether a connection more would serve somebody. */
  wantsMore(now: number): boolean {
    if (this.waiters.size <= this.opening + this.idle.length || this.size >= this.limits.most) return false;
    return this.size === 0 || now >= this.pausedUntil;
  }

  /** Since when the first of those who wait does. */
  get waitingSince(): number {
    for (const { since } of this.waiters) return since;
    return Number.POSITIVE_INFINITY;
  }

  nextWaiter(): Waiter | undefined {
    const [waiter] = this.waiters;
    if (waiter) this.waiters.delete(waiter);
    return waiter;
  }

  /** Takes a connection out, lent or idle. */
  remove(held: Held): void {
    this.held.delete(held);
    const index = this.idle.indexOf(held);
    if (index >= 0) this.idle.splice(index, 1);
  }
}
