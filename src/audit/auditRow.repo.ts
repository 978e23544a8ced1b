import { CompiledQuery } from 'kysely';
import type { TenantContext } from '@/context';
import { prepared } from '@/database/guard';
import { heldBack } from '@/database/heldBack';

/** The columns a change fills; the others have defaults. */
export type AuditRow = {
  readonly actorUserId: string | null;
  readonly sessionId: string | null;
  readonly requestId: string;
  readonly ipAddress: string | null;
  readonly action: string;
  readonly entity: string;
  readonly entityId: string;
  /** JSON. */
  readonly before: string | null;
  readonly after: string | null;
};

const COLUMNS = [
  'actor_user_id',
  'session_id',
  'request_id',
  'ip_address',
  'action',
  'entity',
  'entity_id',
  'before',
  'after',
];

/** Every write of every company runs it, so each connection reads and plans it once. */
const insertInto = (columns: readonly string[]) =>
  heldBack(
    prepared(
      `INSERT INTO audit_log (${columns.join(', ')}) VALUES (${columns.map((_, index) => `$${index + 1}`).join(', ')})`,
    ),
  );

const INSERT = insertInto(COLUMNS);
const INSERT_WITH_ACTOR = insertInto([...COLUMNS, 'actor']);

/** Adds a row; without an actor, as long as a company has no column for one. */
export async function insertAuditRow(db: TenantContext['db'], row: AuditRow, actor: string | undefined): Promise<void> {
  const { actorUserId, sessionId, requestId, ipAddress, action, entity, entityId, before, after } = row;
  const values = [actorUserId, sessionId, requestId, ipAddress, action, entity, entityId, before, after];
  const query =
    actor === undefined ? CompiledQuery.raw(INSERT, values) : CompiledQuery.raw(INSERT_WITH_ACTOR, [...values, actor]);
  await db.withoutPlugins().executeQuery(query);
}

/** What differs between the rows of one request. */
export type AuditRowOfMany = Pick<AuditRow, 'action' | 'entityId'> & {
  readonly before: object | null;
  readonly after: object | null;
};

/** Adds many rows of one request and one kind of record in one statement, in their order. */
export async function insertAuditRows(
  db: TenantContext['db'],
  shared: Omit<AuditRow, 'action' | 'entityId' | 'before' | 'after'>,
  rows: readonly AuditRowOfMany[],
  actor: string | undefined,
): Promise<void> {
  const { actorUserId, sessionId, requestId, ipAddress, entity } = shared;
  const columns = actor === undefined ? COLUMNS : [...COLUMNS, 'actor'];
  const text = `INSERT INTO audit_log (${columns.join(', ')})
    SELECT $1::uuid, $2::uuid, $3, $4, r.action, $5, r."entityId", r.before, r.after${actor === undefined ? '' : ', $7'}
    FROM ROWS FROM (jsonb_to_recordset($6::jsonb) AS (action text, "entityId" text, before jsonb, after jsonb))
      WITH ORDINALITY AS r(action, "entityId", before, after, place)
    ORDER BY place`;
  const values = [actorUserId, sessionId, requestId, ipAddress, entity, JSON.stringify(rows)];
  await db.withoutPlugins().executeQuery(CompiledQuery.raw(text, actor === undefined ? values : [...values, actor]));
}
