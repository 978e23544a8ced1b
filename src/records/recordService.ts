import type { TenantContext } from '@/context';
import type { CustomValues } from '@/contract/customValues';
import type { CustomFieldTable } from '@/contract/enums';
import type { StateMachine } from '@/contract/states';
import { notFound, Refusal } from '@/lib/refusal';
import { requireState, transition } from '@/lib/stateMachine';
import { writeCustomValues } from './customValues.repo';
import { type Changes, customFieldTable, lockRow, NOW, type RecordTable, updateVersioned } from './records.repo';

type Stored = {
  readonly id: string;
  readonly version: number;
  readonly archivedAt: string | null;
  readonly status?: string;
  readonly custom?: CustomValues;
};

/** A body; what it says in `custom` is written for every kind alike. */
type Body = { readonly custom?: CustomValues | undefined; readonly [field: string]: unknown };

/** What differs between kinds of records; the rest is the same for all. */
export type RecordKind<Out extends Stored, Create extends Body, Update extends Body> = {
  /** As the audit log calls it. */
  readonly entity: string;
  readonly table: RecordTable;
  readonly states?: StateMachine<string>;
  readonly load: (ctx: TenantContext, id: string) => Promise<Out | undefined>;
  /** Checks and inserts; answers the new id, or the whole record where it is known already. */
  readonly insert: (ctx: TenantContext, body: Omit<Create, 'custom'>) => Promise<string | Out>;
  /** Checks a change and answers the columns to set; child rows are its own business. */
  readonly change: (ctx: TenantContext, current: Out, body: Omit<Update, 'custom'>) => Promise<Changes>;
  /** Refuse what must not be put away, or brought back, as it is. */
  readonly archive?: (ctx: TenantContext, current: Out) => Promise<void>;
  readonly restore?: (ctx: TenantContext, current: Out) => Promise<void>;
};

export type RecordService<Out, Create, Update> = {
  /** The table whose custom fields the records have; undefined where they have none. */
  readonly custom: CustomFieldTable | undefined;
  get(ctx: TenantContext, id: string): Promise<Out>;
  create(ctx: TenantContext, body: Create): Promise<Out>;
  update(ctx: TenantContext, id: string, version: number, body: Update): Promise<Out>;
  archive(ctx: TenantContext, id: string): Promise<Out>;
  restore(ctx: TenantContext, id: string): Promise<Out>;
  /** Moves a document along its table of states; `extra` may set more columns, do what goes with it, or refuse. */
  act(
    ctx: TenantContext,
    id: string,
    action: string,
    extra?: (current: Out) => Changes | Promise<Changes>,
  ): Promise<Out>;
};

/** Get, create, change, put away and move on, with version check, states and audit, for one kind of record. */
export function recordService<Out extends Stored, Create extends Body, Update extends Body>(
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
    custom?: CustomValues,
  ): Promise<Out> {
    await updateVersioned(ctx, table, before.id, version, changes);
    await writeCustomValues(ctx, table, before.id, custom);
    const after = await get(ctx, before.id);
    await ctx.audit({ action, entity, entityId: before.id, before, after });
    return after;
  }

  return {
    custom: customFieldTable(table),
    get,
    async create(ctx, { custom, ...body }) {
      const made = await kind.insert(ctx, body);
      const id = typeof made === 'string' ? made : made.id;
      await writeCustomValues(ctx, table, id, custom);
      const after = typeof made === 'string' ? await get(ctx, id) : made;
      await ctx.audit({ action: 'create', entity, entityId: after.id, after });
      return after;
    },
    async update(ctx, id, version, { custom, ...body }) {
      const before = await hold(ctx, id);
      if (states) requireState(states.editable, before.status ?? '', 'changed');
      requireNotArchived(before);
      return save(ctx, before, version, 'update', await kind.change(ctx, before, body), custom);
    },
    async archive(ctx, id) {
      const before = await hold(ctx, id);
      if (before.archivedAt !== null) throw new Refusal('INVALID_STATE', 'It is archived already.');
      if (states) requireState(states.archivable, before.status ?? '', 'archived');
      await kind.archive?.(ctx, before);
      return save(ctx, before, before.version, 'archive', { archivedAt: NOW });
    },
    async restore(ctx, id) {
      const before = await hold(ctx, id);
      if (before.archivedAt === null) throw new Refusal('INVALID_STATE', 'It is not archived.');
      await kind.restore?.(ctx, before);
      return save(ctx, before, before.version, 'restore', { archivedAt: null });
    },
    async act(ctx, id, action, extra = () => ({})) {
      if (!states) throw new Error(`${entity} has no states`);
      const before = await hold(ctx, id);
      requireNotArchived(before);
      const { to } = transition(states, before.status ?? '', action);
      return save(ctx, before, before.version, action, { status: to, ...(await extra(before)) });
    },
  };
}

function requireNotArchived({ archivedAt }: Stored): void {
  if (archivedAt !== null) throw new Refusal('INVALID_STATE', 'It is archived; restore it first.');
}
