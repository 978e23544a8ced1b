import type { TenantContext } from '@/context';
import { hiddenFields } from '@/contract/guardedFields';
import type { Permission } from '@/contract/permissions';
import { fieldRefusal, notFound, Refusal } from '@/lib/refusal';
import { type Batch, findBatch, hasImports, holdBatch } from './batches.repo';
import type { ImportKind } from './kind';

export type Kinds = ReadonlyMap<string, ImportKind>;

/** The kind a file is sent as. Throws VALIDATION_FAILED and FORBIDDEN. */
export function requireKind(ctx: TenantContext, kinds: Kinds, name: string): ImportKind {
  const kind = kinds.get(name);
  if (!kind) throw fieldRefusal('VALIDATION_FAILED', 'kind', `Must be one of ${[...kinds.keys()].join(', ')}`);
  const lacking = takes(kind).find((permission) => !ctx.can(permission));
  if (lacking) throw new Refusal('FORBIDDEN', `This takes the permission ${lacking}, which you do not have.`);
  return kind;
}

const takes = ({ permission, alsoTakes = [] }: ImportKind): readonly Permission[] => [permission, ...alsoTakes];

/** Whether whoever asks may import such files. */
export const mayImport = (ctx: TenantContext, kind: ImportKind): boolean =>
  takes(kind).every((permission) => ctx.can(permission));

/** Throws UNAVAILABLE as long as a company waits for the migration. */
export function requireTables(ctx: TenantContext): void {
  if (hasImports(ctx)) return;
  throw new Refusal('UNAVAILABLE', "This company's tables are not up to date yet: try again after the migration.");
}

export type Opened = { readonly batch: Batch; readonly kind: ImportKind };

/** An import as whoever asks may see it. Throws NOT_FOUND. */
export async function openImport(ctx: TenantContext, kinds: Kinds, id: string): Promise<Opened> {
  requireTables(ctx);
  return seen(ctx, kinds, await findBatch(ctx, id));
}

/** The same, held until the transaction ends. */
export async function holdImport(ctx: TenantContext, kinds: Kinds, id: string): Promise<Opened> {
  requireTables(ctx);
  return seen(ctx, kinds, await holdBatch(ctx, id));
}

function seen(ctx: TenantContext, kinds: Kinds, batch: Batch | undefined): Opened {
  const kind = batch && kinds.get(batch.kind);
  if (!batch || !kind || !mayImport(ctx, kind) || !maySee(ctx, kind, batch)) throw notFound();
  return { batch, kind };
}

/** A file that somebody else has sent can show what is hidden from whoever asks, or lies where they do not work. */
function maySee(ctx: TenantContext, { columns, ofLocations }: ImportKind, { createdBy }: Batch): boolean {
  if (createdBy === ctx.actor) return true;
  if (ofLocations && ctx.scope !== null) return false;
  const hidden = hiddenFields({ has: (permission: Permission) => ctx.can(permission) });
  return !columns.some(({ field }) => hidden.has(field));
}
