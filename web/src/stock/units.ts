import { PACKAGES, type UNITS } from '@contract';

type Unit = (typeof UNITS)[number];

/** Units that a quantity can be said in one for another, by exact factors of the server's. */
const ALIKE: readonly (readonly Unit[])[] = [
  ['kg', 'g', 'lb', 'oz', 't'],
  ['m', 'cm', 'mm', 'yd', 'in', 'ft'],
  ['m2', 'yd2'],
  ['pcs', 'pair', 'dozen', 'gross'],
];

/** What a quantity of an item can be said in: its unit first, those like it, and packages of a lot where it is kept by lots. */
export function unitsOf(unit: Unit, inLots: boolean): readonly string[] {
  const alike = (ALIKE.find((units) => units.includes(unit)) ?? []).filter((each) => each !== unit);
  return [unit, ...alike, ...(inLots ? PACKAGES : [])];
}
