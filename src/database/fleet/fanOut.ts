import type pg from 'pg';
import { Refusal } from '@/lib/refusal';
import { IsolationError } from '../proof';
import { StoppedError } from './dataMigration';
import { type Applied, isMoved, readHistory, versionOf } from './history';
import type { Target } from './ledger';
import { describeFailure, noteVersion, takeStep } from './step';
import { ChangedMigrationError, type Step, UnfitMigrationError } from './steps';
import type { Trial } from './trial';
import { isBusy, isLost, openWorker, type WorkerOptions } from './worker';

/** A company whose schema is to be changed. */
export type Member = Target & {
  readonly tenantId: string;
  readonly slug: string;
  readonly ring: number;
  /** What the control plane thinks its history's digest is; empty when it does not know. */
  readonly digest: string;
};

/** What happens, for progress bars and logs. */
export type FleetEvent =
  | { readonly type: 'applied'; readonly slug: string; readonly migration: string; readonly kind: Step['kind'] }
  | { readonly type: 'rows'; readonly slug: string; readonly migration: string; readonly rows: number }
  | { readonly type: 'busy'; readonly slug: string; readonly attempt: number; readonly error: string }
  | { readonly type: 'done'; readonly slug: string; readonly done: number; readonly total: number }
  | {
      readonly type: 'failed';
      readonly slug: string;
      readonly error: string;
      readonly done: number;
      readonly total: number;
    };

export type FanOutOptions = WorkerOptions & {
  readonly runId: string;
  /** Schemas worked on at once. */
  readonly concurrency: number;
  /** After more failures than this, no further schema is begun. */
  readonly maxFailures: number;
  /** How often a schema that is busy is tried. */
  readonly attempts: number;
  readonly signal?: AbortSignal | undefined;
  readonly trial: Trial;
  /** Histories that need not be read, by their digest. */
  readonly histories: ReadonlyMap<string, readonly Applied[]>;
  /** What is to be done in a schema with this history. What it throws is about this schema, but for what ends the run. */
  readonly plan: (member: Member, history: readonly Applied[]) => Promise<readonly Step[]>;
  readonly onEvent?: ((event: FleetEvent) => void) | undefined;
};

export type Failure = { readonly member: Member; readonly migration: string | null; readonly error: string };
export type FanOutResult = {
  readonly applied: ReadonlyMap<Member, readonly string[]>;
  readonly failures: readonly Failure[];
  /** Nobody's turn came, or they were cut off between two steps. */
  readonly left: readonly Member[];
};

type Item = {
  readonly member: Member;
  attempt: number;
  notBefore: number;
  /** What was tried last. */
  migration: string | null;
  /** The digests its row may have while nobody else has changed it. */
  readonly digests: Set<string>;
};
/** How often a history may turn out to be another one than was thought. */
const MOST_LOOKS = 20;

/** Milliseconds before a busy schema is tried again: short at first, for most locks are. */
const pauseMs = (attempt: number) => Math.min(100 * 2 ** (attempt - 1), 5000);

/**
 * Changes the schemas of `members`, several at once, each step a transaction. A schema that fails is left as it was before
 * the step that failed, and the others go on; one that is busy is tried again later. Rejects when the server is lost or
 * when the guard refuses a step.
 */
export async function fanOut(members: readonly Member[], options: FanOutOptions): Promise<FanOutResult> {
  const queue: Item[] = members.map((member) => ({
    member,
    attempt: 1,
    notBefore: 0,
    migration: null,
    digests: new Set([member.digest]),
  }));
  const run = new Run(queue, options);
  const workers = Math.min(options.concurrency, members.length);
  const outcomes = await Promise.allSettled(Array.from({ length: workers }, () => run.work()));
  const broken = outcomes.find((outcome) => outcome.status === 'rejected');
  if (broken) throw broken.reason;
  return { applied: run.applied, failures: run.failures, left: run.left };
}

/** Something that is not one schema's: a file that was changed, a hole in the wall, no server. */
const endsTheRun = (error: unknown) =>
  [ChangedMigrationError, UnfitMigrationError, IsolationError].some((kind) => error instanceof kind) || isLost(error);

async function unlessMoved<T>(work: () => Promise<T>): Promise<T | 'moved'> {
  try {
    return await work();
  } catch (error) {
    if (isMoved(error)) return 'moved';
    throw error;
  }
}

class Run {
  readonly applied = new Map<Member, string[]>();
  readonly failures: Failure[] = [];
  readonly left: Member[] = [];
  readonly #total: number;
  #done = 0;
  #over = false;

  constructor(
    private readonly queue: Item[],
    private readonly options: FanOutOptions,
  ) {
    this.#total = queue.length;
  }

  async work(): Promise<void> {
    let client: pg.Client | undefined;
    try {
      for (let item = await this.#next(); item; item = await this.#next()) {
        client ??= await openWorker(this.options);
        await this.#change(client, item);
      }
    } catch (error) {
      this.#over = true;
      throw error;
    } finally {
      await client?.end().catch(() => undefined);
    }
  }

  /** The first item whose time has come, waiting for it if need be; undefined when there is nothing left to begin. */
  async #next(): Promise<Item | undefined> {
    while (this.queue.length > 0) {
      if (this.#stopped()) {
        this.left.push(...this.queue.splice(0).map(({ member }) => member));
        return undefined;
      }
      const now = performance.now();
      const ready = this.queue.findIndex(({ notBefore }) => notBefore <= now);
      if (ready >= 0) return this.queue.splice(ready, 1)[0];
      const soonest = Math.min(...this.queue.map(({ notBefore }) => notBefore));
      await this.#pause(soonest - now);
    }
    return undefined;
  }

  #stopped(): boolean {
    return this.options.signal?.aborted === true || this.failures.length > this.options.maxFailures;
  }

  #pause(ms: number): Promise<void> {
    const { signal } = this.options;
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, Math.max(1, ms));
      signal?.addEventListener('abort', done);
    });
  }

  async #change(client: pg.Client, item: Item): Promise<void> {
    const { member } = item;
    try {
      const complete = await this.#bringUp(client, item);
      if (!complete) this.left.push(member);
      else this.#finish({ type: 'done', slug: member.slug });
    } catch (error) {
      if (endsTheRun(error)) throw error;
      if (error instanceof StoppedError) this.left.push(member);
      else if (isBusy(error) && item.attempt < this.options.attempts) this.#tryLater(item, error);
      else await this.#fail(client, item, describeFailure(error));
    }
  }

  /** Answers whether the schema has had all of its steps, and the control plane knows. */
  async #bringUp(client: pg.Client, item: Item): Promise<boolean> {
    const { member } = item;
    let history = this.options.histories.get(member.digest) ?? (await readHistory(client, member.schema));
    for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
      item.digests.add(versionOf(history).digest);
      const outcome = await this.#takeSteps(client, item, history);
      if (outcome !== 'moved') return outcome === 'done';
      history = await readHistory(client, member.schema);
    }
    throw new Refusal('CONFLICT', 'The history of this schema is not the same when it is looked at twice.');
  }

  /** Takes the steps that are missing where `history` stands; `moved` where something else turns out to stand there. */
  async #takeSteps(client: pg.Client, item: Item, before: readonly Applied[]): Promise<'done' | 'stopped' | 'moved'> {
    const { member } = item;
    const steps = await this.options.plan(member, before);
    let history: readonly Applied[] | undefined = before;
    for (const step of steps) {
      if (this.#over || this.options.signal?.aborted) return 'stopped';
      history = await this.#takeStep(client, item, step, history);
      if (!history) return 'moved';
      item.digests.add(versionOf(history).digest);
    }
    if (steps.length > 0) return 'done';
    const noted = await unlessMoved(async () => noteVersion(client, member, before));
    return noted === 'moved' ? 'moved' : 'done';
  }

  /** Answers the history after it; undefined when somebody else was there first. */
  async #takeStep(
    client: pg.Client,
    item: Item,
    step: Step,
    history: readonly Applied[],
  ): Promise<readonly Applied[] | undefined> {
    const { member, attempt } = item;
    const { runId, trial, signal, onEvent } = this.options;
    const { name } = step.migration;
    const onRows = (rows: number) => onEvent?.({ type: 'rows', slug: member.slug, migration: name, rows });
    item.migration = name;
    const after = await unlessMoved(() =>
      takeStep(client, member, step, history, { runId, attempt, trial, signal, onRows }),
    );
    if (after === 'moved') return undefined;
    this.applied.set(member, [...new Set(this.applied.get(member)), name]);
    onEvent?.({ type: 'applied', slug: member.slug, migration: name, kind: step.kind });
    return after;
  }

  #tryLater(item: Item, error: unknown): void {
    const { attempt, member } = item;
    this.options.onEvent?.({ type: 'busy', slug: member.slug, attempt, error: describeFailure(error) });
    this.queue.push({ ...item, attempt: attempt + 1, notBefore: performance.now() + pauseMs(attempt) });
  }

  /** Sets a company aside, unless it is gone or somebody else has changed it meanwhile: then this failure is history. */
  async #fail(client: pg.Client, item: Item, error: string): Promise<void> {
    const { member, migration, digests } = item;
    const reason = migration === null ? error : `${migration}: ${error}`;
    try {
      const { rowCount } = await client.query(
        `UPDATE public.tenants SET quarantined_at = now(), quarantine_reason = $2, updated_at = now()
         WHERE id = $1 AND migrations_digest = ANY($3)`,
        [member.tenantId, reason, [...digests]],
      );
      if (rowCount === 0) return this.#finish({ type: 'done', slug: member.slug });
    } catch (busy) {
      if (!isBusy(busy)) throw busy;
      // Whoever holds its row, a purge for example, decides what becomes of it.
      this.left.push(member);
      return;
    }
    this.failures.push({ member, migration, error });
    this.#finish({ type: 'failed', slug: member.slug, error });
  }

  #finish(event: { type: 'done'; slug: string } | { type: 'failed'; slug: string; error: string }): void {
    this.#done += 1;
    this.options.onEvent?.({ ...event, done: this.#done, total: this.#total });
  }
}
