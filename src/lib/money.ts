import { decimalPlaces, multiplyDecimals } from './decimal';

/** Digits after the point of a currency's minor unit, where they are not two (ISO 4217, list one). */
const MINOR_UNITS: Readonly<Record<string, number>> = {
  BHD: 3,
  BIF: 0,
  CLF: 4,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  IQD: 3,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  PYG: 0,
  RWF: 0,
  TND: 3,
  UGX: 0,
  UYI: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
};

/** Digits after the point of `currency`'s minor unit: 2 for EUR, 0 for JPY, 3 for KWD. Source: ISO 4217. */
export function minorUnit(currency: string): number {
  return MINOR_UNITS[currency] ?? 2;
}

/** Whether `amount` has no more digits after the point than `currency` knows. */
export function fitsCurrency(amount: string, currency: string): boolean {
  return decimalPlaces(amount) <= minorUnit(currency);
}

/** `amount` at `rate` (company units for one foreign unit), rounded half up to the company currency's minor unit. */
export function convertMoney(amount: string, rate: string, companyCurrency: string): string {
  return multiplyDecimals(amount, rate, minorUnit(companyCurrency));
}

/** The usual currency of a country, by its English name or ISO code; EUR when it is not in the list. */
export function currencyOfCountry(country: string | null | undefined): string {
  return CURRENCY_OF_COUNTRY[(country ?? '').trim().toLowerCase()] ?? 'EUR';
}

const CURRENCY_OF_COUNTRY: Readonly<Record<string, string>> = {
  india: 'INR',
  in: 'INR',
  italy: 'EUR',
  italia: 'EUR',
  it: 'EUR',
  bangladesh: 'BDT',
  bd: 'BDT',
  china: 'CNY',
  cn: 'CNY',
  turkey: 'TRY',
  türkiye: 'TRY',
  tr: 'TRY',
  vietnam: 'VND',
  vn: 'VND',
  pakistan: 'PKR',
  pk: 'PKR',
  'sri lanka': 'LKR',
  lk: 'LKR',
  'united kingdom': 'GBP',
  gb: 'GBP',
  'united states': 'USD',
  us: 'USD',
  usa: 'USD',
  japan: 'JPY',
  jp: 'JPY',
  switzerland: 'CHF',
  ch: 'CHF',
  indonesia: 'IDR',
  id: 'IDR',
  cambodia: 'KHR',
  kh: 'KHR',
  morocco: 'MAD',
  ma: 'MAD',
};
