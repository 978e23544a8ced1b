import { z } from 'zod';
import { archivedOut, id, optional, recordOut, text } from './fields';
import { listOf, listQuery, yesOrNo } from './list';

/** How many levels a tree of categories has at most. */
export const MOST_LEVELS = 8;

const fields = {
  /** Unique below its parent. */
  name: text(80),
  /** The category it is below; none for one of the top level. */
  parentId: optional(id),
};

export const createCategoryBody = z.strictObject(fields);
export const updateCategoryBody = z.strictObject(fields).partial();

export const categoryOut = z.object({
  ...recordOut,
  ...archivedOut,
  name: z.string(),
  parentId: id.nullable(),
  /** The names from the top level down to its own. */
  path: z.array(z.string()),
  /** Items in use that are in this very category, not below it. */
  itemCount: z.number().int(),
});
export const categoryListQuery = listQuery(
  ['name', 'createdAt', 'updatedAt'],
  { parentId: id.optional(), archived: yesOrNo.optional() },
  'name',
);
export const categoryListOut = listOf(categoryOut);

export type Category = z.infer<typeof categoryOut>;
