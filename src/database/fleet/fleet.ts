import type pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { Refusal } from '@/lib/refusal';
import { log } from '@/observability/log';
import { type Migration, readMigrations } from '../migrationFiles';
import { asOperator } from '../owner';
import { requireIsolation } from '../proof';
import { type Failure, type FanOutOptions, type FanOutResult, type FleetEvent, fanOut, type Member } from './fanOut';
import { type Applied, digestOfHistory, historiesOf, readHistory } from './history';
import { closeCutOff } from './ledger';
import { countAside, membersBehind, membersBeyond, membersNamed } from './members';
import { ChangedMigrationError, type Step, stepsDown, stepsUp } from './steps';
import { startTrial } from './trial';
import { flush, openWorker } from './worker';

/** Says whether a schema already has what the pending migrations bring (made by db:push): then only the history is written. */
export type Reconcile = (schema: string) => Promise<boolean>;

export type FleetOptions = {
  /** Slugs or ids; all companies when left out. Those that are set aside are taken only when they are named, or with `retry`. */
  readonly tenants?: readonly string[] | undefined;
  readonly retry?: boolean | undefined;
  /** Rings up to this one; 0 are the canaries. */
  readonly ring?: number | undefined;
  readonly concurrency?: number | undefined;
  readonly maxFailures?: number | undefined;
  /** How often a busy schema is tried: with the pauses in between, 30 are about two minutes. */
  readonly attempts?: number | undefined;
  readonly statementTimeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: FleetEvent) => void) | undefined;
  readonly migrations?: readonly Migration[] | undefined;
  readonly reconcile?: Reconcile | undefined;
};

/** What a run came to. `stopped` says why companies are `left`, where there are any. */
export type FleetResult = {
  readonly applied: readonly {
    readonly slug: string;
    readonly schema: string;
    readonly migrations: readonly string[];
  }[];
  readonly failures: readonly { readonly slug: string; readonly migration: string | null; readonly error: string }[];
  readonly left: readonly string[];
  readonly stopped: 'canary' | 'failures' | 'signal' | null;
};

const DEFAULTS = { concurrency: 4, maxFailures: 10, attempts: 30, statementTimeoutMs: 60_000 } as const;
/** What a proof at the end of a run has to say beside what it finds. */
export const whatWasDone = (companies: number) =>
  `as is seen now that the run has gone through (companies changed: ${companies}; their ledger has them)`;

/** Of a run that had nothing to do. */
export const NOTHING: FleetResult = { applied: [], failures: [], left: [], stopped: null };

/**
 * Brings the companies to the newest migration, ring by ring, several at once, each step of each company a transaction.
 * A company whose migration fails is set aside as it was, and the others go on, unless it is a canary or there are too many.
 * Safe to cut off at any point, and safe beside itself: the next run goes on. Throws ChangedMigrationError, IsolationError
 * (the step that would break the wall is taken back), or what connecting throws.
 */
export async function migrateFleet(options: FleetOptions = {}): Promise<FleetResult> {
  return asOperator(async (client) => {
    const result = await migrateFleetOn(client, options);
    if (result.applied.length > 0) await requireIsolation(client, whatWasDone(result.applied.length));
    return result;
  });
}

/** The same without the proof at the end; `client` is the operator's, and only reads. */
export async function migrateFleetOn(client: pg.Client, options: FleetOptions = {}): Promise<FleetResult> {
  const { members, plan } = await planUp(client, options);
  if (members.length === 0) return NOTHING;
  const aside = options.tenants || options.retry ? NOBODY : await countAside(client);
  return runRings(members, plan, aside, options);
}

async function planUp(client: pg.Client, options: FleetOptions): Promise<{ members: readonly Member[]; plan: Plan }> {
  const wanted = options.migrations ?? readMigrations('tenant');
  const members = options.tenants
    ? await membersNamed(client, options.tenants)
    : await membersBehind(client, wanted, options.retry ? 'with those aside' : 'without those aside');
  const plan: Plan = async (member, history) => {
    const steps = await stepsUp(history, wanted).catch((error: unknown) => blame(member, history, error));
    const there = steps.length > 0 && options.reconcile && (await options.reconcile(member.schema));
    return there ? steps.map(({ migration }): Step => ({ kind: 'record', migration })) : steps;
  };
  return { members, plan };
}

/**
 * Takes the companies back to `target`, which stays, by the down.sql of what came after it, newest first. Otherwise as
 * migrateFleet. Throws a Refusal when there is no such migration.
 */
export async function rollbackFleet(target: string, options: FleetOptions = {}): Promise<FleetResult> {
  return asOperator(async (client) => {
    const { members, plan } = await planDown(client, target, options);
    const result = members.length === 0 ? NOTHING : await runRings(members, plan, NOBODY, options);
    if (result.applied.length > 0) await requireIsolation(client, whatWasDone(result.applied.length));
    return result;
  });
}

async function planDown(
  client: pg.Client,
  target: string,
  options: FleetOptions,
): Promise<{ members: readonly Member[]; plan: Plan }> {
  const all = options.migrations ?? readMigrations('tenant');
  await stepsDown([], all, target);
  const members = await (options.tenants ? membersNamed(client, options.tenants) : membersBeyond(client, target, all));
  return { members, plan: (_member, history) => stepsDown(history, all, target) };
}

/** What a run would do: companies with the same steps together. */
export type PlannedSteps = { readonly steps: readonly Step[]; readonly slugs: readonly string[] };

/** What migrateFleet, or with `target` rollbackFleet, would do, found without changing anything. Throws as they do. */
export async function planFleet(target: string | null, options: FleetOptions = {}): Promise<PlannedSteps[]> {
  return asOperator(async (client) => {
    const { members, plan } = await (target === null ? planUp(client, options) : planDown(client, target, options));
    const last = options.ring ?? Number.POSITIVE_INFINITY;
    const groups = new Map<string, { steps: readonly Step[]; slugs: string[] }>();
    for (const member of members.filter(({ ring }) => ring <= last)) {
      const steps = await plan(member, await readHistory(client, member.schema));
      const key = JSON.stringify(steps.map(({ kind, migration }) => [kind, migration.name]));
      const group = groups.get(key) ?? { steps, slugs: [] };
      group.slugs.push(member.slug);
      groups.set(key, group);
    }
    return [...groups.values()].filter(({ steps }) => steps.length > 0);
  });
}

/** A history that is not what was written to it is its schema's own trouble; one that is shows that a file was changed. */
function blame(member: Member, history: readonly Applied[], error: unknown): never {
  if (!(error instanceof ChangedMigrationError) || ['', digestOfHistory(history)].includes(member.digest)) throw error;
  throw new Refusal('CONFLICT', 'The history of this schema (_prisma_migrations) was changed by hand.');
}

type Plan = FanOutOptions['plan'];
/** Companies that earlier runs have set aside: they count as failures, or each new run would set some more aside. */
type Aside = Awaited<ReturnType<typeof countAside>>;
const NOBODY: Aside = { all: 0, canaries: 0 };

async function runRings(
  members: readonly Member[],
  plan: Plan,
  aside: Aside,
  options: FleetOptions,
): Promise<FleetResult> {
  const shared: FanOutOptions = {
    runId: uuidv7(),
    maxFailures: options.maxFailures ?? DEFAULTS.maxFailures,
    concurrency: options.concurrency ?? DEFAULTS.concurrency,
    attempts: options.attempts ?? DEFAULTS.attempts,
    statementTimeoutMs: options.statementTimeoutMs ?? DEFAULTS.statementTimeoutMs,
    trial: startTrial(),
    histories: historiesOf(options.migrations ?? readMigrations('tenant')),
    plan,
    signal: options.signal,
    onEvent: options.onEvent,
  };
  const keeper = await openWorker(shared);
  try {
    await closeCutOff(keeper);
    const result = await ringByRing(members, aside, shared, options.ring);
    if (result.applied.length > 0) await flush(keeper);
    return result;
  } finally {
    await keeper.end();
  }
}

async function ringByRing(
  members: readonly Member[],
  aside: Aside,
  options: FanOutOptions,
  last = Number.POSITIVE_INFINITY,
): Promise<FleetResult> {
  const { maxFailures, signal } = options;
  const results: FanOutResult[] = [];
  const waiting = ringsOf(members.filter(({ ring }) => ring <= last));
  let stopped: FleetResult['stopped'] = null;
  for (let ring = waiting.shift(); ring; ring = waiting.shift()) {
    const failed = results.flatMap(({ failures }) => failures);
    stopped = whyStop(ring, failed, aside.canaries, signal);
    if (stopped) {
      waiting.unshift(ring);
      break;
    }
    // Where there are too many already, this begins none.
    results.push(await fanOut(ring, { ...options, maxFailures: maxFailures - aside.all - failed.length }));
  }
  const result = summary(results, waiting.flat());
  const over = aside.all + result.failures.length > maxFailures ? 'failures' : null;
  return { ...result, stopped: stopped ?? (signal?.aborted && result.left.length > 0 ? 'signal' : over) };
}

function ringsOf(members: readonly Member[]): Member[][] {
  const rings = new Map<number, Member[]>();
  for (const member of members) rings.set(member.ring, [...(rings.get(member.ring) ?? []), member]);
  return [...rings].sort(([a], [b]) => a - b).map(([, each]) => each);
}

/** Why the companies of a ring must not be begun. */
function whyStop(
  ring: readonly Member[],
  failed: readonly Failure[],
  canariesAside: number,
  signal: AbortSignal | undefined,
): FleetResult['stopped'] {
  if (signal?.aborted) return 'signal';
  const behindCanaries = ring.some(({ ring: number }) => number > 0);
  return behindCanaries && (canariesAside > 0 || failed.some(({ member }) => member.ring === 0)) ? 'canary' : null;
}

function summary(results: readonly FanOutResult[], unbegun: readonly Member[]): FleetResult {
  const applied = results.flatMap((result) => [...result.applied]);
  const failures = results.flatMap((result) => result.failures);
  for (const { member, error } of failures)
    log().error({ tenant: member.tenantId, error }, 'a company could not be migrated');
  return {
    applied: applied.map(([{ slug, schema }, migrations]) => ({ slug, schema, migrations })),
    failures: failures.map(({ member, migration, error }) => ({ slug: member.slug, migration, error })),
    left: [...results.flatMap(({ left }) => left), ...unbegun].map(({ slug }) => slug),
    stopped: null,
  };
}
