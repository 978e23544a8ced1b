import type { EnumName, TextKey, Translate } from '@web/i18n/dictionary';

type Digits = { minimumFractionDigits: number; maximumFractionDigits: number };

/** Things counted by the piece need no places; what is weighed or measured lines up at two. */
const WHOLE_UNITS = new Set(['pcs', 'pair', 'dozen']);

const isDecimal = (value: string): value is Intl.StringNumericLiteral => /^-?\d+(\.\d+)?$/.test(value);

/**
 * How values are shown in one language. Decimals stay the strings the server sent: Intl groups and rounds the digits
 * of a string exactly, a JavaScript number would not.
 */
export function createFormat(locale: string, t: Translate) {
  const numbers = new Map<string, Intl.NumberFormat>();
  const numberFormat = (options: Intl.NumberFormatOptions) => {
    const key = JSON.stringify(options);
    const known = numbers.get(key) ?? new Intl.NumberFormat(locale, { useGrouping: 'always', ...options });
    numbers.set(key, known);
    return known;
  };
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });

  const decimal = (value: string | null | undefined, digits: Digits) =>
    value != null && isDecimal(value) ? numberFormat(digits).format(value) : '';
  const enumLabel = (set: EnumName, value: string) => t(`enums.${set}.${value}` as TextKey);

  return {
    locale,
    t,
    enumLabel,
    /** `2026-03-31` */
    date: (value: string | null) => (value === null ? '' : day.format(new Date(`${value}T00:00:00Z`))),
    /** An instant, in the viewer's own time zone. */
    dateTime: (value: string | null) => (value === null ? '' : moment.format(new Date(value))),
    count: (value: number) => numberFormat({}).format(value),
    plain: (value: string | null) => decimal(value, { minimumFractionDigits: 0, maximumFractionDigits: 10 }),
    number: (value: string | null, unit: string) =>
      decimal(value, { minimumFractionDigits: WHOLE_UNITS.has(unit) ? 0 : 2, maximumFractionDigits: 4 }),
    quantity: (value: string | null, unit: string) => {
      const digits = { minimumFractionDigits: WHOLE_UNITS.has(unit) ? 0 : 2, maximumFractionDigits: 4 };
      return value === null ? '' : `${decimal(value, digits)}\u00a0${enumLabel('unit', unit)}`;
    },
    money: (value: string | null | undefined, currency: string) => moneyText(locale, numberFormat, value, currency),
    /** A share from 0 to 1. */
    percent: (value: string) =>
      isDecimal(value) ? numberFormat({ style: 'percent', maximumFractionDigits: 1 }).format(value) : '',
    yesNo: (value: boolean) => (value ? t('common.yes') : t('common.no')),
    paymentTerms: (value: string) => {
      const net = /^NET_(\d+)$/.exec(value);
      return net ? t('paymentTerms.net', { count: Number(net[1]) }) : t(`paymentTerms.${value}` as TextKey);
    },
  };
}

function moneyText(
  locale: string,
  numberFormat: (options: Intl.NumberFormatOptions) => Intl.NumberFormat,
  value: string | null | undefined,
  currency: string,
) {
  if (value == null || !isDecimal(value)) return '';
  const minor =
    new Intl.NumberFormat(locale, { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  return numberFormat({
    style: 'currency',
    currency,
    currencyDisplay: 'code',
    minimumFractionDigits: minor,
    maximumFractionDigits: Math.max(minor, 6),
  }).format(value);
}

export type Format = ReturnType<typeof createFormat>;
