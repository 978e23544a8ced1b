import { sql } from 'kysely';
import type { ListAnswer } from '@/contract/list';
import { defineList, type ListOwner, listRows } from '@/database/listRows';
import type { ListRequest } from '@/database/listStatement';

export type EntryRow = {
  readonly id: string;
  readonly at: string;
  /** `user:<id>`, `cli:<name>`, …, or `system`. */
  readonly actor: string;
  readonly action: string;
  readonly entity: string;
  readonly entityId: string;
  readonly label: string | null;
  readonly requestId: string | null;
  readonly ipAddress: string | null;
  readonly before: Record<string, unknown> | null;
  readonly after: Record<string, unknown> | null;
};

/** Rows from before there was the column, and companies that do not have it yet, are read through the whole row. */
const ACTOR = sql<string>`coalesce(to_jsonb(audit_log) ->> 'actor', 'user:' || actor_user_id,
  CASE WHEN request_id LIKE 'cli:%' THEN request_id END, 'system')`;

const LABEL = sql<string | null>`coalesce(after ->> 'name', after ->> 'number', after ->> 'label',
  before ->> 'name', before ->> 'number', before ->> 'label')`;

const ENTRIES = defineList(
  {
    name: 'audit',
    sort: { at: { ref: 'entries.at', type: 'timestamptz' } },
    key: [{ ref: 'entries.id', type: 'bigint' }],
    search: ['entries.label'],
    filters: {
      entry: 'entries.id',
      actor: 'entries.actor_user_id',
      by: 'entries.actor',
      entity: 'entries.entity',
      entityId: 'entries.entity_id',
      action: 'entries.action',
    },
    ranges: {
      from: { ref: 'entries.at', type: 'timestamptz', keeps: 'from' },
      to: { ref: 'entries.at', type: 'timestamptz', keeps: 'before' },
    },
  },
  (db) =>
    db
      .selectFrom(
        db
          .selectFrom('auditLog')
          .select([
            'id',
            'at',
            'actorUserId',
            'action',
            'entity',
            'entityId',
            'requestId',
            'ipAddress',
            'before',
            'after',
          ])
          .select([ACTOR.as('actor'), LABEL.as('label')])
          .as('entries'),
      )
      .select([
        'entries.id',
        'entries.at',
        'entries.actor',
        'entries.action',
        'entries.entity',
        'entries.entityId',
        'entries.label',
        'entries.requestId',
        'entries.ipAddress',
        'entries.before',
        'entries.after',
      ]),
);

/** One page of a company's audit log; beside the filters of the API, `by` is who did it as the log says. */
export const listEntries = (owner: ListOwner, request: ListRequest): Promise<ListAnswer<EntryRow>> =>
  listRows(owner, ENTRIES, request);
