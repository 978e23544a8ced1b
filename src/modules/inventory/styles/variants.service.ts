import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import type { TenantContext } from '@/context';
import type { FieldFault } from '@/contract/errors';
import { type MadeVariants, MOST_CELLS, type makeVariantsBody, type Style } from '@/contract/styles';
import { Refusal } from '@/lib/refusal';
import { lockRow } from '@/records/records.repo';
import { findCategory } from '../categories/categories.repo';
import { variantSkus } from '../skus/newSkus';
import { colourwaysOf, sizesOf } from './styles.repo';
import { styles } from './styles.service';
import { existingCells, insertVariants } from './variants.repo';

type Cell = {
  readonly colourway: { readonly id: string; readonly code: string; readonly name: string };
  readonly size: { readonly id: string; readonly code: string };
};

const keyOf = ({ colourway, size }: Cell) => `${colourway.id}/${size.id}`;
const MOST_NAME = 200;

/**
 * Makes the items that are missing in the cells of a style's grid, all of them or those that are named, in one go. Asked
 * again it makes none: a cell has one item. Throws INVALID_STATE for an archived style, RULE_VIOLATED for unknown cells.
 */
export async function makeVariants(
  ctx: TenantContext,
  id: string,
  { cells }: z.output<typeof makeVariantsBody>,
): Promise<MadeVariants> {
  // Whoever asks at the same time waits, and then finds them there.
  await lockRow(ctx, 'styles', id);
  const style = await styles.get(ctx, id);
  if (style.archivedAt !== null) throw new Refusal('INVALID_STATE', 'It is archived; restore it first.');
  const wanted = await chosenCells(ctx, id, cells);
  const there = await existingCells(ctx, id);
  const missing = wanted.filter((cell) => !there.has(keyOf(cell)));
  const made = await insertAll(ctx, style, missing);
  const after = { already: wanted.length - missing.length, made };
  await ctx.audit({ action: 'make-variants', entity: 'style', entityId: id, after: { ...style, ...after } });
  return after;
}

async function chosenCells(
  ctx: TenantContext,
  id: string,
  cells: z.output<typeof makeVariantsBody>['cells'],
): Promise<Cell[]> {
  const [colourways, sizes] = [await colourwaysOf(ctx, id), await sizesOf(ctx, id)];
  if (!cells) {
    const all = colourways.flatMap((colourway) => sizes.map((size) => ({ colourway, size })));
    if (all.length <= MOST_CELLS) return all;
    throw new Refusal('RULE_VIOLATED', `These are ${all.length} cells: name at most ${MOST_CELLS} of them at a time.`);
  }
  const faults: FieldFault[] = [];
  const chosen = new Map<string, Cell>();
  for (const [index, named] of cells.entries()) {
    const colourway = colourways.find(({ code }) => code === named.colourway);
    const size = sizes.find(({ code }) => code === named.size);
    if (!colourway) faults.push(unknown(`cells.${index}.colourway`, 'colourway'));
    if (!size) faults.push(unknown(`cells.${index}.size`, 'size'));
    if (colourway && size) chosen.set(keyOf({ colourway, size }), { colourway, size });
  }
  if (faults.length === 0) return [...chosen.values()];
  throw new Refusal('RULE_VIOLATED', 'The style does not have all of these cells.', faults.slice(0, 100));
}

const unknown = (path: string, word: string): FieldFault => ({
  path,
  code: 'unknown',
  message: `The style has no such ${word}`,
});

async function insertAll(ctx: TenantContext, style: Style, cells: readonly Cell[]): Promise<MadeVariants['made']> {
  if (cells.length === 0) return [];
  const category = style.categoryId === null ? undefined : await findCategory(ctx, style.categoryId);
  const skus = await variantSkus(
    ctx,
    style.kind,
    cells.map(({ colourway, size }) => ({
      category: category?.name,
      style: style.code,
      colour: colourway.code,
      size: size.code,
    })),
  );
  const rows = cells.map(({ colourway, size }, at) => ({
    id: uuidv7(),
    sku: skus[at] ?? '',
    name: `${style.name} ${colourway.name} ${size.code}`.slice(0, MOST_NAME),
    colour: colourway.name,
    size: size.code,
    colourwayId: colourway.id,
    sizeId: size.id,
  }));
  await insertVariants(ctx, style, category?.name ?? null, rows);
  return rows.map(({ id, sku }, at) => ({
    id,
    sku,
    colourway: cells[at]?.colourway.code ?? '',
    size: cells[at]?.size.code ?? '',
  }));
}
