import { Decimal } from 'decimal.js';

/** Figures of cloth. Everything is a decimal string; `places` digits after the point, rounded half up. */
const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP, toExpNeg: -60, toExpPos: 60 });
const INCHES_PER_METRE = new Exact(1).dividedBy('0.0254');
/** Grams per square metre of one ounce per square yard: 28.349523125 g / 0.83612736 m². */
const GSM_OF_OUNCE = new Exact('28.349523125').dividedBy('0.83612736');

const metres = (widthMm: string) => new Exact(widthMm).dividedBy(1000);

/** Grams of a running metre: GSM × width. */
export function gramsPerLinearMetre(gsm: string, widthMm: string, places = 2): string {
  return new Exact(gsm).times(metres(widthMm)).toFixed(places);
}

/** Metres in so many kilograms: kg · 1000 / (GSM · width). */
export function lengthFromWeight(kg: string, gsm: string, widthMm: string, places = 4): string {
  return new Exact(kg)
    .times(1000)
    .dividedBy(new Exact(gsm).times(metres(widthMm)))
    .toFixed(places);
}

/** Kilograms of so many metres. */
export function weightFromLength(lengthM: string, gsm: string, widthMm: string, places = 4): string {
  return new Exact(lengthM).times(gsm).times(metres(widthMm)).dividedBy(1000).toFixed(places);
}

export function ouncesPerSquareYard(gsm: string, places = 3): string {
  return new Exact(gsm).dividedBy(GSM_OF_OUNCE).toFixed(places);
}

export function gsmFromOunces(ouncesPerYd2: string, places = 2): string {
  return GSM_OF_OUNCE.times(ouncesPerYd2).toFixed(places);
}

export type Knit = {
  readonly walesPerInch: string;
  readonly coursesPerInch: string;
  /** Yarn of one stitch. */
  readonly stitchLengthMm: string;
  readonly tex: string;
};

/** GSM of a knit: WPI · CPI · stitch length · tex · (inches per metre)² / 10⁶. Leaving out the wales is a common mistake. */
export function gsmOfKnit({ walesPerInch, coursesPerInch, stitchLengthMm, tex }: Knit, places = 2): string {
  const stitches = new Exact(walesPerInch).times(coursesPerInch).times(INCHES_PER_METRE.pow(2));
  return stitches.times(stitchLengthMm).times(tex).dividedBy(1_000_000).toFixed(places);
}
