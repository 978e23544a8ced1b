import { Decimal } from 'decimal.js';
import { UNITS, type Unit } from '@/contract/enums';

export type Dimension = 'mass' | 'length' | 'area' | 'count' | 'set' | 'pack';

/** How much of its dimension's base (kg, m, m², piece) one unit is. Exact: 1 lb = 0.45359237 kg, 1 yd = 0.9144 m (1959). */
const FACTORS: Readonly<Record<Unit, readonly [Dimension, string]>> = {
  kg: ['mass', '1'],
  g: ['mass', '0.001'],
  t: ['mass', '1000'],
  lb: ['mass', '0.45359237'],
  oz: ['mass', '0.028349523125'],
  m: ['length', '1'],
  cm: ['length', '0.01'],
  mm: ['length', '0.001'],
  yd: ['length', '0.9144'],
  ft: ['length', '0.3048'],
  in: ['length', '0.0254'],
  m2: ['area', '1'],
  yd2: ['area', '0.83612736'],
  pcs: ['count', '1'],
  pair: ['count', '2'],
  dozen: ['count', '12'],
  gross: ['count', '144'],
  // How many pieces are in one is nobody's rule: each is a dimension of its own.
  set: ['set', '1'],
  pack: ['pack', '1'],
};

/** 60 significant digits: a quotient of two factors is cut far behind any place that is kept. */
const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP, toExpNeg: -60, toExpPos: 60 });

/** The places a quantity is kept with. */
export const QUANTITY_PLACES = 4;
/** The places a factor is kept with: `numeric(28,14)`. */
const FACTOR_PLACES = 14;

export const dimensionOf = (unit: Unit): Dimension => FACTORS[unit][0];

/** The units a quantity in `unit` can also be said in. */
export const unitsLike = (unit: Unit): readonly Unit[] =>
  UNITS.filter((each) => dimensionOf(each) === dimensionOf(unit));

export type Converted = {
  /** In the wanted unit, rounded half up to four places. */
  readonly quantity: string;
  /** Of the wanted unit in one of the given one, to fourteen places: for the record, not to multiply with. */
  readonly factor: string;
};

/** `quantity` (decimal string) of `from` in `to`; undefined when they measure different things. */
export function convertQuantity(quantity: string, from: Unit, to: Unit): Converted | undefined {
  const [dimension, mine] = FACTORS[from];
  const [wanted, theirs] = FACTORS[to];
  if (dimension !== wanted) return undefined;
  const product = new Exact(quantity).times(mine).dividedBy(theirs);
  return {
    quantity: product.toFixed(QUANTITY_PLACES),
    factor: new Exact(mine).dividedBy(theirs).toFixed(FACTOR_PLACES),
  };
}

/** `count` packages of `content` each. */
export function contentOf(count: string, content: string): Converted {
  const factor = new Exact(content);
  return { quantity: factor.times(count).toFixed(QUANTITY_PLACES), factor: factor.toFixed(FACTOR_PLACES) };
}
