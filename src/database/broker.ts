import { log } from '@/observability/log';
import { DatabaseBusyError } from './errors';
import { type GuardedClient, isClean } from './guard';
import { type Held, type Loan, type RoleLimits, Share, type Waiter } from './share';

export type BrokerOptions = {
  /** Connections at once, those being opened and closed included. */
  readonly budget: number;
  /** Milliseconds a borrower waits at most. */
  readonly waitMs: number;
  /** Milliseconds an unused connection stays open; 0 is for ever. */
  readonly idleMs: number;
  /** Milliseconds a borrower may hold a connection without using it. */
  readonly leakMs: number;
  /** Logs in as `role`; `onEnd` is called once the server has closed the connection, for whatever reason. */
  readonly connect: (role: string, onEnd: () => void) => Promise<GuardedClient>;
};

export type BrokerStats = {
  readonly budget: number;
  readonly open: number;
  readonly idle: number;
  readonly waiting: number;
  readonly coldConnects: number;
  readonly evictions: number;
  readonly timeouts: number;
  readonly leaks: number;
};

/** More borrowers of one role than this do not wait, they are refused. */
const MOST_WAITING = 1000;
/** When others have no connection at all, a busy one goes to them after so many milliseconds in the same hands. */
const TURN_MS = 20;
/** The server answers a farewell at once; a dead network does not. */
const FAREWELL_MS = 5000;

/**
 * Owns every connection of the process and lends them out, each logged in as the role that asks, never more than the
 * budget. A role without a connection gets one by closing the idle one that is used least; with none idle, roles get
 * theirs in turns. Connections never change their role.
 */
export class ConnectionBroker {
  readonly #options: BrokerOptions;
  readonly #shares = new Map<string, Share>();
  /** Those that wait for a part of the budget, in the order of their turns. */
  readonly #queue = new Set<Share>();
  readonly #counts = { coldConnects: 0, evictions: 0, timeouts: 0, leaks: 0 };
  #used = 0;
  #closing = 0;
  #reserved: Share | undefined;
  #sweeper: NodeJS.Timeout | undefined;
  #whenEmpty: (() => void) | undefined;
  #ended = false;

  constructor(options: BrokerOptions) {
    this.#options = options;
  }

  /**
   * A connection of `role`, to be given back. `loan` says where it was asked for. Rejects with DatabaseBusyError when none
   * comes free in time or too many wait, or with what connecting failed with.
   */
  borrow(role: string, limits: RoleLimits, loan: Loan): Promise<Held> {
    if (this.#ended) return Promise.reject(new DatabaseBusyError('The connections were closed.'));
    const share = this.#shareOf(role, limits);
    share.noteUse(performance.now());
    const held = share.idle.pop();
    if (held) return Promise.resolve(lend(held, loan));
    if (share.waiters.size >= MOST_WAITING)
      return Promise.reject(new DatabaseBusyError('Too many wait for a connection.'));
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        loan,
        resolve,
        reject,
        timer: setTimeout(() => this.#giveUp(share, waiter), this.#options.waitMs),
      };
      share.waiters.add(waiter);
      this.#serve(share);
    });
  }

  /** Takes a connection back; with `broken` it is not lent again. One in the middle of something is watched until it is not. */
  giveBack(held: Held, broken: boolean): void {
    held.loan = undefined;
    if (held.state !== 'open') return;
    if (broken) this.#close(held);
    else if (held.client.readyForQuery) this.#settle(held);
    else held.client.once('drain', () => this.#settle(held));
  }

  stats(): BrokerStats {
    const shares = [...this.#shares.values()];
    return {
      budget: this.#options.budget,
      open: this.#used,
      idle: shares.reduce((sum, { idle }) => sum + idle.length, 0),
      waiting: shares.reduce((sum, { waiters }) => sum + waiters.size, 0),
      ...this.#counts,
    };
  }

  /** The same of one role; all zero when it is not in use. */
  statsOf(role: string): { open: number; idle: number; waiting: number } {
    const share = this.#shares.get(role);
    return { open: share?.size ?? 0, idle: share?.idle.length ?? 0, waiting: share?.waiters.size ?? 0 };
  }

  /** Roles that have a connection or wait for one. */
  get roles(): number {
    return [...this.#shares.values()].filter(({ size, waiters }) => size > 0 || waiters.size > 0).length;
  }

  /** Closes every connection, also lent ones, and refuses whoever waits. Settles when the server has closed them all. */
  async end(): Promise<void> {
    this.#ended = true;
    clearInterval(this.#sweeper);
    for (const share of this.#shares.values()) {
      refuseAll(share, new DatabaseBusyError('The connections were closed.'));
      for (const held of share.held) this.#close(held);
    }
    if (this.#used === 0) return;
    await new Promise<void>((resolve) => {
      this.#whenEmpty = resolve;
    });
  }

  #shareOf(role: string, limits: RoleLimits): Share {
    const known = this.#shares.get(role);
    if (known) return known;
    const share = new Share(role, limits);
    if (limits.reserved > 0) this.#reserved = share;
    this.#shares.set(role, share);
    this.#sweeper ??= this.#sweepRegularly();
    return share;
  }

  #serve(share: Share): void {
    if (share.wantsMore(performance.now())) this.#queue.add(share);
    this.#pump();
  }

  /** Opens what the budget has room for, one a turn, and makes room for those still waiting. */
  #pump(): void {
    if (this.#ended) return;
    const now = performance.now();
    for (const share of this.#queue) {
      if (this.#used >= this.#options.budget) break;
      const wants = share.wantsMore(now);
      if (wants && !this.#hasRoomFor(share)) continue;
      this.#queue.delete(share);
      if (!wants) continue;
      void this.#open(share);
      if (share.wantsMore(now)) this.#queue.add(share);
    }
    if (this.#queue.size > this.#closing) this.#makeRoom();
  }

  #hasRoomFor(share: Share): boolean {
    const kept = share === this.#reserved ? 0 : this.#keptFree();
    return this.#used + kept < this.#options.budget;
  }

  /** The part of the budget that waits for the role it is reserved for. */
  #keptFree(): number {
    return this.#reserved ? Math.max(0, this.#reserved.limits.reserved - this.#reserved.size) : 0;
  }

  /** Closes idle connections, the least used first, for those in the queue for whom none is being closed yet. */
  #makeRoom(): void {
    let coming = this.#closing;
    for (const share of this.#queue) {
      coming -= 1;
      if (coming >= 0) continue;
      const victim = this.#leastUsed();
      if (!victim) return;
      // A second connection must be worth more than the one it costs; without it the role's waiters share the first.
      if (share.size > 0 && share.worth(share.size + 1) <= victim.worth(victim.size)) {
        this.#queue.delete(share);
        continue;
      }
      const [oldest] = victim.idle;
      if (!oldest) return;
      this.#counts.evictions += 1;
      this.#close(oldest);
    }
  }

  #leastUsed(): Share | undefined {
    let least: Share | undefined;
    for (const share of this.#shares.values()) {
      if (share.idle.length === 0 || share.size <= share.limits.reserved) continue;
      if (!least || share.worth(share.size) < least.worth(least.size)) least = share;
    }
    return least;
  }

  async #open(share: Share): Promise<void> {
    this.#used += 1;
    share.opening += 1;
    this.#counts.coldConnects += 1;
    let held: Held | undefined;
    try {
      const client = await this.#options.connect(share.role, () => held && this.#closed(held));
      const now = performance.now();
      held = { share, client, turnBegan: now, idleSince: now, loan: undefined, state: 'open' };
    } catch (error) {
      this.#used -= 1;
      share.opening -= 1;
      this.#connectFailed(share, error);
      return;
    }
    share.opening -= 1;
    share.held.add(held);
    if (this.#ended) this.#close(held);
    else this.#offer(held);
  }

  /** Who has another connection goes on with that one; the others hear why there is none. */
  #connectFailed(share: Share, error: unknown): void {
    share.pausedUntil = performance.now() + 1000;
    if (share.size === 0) refuseAll(share, error);
    this.#emptied();
    this.#pump();
  }

  /** Lends it to the role's next waiter, unless its turn is over while others have nothing. */
  #offer(held: Held): void {
    const { share } = held;
    const now = performance.now();
    if (share.waiters.size > 0 && now - held.turnBegan >= TURN_MS && this.#mustMakeWay(share)) {
      this.#counts.evictions += 1;
      this.#close(held);
      return;
    }
    const waiter = share.nextWaiter();
    if (waiter) {
      clearTimeout(waiter.timer);
      waiter.resolve(lend(held, waiter.loan));
      return;
    }
    held.idleSince = now;
    held.client.unref();
    share.idle.push(held);
    if (this.#queue.size > 0) this.#pump();
  }

  /** Whether a role without any connection waits for which none is being closed yet. */
  #mustMakeWay(share: Share): boolean {
    if (this.#queue.size <= this.#closing || share.size <= share.limits.reserved) return false;
    let hungry = 0;
    for (const other of this.#queue) {
      if (other.size === 0) hungry += 1;
      if (hungry > this.#closing) return true;
    }
    return false;
  }

  /** A connection inside a transaction is not given to anybody: the server undoes what was not committed. */
  #settle(held: Held): void {
    if (held.state !== 'open') return;
    if (isClean(held.client)) this.#offer(held);
    else this.#close(held);
  }

  #close(held: Held): void {
    held.state = 'closing';
    held.share.remove(held);
    this.#closing += 1;
    const { client } = held;
    const stream = (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream;
    const impatient = setTimeout(() => stream.destroy(), FAREWELL_MS).unref();
    client.once('end', () => clearTimeout(impatient));
    // The process waits for the farewell.
    client.ref();
    void client.end().catch(() => undefined);
  }

  /** The server is done with it: only now is there room for another. */
  #closed(held: Held): void {
    if (held.state === 'closing') this.#closing -= 1;
    held.state = 'closed';
    held.share.remove(held);
    this.#used -= 1;
    this.#emptied();
    this.#serve(held.share);
  }

  #emptied(): void {
    if (this.#used === 0) this.#whenEmpty?.();
  }

  #giveUp(share: Share, waiter: Waiter): void {
    share.waiters.delete(waiter);
    this.#counts.timeouts += 1;
    waiter.reject(new DatabaseBusyError('No connection came free in time.'));
  }

  #sweepRegularly(): NodeJS.Timeout {
    const { idleMs, leakMs } = this.#options;
    const shortest = Math.min(idleMs || leakMs, leakMs);
    return setInterval(() => this.#sweep(), Math.min(1000, Math.max(10, shortest / 4))).unref();
  }

  /** Closes what nobody uses, takes back what somebody forgot, forgets roles that are gone quiet. */
  #sweep(): void {
    const now = performance.now();
    const { idleMs, leakMs } = this.#options;
    for (const share of this.#shares.values()) {
      for (const held of share.held) {
        if (held.loan && !held.loan.forGood && held.client.readyForQuery && now - held.client.lastActiveAt > leakMs)
          this.#reclaim(held);
      }
      if (idleMs === 0) continue;
      for (const held of share.idle.filter(({ idleSince }) => now - idleSince > idleMs)) this.#close(held);
      if (share.size === 0 && share.waiters.size === 0 && now - share.usedAt > idleMs) this.#shares.delete(share.role);
    }
  }

  #reclaim(held: Held): void {
    this.#counts.leaks += 1;
    log().error(
      { role: held.share.role, borrowedAt: held.loan?.at.stack },
      'a connection was held without being used, and is taken back',
    );
    this.#close(held);
  }
}

function lend(held: Held, loan: Loan): Held {
  held.loan = loan;
  if (held.idleSince >= held.turnBegan) held.turnBegan = performance.now();
  held.client.ref();
  return held;
}

function refuseAll(share: Share, error: unknown): void {
  for (const waiter of share.waiters) {
    clearTimeout(waiter.timer);
    waiter.reject(error);
  }
  share.waiters.clear();
}
