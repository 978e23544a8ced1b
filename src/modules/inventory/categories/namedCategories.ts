import { recordAudits } from '@/audit/audit';
import type { TenantContext } from '@/context';
import { categoriesNamed, findCategories, insertTopLevels } from './categories.repo';
import { meantBy } from './namedCategory';

/** What each of many names means, as in `chosenCategory`: an id, why it means none, or undefined where there is none yet. */
type Meanings = ReadonlyMap<string, ReturnType<typeof meantBy>>;

export async function meaningsOf(ctx: TenantContext, names: readonly string[]): Promise<Meanings> {
  const all = names.length > 0 ? await categoriesNamed(ctx, names) : [];
  return new Map(names.map((name) => [name, meantBy(all.filter((each) => each.name === name))]));
}

/** The ids of the categories called so; those that are not there yet are made on the top level. */
export async function idsOfNames(ctx: TenantContext, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  // In one order for everybody, so that two who make the same ones do not wait for each other.
  const unlike = [...new Set(names)].sort();
  const known = await meaningsOf(ctx, unlike);
  const made = await insertTopLevels(
    ctx,
    unlike.filter((name) => known.get(name) === undefined),
  );
  if (made.length > 0) {
    const events = (await findCategories(ctx, made)).map((after) => ({ action: 'create', entityId: after.id, after }));
    await recordAudits(ctx, 'item_category', events);
  }
  const all = await meaningsOf(ctx, unlike);
  return new Map([...all].flatMap(([name, meant]) => (typeof meant === 'string' ? [[name, meant] as const] : [])));
}
