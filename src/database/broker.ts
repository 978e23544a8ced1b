import { log } from '@/observability/log';
import { DatabaseBusyError } from './errors';
import { type GuardedClient, isClean } from './guard';
import { type Held, type Loan, type RoleLimits, Share, type Waiter, type Work } from './share';

export type BrokerOptions = {
  /** Connections at once, those being opened and closed included. */
  readonly budget: number;
  /** Borrowers at work at once; the others wait, so that each of them is served quickly. */
  readonly atOnce: number;
  /** Milliseconds after which work is no longer counted among those: it may be waiting for a lock or for the caller itself. */
  readonly briefMs: number;
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
/** When others have no connection at all, a busy one goes to them after so many milliseconds of service to one role. */
const TURN_MS = 20;
/** A login under way counts as work for so many times as long as a loan does; one that hangs does not for ever. */
const LONGEST_OPENING = 10;
/** The server answers a farewell at once; a dead network does not. */
const FAREWELL_MS = 5000;

/**
 * Owns every connection of the process and lends them out, each logged in as the role that asks, never more than the
 * budget. Who asked first is served first, as far as their role has a connection free, may have another, or has none:
 * then the idle one that is used least is closed for it. Connections never change their role.
 */
export class ConnectionBroker {
  readonly #options: BrokerOptions;
  readonly #shares = new Map<string, Share>();
  readonly #waiting = new Set<Share>();
  /** In the order it was begun. */
  readonly #work = new Set<Work>();
  readonly #counts = { coldConnects: 0, evictions: 0, timeouts: 0, leaks: 0 };
  #used = 0;
  #reserved: Share | undefined;
  #sweeper: NodeJS.Timeout | undefined;
  #waker: NodeJS.Timeout | undefined;
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
    const now = performance.now();
    const share = this.#shareOf(role, limits);
    share.noteUse(now);
    const free = share.waiters.size === 0 && this.#mayBegin(now) ? share.idle.pop() : undefined;
    if (free) return Promise.resolve(this.#lend(free, loan, now));
    if (share.waiters.size >= MOST_WAITING)
      return Promise.reject(new DatabaseBusyError('Too many wait for a connection.'));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#giveUp(share, waiter), this.#options.waitMs);
      const waiter: Waiter = { since: now, loan, resolve, reject, timer };
      share.waiters.add(waiter);
      this.#waiting.add(share);
      this.#dispatch();
    });
  }

  /** Takes a connection back; with `broken` it is not lent again. One in the middle of something is watched until it is not. */
  giveBack(held: Held, broken: boolean): void {
    held.loan = undefined;
    this.#endWork(held);
    if (held.state !== 'open') return;
    if (broken) this.#close(held);
    else if (held.client.readyForQuery) this.#settle(held);
    else held.client.once('drain', () => this.#settle(held));
    this.#dispatch();
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
    clearTimeout(this.#waker);
    for (const share of this.#shares.values()) {
      this.#refuseAll(share, new DatabaseBusyError('The connections were closed.'));
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

  /** Serves those who wait as far as there are connections and hands for them. */
  #dispatch(): void {
    while (this.#waiting.size > 0 && !this.#ended) {
      const now = performance.now();
      if (!this.#mayBegin(now)) {
        this.#wakeLater(now);
        return;
      }
      if (!this.#serveNext(now)) return;
    }
  }

  /** Serves the first who can be served; answers whether there was one. */
  #serveNext(now: number): boolean {
    const full = this.#used + this.#keptFree() >= this.#options.budget;
    const wanted = full && [...this.#waiting].some((share) => share.wantsMore(now));
    const unused = wanted ? this.#leastUsed(({ waiters }) => waiters.size === 0) : undefined;
    // With nothing unused to give them, those without any connection get their turn.
    const turns = wanted && !unused && [...this.#waiting].some(({ size }) => size === 0);
    const victim = turns ? this.#leastUsed(({ idle: [oldest] }) => isTurnOver(oldest, now)) : unused;
    let first: Share | undefined;
    for (const share of this.#waiting) {
      const servable = mayLend(share, turns, now) || (share.wantsMore(now) && this.#mayOpen(share, victim));
      if (servable && share.waitingSince < (first?.waitingSince ?? Number.POSITIVE_INFINITY)) first = share;
    }
    if (!first) return false;
    if (mayLend(first, turns, now)) this.#lendIdle(first, now);
    else void this.#open(first, this.#hasRoomFor(first) ? undefined : victim);
    return true;
  }

  /** A further connection must be worth more than the one it costs; without it the role's waiters share those they have. */
  #mayOpen(share: Share, victim: Held | undefined): boolean {
    if (this.#hasRoomFor(share)) return true;
    if (!victim) return false;
    return share.size === 0 || share.worth(share.size + 1) > victim.share.worth(victim.share.size);
  }

  #hasRoomFor(share: Share): boolean {
    const kept = share === this.#reserved ? 0 : this.#keptFree();
    return this.#used + kept < this.#options.budget;
  }

  /** The part of the budget that waits for the role it is reserved for. */
  #keptFree(): number {
    return this.#reserved ? Math.max(0, this.#reserved.limits.reserved - this.#reserved.size) : 0;
  }

  /** Of the roles that may give one up, the idle connection that would be missed least. */
  #leastUsed(mayGive: (share: Share) => boolean): Held | undefined {
    let least: Share | undefined;
    for (const share of this.#shares.values()) {
      if (share.idle.length === 0 || share.size <= share.limits.reserved || !mayGive(share)) continue;
      if (!least || share.worth(share.size) < least.worth(least.size)) least = share;
    }
    return least?.idle[0];
  }

  /** Opens a connection in the place of `victim`, or in free room. */
  async #open(share: Share, victim: Held | undefined): Promise<void> {
    share.opening += 1;
    this.#counts.coldConnects += 1;
    const work = this.#beginWork('opening', performance.now());
    if (victim) await this.#takePlaceOf(victim);
    else this.#used += 1;
    let held: Held | undefined;
    try {
      const client = await this.#options.connect(share.role, () => held && this.#closed(held));
      const idleSince = performance.now();
      held = {
        share,
        client,
        idleSince,
        turnBegan: undefined,
        loan: undefined,
        work: undefined,
        heir: undefined,
        state: 'open',
      };
      share.held.add(held);
      client.on('error', this.#whenLost(held));
    } catch (error) {
      share.opening -= 1;
      this.#work.delete(work);
      this.#connectFailed(share, error);
      return;
    }
    share.opening -= 1;
    this.#work.delete(work);
    if (this.#ended) this.#close(held);
    else this.#settle(held);
    this.#dispatch();
  }

  /** The server has said farewell; until it has closed the connection too, nobody must get it. */
  #whenLost(held: Held): () => void {
    return () => {
      if (held.state === 'open') this.#close(held);
    };
  }

  #takePlaceOf(victim: Held): Promise<void> {
    this.#counts.evictions += 1;
    return new Promise((resolve) => {
      victim.heir = resolve;
      this.#close(victim);
    });
  }

  /** Who has another connection goes on with that one; the others hear why there is none. */
  #connectFailed(share: Share, error: unknown): void {
    share.pausedUntil = performance.now() + 1000;
    if (share.size === 0) this.#refuseAll(share, error);
    this.#leave();
    this.#dispatch();
  }

  #lendIdle(share: Share, now: number): void {
    const waiter = share.nextWaiter();
    const held = share.idle.pop();
    if (share.waiters.size === 0) this.#waiting.delete(share);
    if (!waiter || !held) return;
    clearTimeout(waiter.timer);
    waiter.resolve(this.#lend(held, waiter.loan, now));
  }

  #lend(held: Held, loan: Loan, now: number): Held {
    held.loan = loan;
    held.client.lastActiveAt = now;
    held.turnBegan ??= now;
    held.work = this.#beginWork('lent', now);
    held.client.ref();
    return held;
  }

  #beginWork(kind: Work['kind'], since: number): Work {
    const work = { kind, since };
    this.#work.add(work);
    return work;
  }

  #endWork(held: Held): void {
    if (held.work) this.#work.delete(held.work);
    held.work = undefined;
  }

  /** Whether another may be served now: not while as many as may be at work began a moment ago. */
  #mayBegin(now: number): boolean {
    const { briefMs } = this.#options;
    for (const work of this.#work) {
      if (now - work.since < briefMs) break;
      if (work.kind === 'lent' || now - work.since >= LONGEST_OPENING * briefMs) this.#work.delete(work);
    }
    return this.#work.size < this.#options.atOnce;
  }

  /** Looks again when the work that was begun first is brief no more, should nothing happen before. */
  #wakeLater(now: number): void {
    if (this.#waker) return;
    const first = [...this.#work].find(({ kind }) => kind === 'lent');
    const waker = () => {
      this.#waker = undefined;
      this.#dispatch();
    };
    const since = first?.since ?? now;
    this.#waker = setTimeout(waker, since + this.#options.briefMs - now + 1);
  }

  /** A connection inside a transaction is not given to anybody: the server undoes what was not committed. */
  #settle(held: Held): void {
    if (held.state !== 'open') return;
    if (!isClean(held.client)) {
      this.#close(held);
      return;
    }
    if (held.share.waiters.size === 0) held.turnBegan = undefined;
    held.idleSince = performance.now();
    held.client.unref();
    held.share.idle.push(held);
    this.#dispatch();
  }

  #close(held: Held): void {
    held.state = 'closing';
    held.share.remove(held);
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
    held.state = 'closed';
    held.share.remove(held);
    this.#endWork(held);
    if (held.heir) held.heir();
    else this.#leave();
    this.#dispatch();
  }

  #leave(): void {
    this.#used -= 1;
    if (this.#used === 0) this.#whenEmpty?.();
  }

  #giveUp(share: Share, waiter: Waiter): void {
    share.waiters.delete(waiter);
    if (share.waiters.size === 0) this.#waiting.delete(share);
    this.#counts.timeouts += 1;
    waiter.reject(new DatabaseBusyError('No connection came free in time.'));
    this.#dispatch();
  }

  #refuseAll(share: Share, error: unknown): void {
    for (const waiter of share.waiters) {
      clearTimeout(waiter.timer);
      waiter.reject(error);
    }
    share.waiters.clear();
    this.#waiting.delete(share);
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
    // Whoever was kept waiting by the clock alone, such as after a refused login.
    this.#dispatch();
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

/** Whether a role that waits has a connection free for it: where others have none and nothing is unused, only for a turn. */
function mayLend(share: Share, turns: boolean, now: number): boolean {
  const next = share.idle.at(-1);
  return next !== undefined && !(turns && share.size > share.limits.reserved && isTurnOver(next, now));
}

const isTurnOver = (held: Held | undefined, now: number) =>
  held?.turnBegan !== undefined && now - held.turnBegan >= TURN_MS;
