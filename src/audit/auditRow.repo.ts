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
