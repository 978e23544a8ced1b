import { Decimal } from 'decimal.js';
import { FIBRES, type Fibre, QUALITIES, WOOLS } from './fibres';

/** One part: `percent` without trailing zeros, `name` as it is written on a label: `recycled polyester`, `wool (merino)`. */
export type FibrePart = { readonly fibre: Fibre; readonly name: string; readonly percent: string };

export type Composition =
  | { readonly parts: readonly FibrePart[]; readonly text: string }
  | { readonly faults: readonly string[] };

const MOST_PARTS = 12;
const HUNDRED = new Decimal(100);

/** Every word for a fibre, in lower case and NFC. */
const CODES = new Map<string, Fibre>(
  (Object.entries(FIBRES) as [Fibre, readonly string[]][]).flatMap(([code, names]) =>
    [code.toLowerCase(), ...names].map((name) => [name, code] as const),
  ),
);
const QUALITY_OF = new Map(QUALITIES.flatMap(([kept, ...others]) => [kept, ...others].map((word) => [word, kept])));

/** Whether a text speaks of parts; "Horn" and "Brass" are materials, and no composition. */
export const isComposition = (text: string): boolean => text.includes('%');

/**
 * `"5% elastan, 95 % Cotone"` → `95% cotton, 5% elastane`: known fibres, largest first, together 100 %. Fault sentences say
 * which part is meant by its number and never repeat what was typed.
 */
export function parseComposition(text: string): Composition {
  const pieces = splitParts(text);
  const faults: string[] = [];
  const parts: FibrePart[] = [];
  for (const [index, piece] of pieces.entries()) {
    const part = readPart(piece);
    if (typeof part === 'string') faults.push(`Part ${index + 1}: ${part}`);
    else parts.push(part);
  }
  if (pieces.length > MOST_PARTS) faults.push(`At most ${MOST_PARTS} fibres`);
  if (faults.length > 0) return { faults };
  const names = parts.map(({ name }) => name);
  if (new Set(names).size < names.length) return { faults: ['Names a fibre twice'] };
  const total = parts.reduce((sum, { percent }) => sum.plus(percent), new Decimal(0));
  if (!total.equals(HUNDRED)) return { faults: [`The parts add up to ${total.toFixed()} %, not to 100 %`] };
  // Sorting keeps the order of equal parts.
  parts.sort((left, right) => new Decimal(right.percent).comparedTo(left.percent));
  return { parts, text: parts.map(({ percent, name }) => `${percent}% ${name}`).join(', ') };
}

/** The parts of a composition that was stored, or null where it is none. */
export function fibresOf(text: string | null): readonly FibrePart[] | null {
  if (text === null || !isComposition(text)) return null;
  const read = parseComposition(text);
  return 'parts' in read ? read.parts : null;
}

/** At commas, semicolons, slashes, plus signs and ampersands; a comma between digits is a decimal one. */
function splitParts(text: string): string[] {
  return text
    .toLowerCase()
    .replace(/(\d),(\d{1,2}\s*%)/g, '$1.$2')
    .split(/[,;/+&\n]|\se\s(?=\d)|\sand\s(?=\d)/)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '');
}

function readPart(piece: string): FibrePart | string {
  const found =
    /^(\d{1,3}(?:\.\d{1,2})?)\s*%\s*(.+)$/.exec(piece) ?? swapped(/^(.+?)\s+(\d{1,3}(?:\.\d{1,2})?)\s*%$/.exec(piece));
  if (!found) return 'say it like "95% cotton", with at most two decimal places';
  const [, share = '', words = ''] = found;
  const percent = new Decimal(share);
  if (percent.lessThanOrEqualTo(0) || percent.greaterThan(HUNDRED)) return 'must be more than 0 % and at most 100 %';
  const named = readName(words.trim());
  return named ? { ...named, percent: percent.toFixed() } : 'this is no fibre name of Regulation (EU) 1007/2011';
}

/** "cotton 95%" as "95% cotton". */
const swapped = (found: RegExpExecArray | null): [string, string, string] | null =>
  found && ['', found[2] ?? '', found[1] ?? ''];

function readName(words: string): Pick<FibrePart, 'fibre' | 'name'> | undefined {
  const [, bare = '', note] = /^([^()]+?)\s*(?:\(([^()]{1,40})\))?$/.exec(words) ?? [];
  const tokens = bare.split(/\s+/);
  const qualities: string[] = [];
  // Italian says "cotone biologico", English "organic cotton".
  while (tokens.length > 1 && QUALITY_OF.has(tokens[0] ?? ''))
    qualities.push(QUALITY_OF.get(tokens.shift() ?? '') ?? '');
  while (tokens.length > 1 && QUALITY_OF.has(tokens.at(-1) ?? ''))
    qualities.push(QUALITY_OF.get(tokens.pop() ?? '') ?? '');
  const plain = WOOLS[tokens.join(' ')] ?? tokens.join(' ');
  const [, name = '', sort = note] = /^([^()]+?)\s*(?:\((.+)\))?$/.exec(plain) ?? [];
  const fibre = CODES.get(name);
  if (!fibre) return undefined;
  const generic = FIBRES[fibre][0];
  return { fibre, name: `${[...qualities, generic].join(' ')}${sort === undefined ? '' : ` (${sort})`}` };
}
