import type { TenantContext } from '@/context';
import type { StateMachine } from '@/contract/states';
import { notFound, Refusal } from '@/lib/refusal';
import { requireState, transition } from '@/lib/stateMachine';
import { type Changes, lockRow, NOW, type RecordTable, updateVersioned } from './records.repo';

type Stored = {
  readonly id: string;
  readonly version: number;
  readonly archivedAt: string | null;
  readonly status?: string;
};

/** What differs between kinds of records; the rest is the same for all. */
export type RecordKind<Out extends Stored, Create, Update> = {
  /** As the audit log calls it. */
  readonly entity: string;
  readonly table: RecordTable;
  readonly states?: StateMachine<string>;
  readonly load: (ctx: TenantContext, id: string) => Promise<Out | undefined>;
  /** Checks and inserts; answers the new id. */
  readonly insert: (ctx: TenantContext, body: Create) => Promise<string>;
  /** Checks a change and answers the columns to set; child rows are its own business. */
  readonly change: (ctx: TenantContext, current: Out, body: Update) => Promise<Changes>;
};

export type RecordService<Out, Create, Update> = {
  get(ctx: TenantContext, id: string): Promise<Out>;
  create(ctx: TenantContext, body: Create): Promise<Out>;
  update(ctx: TenantContext, id: string, version: number, body: Update): Promise<Out>;
  archive(ctx: TenantContext, id: string): Promise<Out>;
  restore(ctx: TenantContext, id: string): Promise<Out>;
  /** Moves a document along its table of states; `extra` may set more columns, or refuse. */
  act(ctx: TenantContext, id: string, action: string, extra?: (current: Out) => Changes): Promise<Out>;
};

/** Get, create, change, put away and move on, with version check, states and audit, for one kind of record. */
export function recordService<Out extends Stored, Create, Update>(
  kind: RecordKind<Out, Create, Update>,
): RecordService<Out, Create, Update> {
  const { entity, table, states } = kind;

  async function get(ctx: TenantContext, id: string): Promise<Out> {
    const found = await kind.load(ctx, id);
    if (!found) throw notFound();
    return found;
  }

  /** The record as it is now, held until the transaction ends. */
  async function hold(ctx: TenantContext, id: string): Promise<Out> {
    await lockRow(ctx, table, id);
    return get(ctx, id);
  }

  async function save(
    ctx: TenantContext,
    before: Out,
    version: number,
    action: string,
    changes: Changes,
  ): Promise<Out> {
    await updateVersioned(ctx, table, before.id, version, changes);
    const after = await get(ctx, before.id);
    await ctx.audit({ action, entity, entityId: before.id, before, after });
    return after;
  }

  return {
    get,
    async create(ctx, body) {
      const after = await get(ctx, await kind.insert(ctx, body));
      await ctx.audit({ action: 'create', entity, entityId: after.id, after });
      return after;
    },
    async update(ctx, id, version, body) {
      const before = await hold(ctx, id);
      if (states) requireState(states.editable, before.status ?? '', 'changed');
      requireNotArchived(before);
      return save(ctx, before, version, 'update', await kind.change(ctx, before, body));
    },
    async archive(ctx, id) {
      const before = await hold(ctx, id);
      if (before.archivedAt !== null) throw new Refusal('INVALID_STATE', 'It is archived already.');
      if (states) requireState(states.archivable, before.status ?? '', 'archived');
      return save(ctx, before, before.version, 'archive', { archivedAt: NOW });
    },
    async restore(ctx, id) {
      const before = await hold(ctx, id);
      if (before.archivedAt === null) throw new Refusal('INVALID_STATE', 'It is not archived.');
      return save(ctx, before, before.version, 'restore', { archivedAt: null });
    },
    async act(ctx, id, action, extra = () => ({})) {
      if (!states) throw new Error(`${entity} has no states`);
      const before = await hold(ctx, id);
      requireNotArchived(before);
      const { to } = transition(states, before.status ?? '', action);
      return save(ctx, before, before.version, action, { ...extra(before), status: to });
    },
  };
}

function requireNotArchived({ archivedAt }: Stored): void {
  if (archivedAt !== null) throw new Refusal('INVALID_STATE', 'It is archived; restore it first.');
}
