import type { z } from 'zod';
import type { TenantContext } from '@/context';
import type { createStyleBody, Style, updateStyleBody } from '@/contract/styles';
import { fieldRefusal, refuseFaults } from '@/lib/refusal';
import { requireLinks } from '@/records/links';
import { recordService } from '@/records/recordService';
import { textFaults, tidyComposition } from '../items/itemRules';
import { setAxis } from './axes.repo';
import * as repo from './styles.repo';

type Axes = Pick<z.output<typeof updateStyleBody>, 'colourways' | 'sizes'>;

export const styles = recordService<Style, z.output<typeof createStyleBody>, z.output<typeof updateStyleBody>>({
  entity: 'style',
  table: 'styles',
  load: repo.findStyle,
  insert: async (ctx, { colourways, sizes, ...body }) => {
    await requireLinks(ctx, { categoryId: body.categoryId });
    const id = await repo.insertStyle(ctx, { ...body, composition: tidied(body.composition) });
    await setAxes(ctx, id, { colourways, sizes });
    return id;
  },
  change: async (ctx, current, { colourways, sizes, ...body }) => {
    await requireLinks(ctx, { categoryId: body.categoryId }, { categoryId: current.categoryId });
    if (current.variantCount > 0) requireSame(current, body);
    await setAxes(ctx, current.id, { colourways, sizes });
    return { ...body, composition: tidied(body.composition) };
  },
});

function tidied(composition: string | null | undefined): string | null | undefined {
  const faults = textFaults({ composition });
  refuseFaults(faults);
  return tidyComposition(composition);
}

/** Its variants have them: what is made later must not differ from what is there. */
function requireSame(current: Style, body: Pick<z.output<typeof updateStyleBody>, 'kind' | 'unit'>): void {
  for (const field of ['kind', 'unit'] as const) {
    if (body[field] === undefined || body[field] === current[field]) continue;
    throw fieldRefusal('INVALID_STATE', field, `The ${field} of a style that has variants stays as it is`);
  }
}

async function setAxes(ctx: TenantContext, id: string, { colourways, sizes }: Axes): Promise<void> {
  const wanted = [
    ['colourways', 'styleColourways', colourways],
    ['sizes', 'styleSizes', sizes?.map((code) => ({ code }))],
  ] as const;
  for (const [field, axis, entries] of wanted) {
    const used = entries ? await setAxis(ctx, axis, id, entries) : [];
    if (used.length > 0)
      throw fieldRefusal('RULE_VIOLATED', field, `There are items of ${used.slice(0, 10).join(', ')}: that stays`);
  }
}
