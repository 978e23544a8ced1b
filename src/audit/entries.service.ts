import type { TenantContext } from '@/context';
import type { AuditEntryRecord, AuditExportQuery, AuditListQuery, AuditStatus, Changes } from '@/contract/audit';
import { AUDIT_ACTORS } from '@/contract/auditWords';
import { hiddenFields, withoutFields } from '@/contract/guardedFields';
import type { ListAnswer } from '@/contract/list';
import type { ListOwner } from '@/database/listRows';
import type { ListRequest } from '@/database/listStatement';
import { csvLine } from '@/lib/csv';
import { userOf } from './actors';
import { type EntryRow, listEntries } from './entries.repo';
import { namesOf } from './people.repo';
import { countRows, readMoment } from './rows.repo';
import { findChain } from './seals.repo';
import { unsealedSince } from './unsealed.repo';

/** Entries read, and so held in memory, at once. */
const EXPORT_PAGE = 500;

/** Of one record, all at once. */
const CHANGES_SHOWN = 50;

/** One page of the company's audit log, with the names of the people. */
export const listAudit = (ctx: TenantContext, query: AuditListQuery) => namedEntries(ctx, query);

/** The same for whoever has a company's connections; `request` may also hold `by`. */
export async function namedEntries(owner: ListOwner, request: ListRequest): Promise<ListAnswer<AuditEntryRecord>> {
  const { data, nextCursor } = await listEntries(owner, request);
  const users = data.flatMap(({ actor }) => userOf(actor) ?? []);
  const names = await namesOf(owner.tenant.id, [...new Set(users)]);
  return { data: data.map((row) => named(row, names)), nextCursor };
}

function named({ actor, ...row }: EntryRow, names: ReadonlyMap<string, string>): AuditEntryRecord {
  const [prefix = '', ...rest] = actor.split(':');
  const kind = AUDIT_ACTORS.find((each) => each === prefix) ?? 'system';
  const id = rest.join(':') || null;
  return { ...row, actor: { kind, id, name: (kind === 'user' && names.get(id ?? '')) || null } };
}

/** The last things done with a record, newest first: who and when. Whether one may see the record is asked before. */
export async function changesOf(ctx: TenantContext, entity: string, entityId: string): Promise<Changes> {
  const request = { entity: [entity], entityId, sort: ['-at'], limit: CHANGES_SHOWN };
  const { data } = await namedEntries(ctx, request);
  return { data: data.map(({ id, at, actor, action }) => ({ id, at, actor, action })) };
}

/** Every entry the filters leave, newest first, as text; a page is read when the one before it has been taken. */
export async function* exportAudit(ctx: TenantContext, query: AuditExportQuery): AsyncGenerator<string> {
  const { format, ...filters } = query;
  if (format === 'csv') yield csvLine(CSV_COLUMNS.map(([name]) => name));
  // A file is no document whose hidden fields are taken out on the way.
  const hidden = hiddenFields({ has: (permission) => ctx.can(permission) });
  let cursor: string | undefined;
  do {
    const page = await namedEntries(ctx, { ...filters, sort: ['-at'], limit: EXPORT_PAGE, ...(cursor && { cursor }) });
    const entries = page.data.map((entry) => withoutFields(entry, hidden) as AuditEntryRecord);
    yield entries.map(format === 'csv' ? asCsv : asJson).join('');
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}

type Cell = (entry: AuditEntryRecord) => string | null;

const CSV_COLUMNS: readonly (readonly [string, Cell])[] = [
  ['id', ({ id }) => id],
  ['at', ({ at }) => at],
  ['actor', ({ actor }) => [actor.kind, actor.id].filter((part) => part !== null).join(':')],
  ['actorName', ({ actor }) => actor.name],
  ['action', ({ action }) => action],
  ['entity', ({ entity }) => entity],
  ['entityId', ({ entityId }) => entityId],
  ['label', ({ label }) => label],
  ['requestId', ({ requestId }) => requestId],
  ['ipAddress', ({ ipAddress }) => ipAddress],
  ['before', ({ before }) => before && JSON.stringify(before)],
  ['after', ({ after }) => after && JSON.stringify(after)],
];

const asCsv = (entry: AuditEntryRecord) => csvLine(CSV_COLUMNS.map(([, cell]) => cell(entry)));
const asJson = (entry: AuditEntryRecord) => `${JSON.stringify(entry)}\n`;

/** How far the company's log is sealed; one that waits for a migration has no seals. */
export async function auditStatus({ db, tenant }: TenantContext): Promise<AuditStatus> {
  const chain = await findChain(tenant.id);
  const last = chain?.sealable ? chain.last : undefined;
  const unsealed = await countRows(db, unsealedSince(last, await readMoment(db)));
  return { seal: last ? { seq: last.seq, sealedAt: last.sealedAt } : null, unsealed };
}
