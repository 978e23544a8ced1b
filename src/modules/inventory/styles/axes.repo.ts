import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { TenantContext } from '@/context';

/** The two axes of a style's grid. */
export type Axis = 'styleColourways' | 'styleSizes';
export type AxisEntry = { readonly code: string; readonly name?: string };

const COLUMN = { styleColourways: 'colourwayId', styleSizes: 'sizeId' } as const;

/**
 * Makes an axis of a style exactly `entries`, in their order: what is there keeps its id by its code, the rest comes and
 * goes. Answers the codes that cannot go because items are made of them; then nothing was changed.
 */
export async function setAxis(
  ctx: TenantContext,
  axis: Axis,
  styleId: string,
  entries: readonly AxisEntry[],
): Promise<string[]> {
  const codes = entries.map(({ code }) => code);
  const gone = ctx.db
    .selectFrom(axis)
    .select('id')
    .where('styleId', '=', styleId)
    .where('code', '<>', sql<string>`ALL(${codes}::text[])`);
  const used = await ctx.db
    .selectFrom(axis)
    .select('code')
    .where('id', 'in', gone)
    .where('id', 'in', ({ selectFrom }) =>
      selectFrom('inventoryItems')
        .select(({ ref }) => ref(COLUMN[axis]).$castTo<string>().as('id'))
        .where('styleId', '=', styleId),
    )
    .orderBy('position')
    .execute();
  if (used.length > 0) return used.map(({ code }) => code);
  await ctx.db.deleteFrom(axis).where('id', 'in', gone).execute();
  if (entries.length === 0) return [];
  const rows = entries.map((entry, position) => ({ id: uuidv7(), styleId, position, ...entry }));
  const names = axis === 'styleColourways' ? sql`, name = excluded.name` : sql``;
  const columns = Object.keys(rows[0] ?? {}).map((name) => sql.ref(name));
  const values = rows.map((row) => sql`(${sql.join(Object.values(row))})`);
  await sql`INSERT INTO ${sql.table(axis)} (${sql.join(columns)}) VALUES ${sql.join(values)}
    ON CONFLICT (style_id, code) DO UPDATE SET position = excluded.position${names}`.execute(ctx.db);
  return [];
}
