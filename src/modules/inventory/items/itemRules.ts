import type { Tracking, Unit, Valuation, YarnCountSystem } from '@/contract/enums';
import type { FieldFault } from '@/contract/errors';
import { barcodeFault } from '@/lib/barcode';
import { compareDecimals } from '@/lib/decimal';
import { isComposition, parseComposition } from '@/lib/textile/composition';
import { dimensionOf } from '@/lib/textile/units';

/** What the rules of an item look at: as it will be once a change is made. */
export type ItemFacts = {
  readonly unit: Unit;
  readonly secondUnit?: Unit | null | undefined;
  readonly tracking?: Tracking | undefined;
  readonly valuation?: Valuation | undefined;
  readonly reorderPoint?: string | null | undefined;
  readonly minimumStock?: string | null | undefined;
  readonly maximumStock?: string | null | undefined;
  readonly yarnCount?: string | null | undefined;
  readonly yarnCountSystem?: YarnCountSystem | null | undefined;
  readonly yarnPly?: number | null | undefined;
};

const fault = (path: string, message: string): FieldFault => ({ path, code: 'RULE_VIOLATED', message });

/** Everything about an item that does not fit together. */
export function itemFaults(item: ItemFacts): FieldFault[] {
  return [...unitFaults(item), ...levelFaults(item), ...yarnFaults(item)];
}

function unitFaults({ unit, secondUnit, tracking = 'NONE', valuation }: ItemFacts): FieldFault[] {
  const faults: FieldFault[] = [];
  if (secondUnit && dimensionOf(secondUnit) === dimensionOf(unit))
    faults.push(fault('secondUnit', 'The second unit must measure something else than the first, like m beside kg'));
  if (valuation === 'LOT' && tracking === 'NONE')
    faults.push(fault('valuation', 'Only what is tracked by lot or roll can be valued by lot'));
  return faults;
}

function levelFaults({ reorderPoint, minimumStock, maximumStock }: ItemFacts): FieldFault[] {
  if (maximumStock == null) return [];
  const above = (level: string | null | undefined) => level != null && compareDecimals(level, maximumStock) > 0;
  if (above(minimumStock)) return [fault('maximumStock', 'The maximum stock must not be less than the minimum')];
  if (above(reorderPoint)) return [fault('maximumStock', 'The maximum stock must not be less than the reorder point')];
  return [];
}

/** A yarn count means nothing without its system, nor the system or the plies without the count. */
function yarnFaults({ yarnCount, yarnCountSystem, yarnPly }: ItemFacts): FieldFault[] {
  if ((yarnCount == null) !== (yarnCountSystem == null)) {
    const missing = yarnCount == null ? 'yarnCount' : 'yarnCountSystem';
    return [fault(missing, 'Give the yarn count and its system together')];
  }
  if (yarnPly != null && yarnCount == null) return [fault('yarnPly', 'Say of which yarn count it is plied')];
  return [];
}

/** What is wrong with texts that have a form of their own, as they are sent. */
export function textFaults(body: {
  readonly composition?: string | null | undefined;
  readonly barcode?: string | null | undefined;
}): FieldFault[] {
  const faults: FieldFault[] = [];
  if (body.composition && isComposition(body.composition)) {
    const read = parseComposition(body.composition);
    if ('faults' in read) faults.push(...read.faults.map((message) => fault('composition', message)));
  }
  const wrong = body.barcode && barcodeFault(body.barcode);
  if (wrong) faults.push(fault('barcode', wrong));
  return faults;
}

/** A composition as it is kept: fibres in English, largest part first; a material like "Horn" as it was typed. */
export function tidyComposition<T extends string | null | undefined>(composition: T): T | string {
  if (!composition || !isComposition(composition)) return composition;
  const read = parseComposition(composition);
  return 'text' in read ? read.text : composition;
}
