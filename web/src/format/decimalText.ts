/** How a language writes decimals: what stands before the places, and between thousands. */
function marksOf(locale: string): { decimal: string; group: string } {
  const pieces = new Intl.NumberFormat(locale, { useGrouping: 'always' }).formatToParts(12345.6);
  const of = (type: string, otherwise: string) => pieces.find((piece) => piece.type === type)?.value ?? otherwise;
  return { decimal: of('decimal', '.'), group: of('group', ',') };
}

const escaped = (mark: string) => mark.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * A decimal as people type it, as the server takes it: `1.234,56` and `12,5` where the language writes them so, and a
 * point from the number pad everywhere. What fits neither is left as it is, for the server to say what is wrong with it.
 */
export function decimalTyped(text: string, locale: string): string {
  const { decimal, group } = marksOf(locale);
  const tight = text.replace(/[\s\u00a0\u202f']/g, '');
  const grouped = new RegExp(
    `^-?\\d{1,3}(${escaped(group)}\\d{2,3})*${escaped(group)}\\d{3}(${escaped(decimal)}\\d+)?$`,
  );
  if (grouped.test(tight)) return tight.replaceAll(group, '').replace(decimal, '.');
  if (decimal !== '.' && /^-?\d*,\d+$/.test(tight) && decimal === ',') return tight.replace(',', '.');
  return tight;
}

/** What the server keeps, as it is put into a field: without zeros at its end, in the way of the language. */
export function decimalField(value: string | null | undefined, locale: string): string {
  if (value == null) return '';
  const short = value.includes('.') ? value.replace(/\.?0+$/, '') : value;
  return short.replace('.', marksOf(locale).decimal);
}
