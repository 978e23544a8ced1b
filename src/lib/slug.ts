/** A slug from a company's name: `Maglificio Ròssi & Figli` → `maglificio-rossi-figli`; empty when nothing is left. */
export function slugify(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 48)
    .replace(/^-+|-+$/g, '');
}

const LONGEST_KEY = 40;

/**
 * The key of a field from its label: `Filato: Lotto n°` → `filato_lotto_n`; `field` when nothing is left. From the second
 * on, `number` makes it another one: `filato_lotto_n_2`.
 */
export function keyFromLabel(label: string, number = 1): string {
  const end = number === 1 ? '' : `_${number}`;
  const words = slugify(label)
    .replaceAll('-', '_')
    .replace(/^[0-9_]+/, '');
  return (words === '' ? 'field' : words).slice(0, LONGEST_KEY - end.length).replace(/_$/, '') + end;
}
