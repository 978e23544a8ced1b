/**
 * By what suppliers and customers that are the same are known. Imports nothing by an alias, for a migration of data uses it
 * as well.
 */

/** What says how a firm is constituted, and not which it is; longer ones first. */
const LEGAL_FORMS = new Set(
  (
    'private limited pvt ltd limited llp llc lp plc inc incorporated corp corporation co company opc public ' +
    'gmbh ag kg ohg gbr ug mbh ev spa srl srls sapa snc sas ss scarl scrl soc coop societa ' +
    'sa sarl sasu eurl sci sca bv nv vof cv bvba sprl ab oy oyj aps as asa kft zrt bt sro spol doo dd ad eood ood ' +
    'lda sl slu slne ltda cia pty pte sdn bhd kk the and und e et y m s ms'
  ).split(' '),
);
/** Names shorter than this are compared as they are: one letter more or less is another name. */
const SHORT = 8;

/**
 * What two spellings of one name have in common: letters and figures without accents, without what is only the legal form,
 * doubled letters once. A name of nothing else stays as it is.
 */
export function nameKey(name: string): string {
  const words = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replaceAll('æ', 'ae')
    .replaceAll('ł', 'l')
    // S.p.A., S. r. l.: a form written with points is one word.
    .replace(/(?<![\p{L}\p{N}])(\p{L})\.\s?(?=\p{L}\.|\p{L}(?![\p{L}\p{N}]))/gu, '$1')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const telling = words.filter((word) => !LEGAL_FORMS.has(word));
  return (telling.length > 0 ? telling : words).join('').replace(/(\p{L})\1+/gu, '$1');
}

/** Whether two keys differ by one letter at most, or by two that changed places; figures must be the same. */
export function nearlySame(left: string, right: string): boolean {
  if (left === right) return true;
  if (Math.min(left.length, right.length) < SHORT || Math.abs(left.length - right.length) > 1) return false;
  if (figuresOf(left) !== figuresOf(right)) return false;
  let start = 0;
  while (start < Math.min(left.length, right.length) && left[start] === right[start]) start += 1;
  let end = 0;
  const room = Math.min(left.length, right.length) - start;
  while (end < room && left.at(-1 - end) === right.at(-1 - end)) end += 1;
  const [restLeft, restRight] = [left.slice(start, left.length - end), right.slice(start, right.length - end)];
  if (restLeft.length <= 1 && restRight.length <= 1) return true;
  return restLeft.length === 2 && restRight === `${restLeft[1]}${restLeft[0]}`;
}

/** A key is nearly another's when it has its beginning or its end, so those are looked for. */
export function endsOfKey(key: string): { readonly start: string; readonly end: string } | undefined {
  if (key.length < SHORT) return undefined;
  const half = Math.floor(key.length / 2) - 1;
  return { start: key.slice(0, half), end: key.slice(-half) };
}

const figuresOf = (key: string) => key.replace(/\P{N}/gu, '');
