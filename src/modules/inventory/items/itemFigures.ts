import { Decimal } from 'decimal.js';
import type { Item, ItemListRow } from '@/contract/inventory';
import { fibresOf } from '@/lib/textile/composition';
import { gramsPerLinearMetre, ouncesPerSquareYard } from '@/lib/textile/fabric';
import { pliedTex } from '@/lib/textile/yarnCount';

/** What follows from an item's own figures; null where one of them is missing. */
export function figuresOf(item: ItemListRow): Pick<Item, 'fibres' | 'figures'> {
  const { composition, yarnCount, yarnCountSystem, yarnPly, gsm, widthMm } = item;
  const tex =
    yarnCount !== null && yarnCountSystem !== null
      ? pliedTex([{ count: yarnCount, system: yarnCountSystem, plies: yarnPly ?? 1 }])
      : null;
  return {
    fibres: fibresOf(composition)?.slice() ?? null,
    figures: {
      yarnTex: tex && new Decimal(tex).toFixed(4),
      gramsPerMetre: gsm !== null && widthMm !== null ? gramsPerLinearMetre(gsm, widthMm) : null,
      ouncesPerYd2: gsm !== null ? ouncesPerSquareYard(gsm) : null,
    },
  };
}
