import { Decimal } from 'decimal.js';
import type { YarnCountSystem } from '@/contract/enums';

/**
 * How fine a yarn is, in the systems mills speak. Canonical is tex, the grams of a kilometre; every constant follows from
 * 1 lb = 453.59237 g and 1 yd = 0.9144 m, both exact since 1959.
 */
const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP, toExpNeg: -60, toExpPos: 60 });
const POUND_G = new Exact('453.59237');
const YARD_M = new Exact('0.9144');
const INCHES_PER_METRE = new Exact(1).dividedBy('0.0254');

/** The number of a system for a yarn of `tex`, and back: both are the same division in the indirect ones. */
type System = { readonly direct: Decimal } | { readonly indirect: Decimal };

const direct = (texPerUnit: Decimal | string): System => ({ direct: new Exact(texPerUnit) });
/** Hanks of so many yards in a pound: the more of them, the finer. */
const hanksOf = (yards: number): System => ({ indirect: POUND_G.times(1000).dividedBy(YARD_M.times(yards)) });

const SYSTEMS: Readonly<Record<YarnCountSystem, System>> = {
  TEX: direct('1'),
  DTEX: direct('0.1'),
  KTEX: direct('1000'),
  DENIER: direct(new Exact(1).dividedBy(9)),
  NM: { indirect: new Exact(1000) },
  NF: { indirect: new Exact(500) },
  NE: hanksOf(840),
  NE_WORSTED: hanksOf(560),
  NE_LINEN: hanksOf(300),
  WOOLLEN_CUT: hanksOf(300),
  WOOLLEN_RUN: hanksOf(1600),
  YORKSHIRE_SKEIN: hanksOf(256),
  // Pounds of 14,400 yards.
  JUTE_SPYNDLE: direct(POUND_G.times(1000).dividedBy(YARD_M.times(14_400))),
};

/** A count of a system in tex: all 60 digits, for rounding is the caller's. `count` is a decimal string above zero. */
export function toTex(count: string, system: YarnCountSystem): string {
  return inTex(count, system).toString();
}

/** `tex` as the number another system has for it. */
export function fromTex(tex: string, system: YarnCountSystem): string {
  return countOf(new Exact(tex), system).toString();
}

export function convertCount(count: string, from: YarnCountSystem, to: YarnCountSystem): string {
  return countOf(inTex(count, from), to).toString();
}

/** What yarns twisted together come to, in tex: their sum. "2/30 Ne" is two of Ne 30. */
export function pliedTex(yarns: readonly { count: string; system: YarnCountSystem; plies?: number }[]): string {
  return yarns
    .reduce((sum, { count, system, plies = 1 }) => sum.plus(inTex(count, system).times(plies)), new Exact(0))
    .toString();
}

/** Turns per inch of a twist multiplier at a cotton count: TM · √Ne. */
export function turnsPerInch(twistMultiplier: string, ne: string): string {
  return new Exact(twistMultiplier).times(new Exact(ne).sqrt()).toString();
}

export const turnsPerMetre = (perInch: string): string => INCHES_PER_METRE.times(perInch).toString();

function inTex(count: string, system: YarnCountSystem): Decimal {
  const of = SYSTEMS[system];
  return 'direct' in of ? of.direct.times(count) : of.indirect.dividedBy(count);
}

function countOf(tex: Decimal, system: YarnCountSystem): Decimal {
  const of = SYSTEMS[system];
  return 'direct' in of ? tex.dividedBy(of.direct) : of.indirect.dividedBy(tex);
}
