import type pg from 'pg';
import { Refusal } from '@/lib/refusal';
import { copyStructure } from '../clone/clone';
import { copyRows } from '../clone/rows';
import { type Migration, readMigrations } from '../migrationFiles';
import { actAsOwner, asOperator, inTransaction, OWNER_ROLE } from '../owner';
import { moveRows } from './dataMigration';
import type { Member } from './fanOut';
import { historyAfter, readHistory } from './history';
import { membersNamed } from './members';
import { changeSql, describeFailure } from './step';
import { type Step, stepsUp } from './steps';

/** What a step did to a copy: how long it took, and the strongest lock it held on each table that was there before. */
export type RehearsedStep = {
  readonly migration: string;
  readonly kind: Step['kind'];
  readonly ms: number;
  readonly locks: readonly { readonly table: string; readonly mode: string; readonly readersWait: boolean }[];
  readonly error: string | null;
};
export type Rehearsal = {
  readonly slug: string;
  readonly chosenAs: readonly string[];
  readonly bytes: number;
  readonly steps: readonly RehearsedStep[];
};

/** Held by who rehearses, until its connection is given back. */
const REHEARSAL_LOCK = `hashtextextended('lavoro:rehearsal', 0)`;
/** Beside all companies; whatever an earlier rehearsal that was cut off has left is dropped first. */
const SCHEMA = 'lavoro_rehearsal';

/**
 * Takes the pending steps in throw-away copies of the largest, the oldest and the most varied company (or of those named by
 * slug or id), rows and all, and tells how long each took and what it locked. The companies themselves are only read.
 */
export async function rehearse(
  options: { readonly tenants?: readonly string[] | undefined; readonly migrations?: readonly Migration[] } = {},
): Promise<Rehearsal[]> {
  const migrations = options.migrations ?? readMigrations('tenant');
  return asOperator(async (client) => {
    const { rows } = await client.query<{ alone: boolean }>(`SELECT pg_try_advisory_lock(${REHEARSAL_LOCK}) AS alone`);
    if (!rows[0]?.alone) throw new Refusal('CONFLICT', 'Another rehearsal is under way.');
    const chosen = await choose(client, options.tenants);
    const rehearsals: Rehearsal[] = [];
    for (const { chosenAs, bytes, ...member } of chosen) {
      try {
        await makeCopy(client, member);
        rehearsals.push({ slug: member.slug, chosenAs, bytes, steps: await takeAll(client, member, migrations) });
      } finally {
        await dropCopy(client);
      }
    }
    return rehearsals;
  });
}

type Chosen = Member & { readonly chosenAs: readonly string[]; readonly bytes: number };

async function choose(client: pg.Client, named: readonly string[] | undefined): Promise<Chosen[]> {
  const { rows } = await client.query<{ id: string; chosen: string; bytes: string }>(
    `WITH sizes AS (
       SELECT t.id, t.created_at, t.shape_version, n.oid AS schema FROM public.tenants t
       JOIN pg_namespace n ON n.nspname = 'tenant_' || replace(t.id::text, '-', '_') WHERE t.status <> 'SPARE'),
     measured AS (
       SELECT s.*, (SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0) FROM pg_class c
                    WHERE c.relnamespace = s.schema AND c.relkind = 'r') AS bytes,
              (SELECT count(*) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
               WHERE c.relnamespace = s.schema AND c.relkind = 'r' AND a.attname LIKE 'x\\_%' AND NOT a.attisdropped) AS own
       FROM sizes s)
     (SELECT id, 'largest' AS chosen, bytes FROM measured ORDER BY bytes DESC, id LIMIT 1)
     UNION ALL (SELECT id, 'oldest', bytes FROM measured ORDER BY created_at, id LIMIT 1)
     UNION ALL (SELECT id, 'most varied', bytes FROM measured WHERE own > 0 ORDER BY own DESC, id LIMIT 1)`,
  );
  const members = await membersNamed(client, named ?? [...new Set(rows.map(({ id }) => id))]);
  return members.map((member) => {
    const own = rows.filter(({ id }) => id === member.tenantId);
    return { ...member, chosenAs: own.map(({ chosen }) => chosen), bytes: Number(own[0]?.bytes ?? 0) };
  });
}

async function makeCopy(client: pg.Client, { tenantId, schema: source, slug }: Member): Promise<void> {
  await dropCopy(client);
  await inTransaction(client, async () => {
    await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    await actAsOwner(client, source);
    await copyStructure(client, { source, sourceId: tenantId, slug, tenantId }, SCHEMA);
    await copyRows(client, { source, schema: SCHEMA, tenantId, rows: 'all' });
  });
}

/** SQL: drops what a rehearsal that was cut off has left of its company; for one that goes for good. */
export const DROP_LEFT_REHEARSAL = `
  DO $$ BEGIN
    IF pg_try_advisory_xact_lock(${REHEARSAL_LOCK}) THEN DROP SCHEMA IF EXISTS ${SCHEMA} CASCADE; END IF;
  END $$`;

async function dropCopy(client: pg.Client): Promise<void> {
  await client.query(`SET client_min_messages = warning; DROP SCHEMA IF EXISTS ${SCHEMA} CASCADE`);
}

async function takeAll(client: pg.Client, member: Member, migrations: readonly Migration[]): Promise<RehearsedStep[]> {
  const taken: RehearsedStep[] = [];
  let history = await readHistory(client, SCHEMA);
  for (const step of await stepsUp(history, migrations)) {
    const result = await take(client, member, step);
    taken.push(result);
    if (result.error !== null) break;
    history = historyAfter(history, step);
  }
  return taken;
}

async function take(client: pg.Client, { tenantId }: Member, step: Step): Promise<RehearsedStep> {
  const { kind, migration } = step;
  const before = await tablesOf(client);
  const begin = `SET LOCAL ROLE ${OWNER_ROLE}; SET LOCAL search_path = ${SCHEMA}; SET LOCAL lavoro.tenant_id = '${tenantId}'`;
  const began = performance.now();
  const done = (locks: RehearsedStep['locks'], error: string | null) => ({
    migration: migration.name,
    kind,
    ms: Math.round(performance.now() - began),
    locks,
    error,
  });
  try {
    return await inTransaction(client, async () => {
      await client.query(begin);
      if (kind === 'data') await moveRows(client, migration, () => client.query(`COMMIT; BEGIN; ${begin}`), {});
      else await client.query(changeSql(step).join(';\n'));
      return done(await locksOn(client, before), null);
    });
  } catch (error) {
    return done([], describeFailure(error));
  }
}

async function tablesOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    'SELECT tablename AS name FROM pg_tables WHERE schemaname = $1',
    [SCHEMA],
  );
  return rows.map(({ name }) => name);
}

/** From the weakest to the strongest; the last keeps readers out, the ones before at most writers. */
const MODES = [
  'AccessShareLock',
  'RowShareLock',
  'RowExclusiveLock',
  'ShareUpdateExclusiveLock',
  'ShareLock',
  'ShareRowExclusiveLock',
  'ExclusiveLock',
  'AccessExclusiveLock',
];

async function locksOn(client: pg.Client, tables: readonly string[]): Promise<RehearsedStep['locks']> {
  const { rows } = await client.query<{ table: string; modes: string[] }>(
    `SELECT c.relname AS table, array_agg(l.mode) AS modes FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
     WHERE l.pid = pg_backend_pid() AND c.relnamespace = $1::regnamespace AND c.relname = ANY($2) AND c.relname <> '_prisma_migrations'
     GROUP BY 1 ORDER BY 1`,
    [SCHEMA, tables],
  );
  return rows.map(({ table, modes }) => {
    const mode = MODES.filter((each) => modes.includes(each)).at(-1) ?? '';
    return { table, mode, readersWait: mode === 'AccessExclusiveLock' };
  });
}
