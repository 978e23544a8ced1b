/**
 * The form of the SKUs of a company: text and places to fill, `{category:3}-{style}-{colour}-{size}-{seq:4}`. A number after a
 * name is how many characters are taken of it; after `seq` how many digits the number has at least.
 */
export const PLACES = ['category', 'style', 'colour', 'size', 'kind', 'seq'] as const;
export type Place = (typeof PLACES)[number];
export type SkuValues = Readonly<Partial<Record<Exclude<Place, 'seq'>, string | null | undefined>>>;

type Part = { readonly text: string } | { readonly place: Place; readonly width: number | undefined };
export type SkuPattern = { readonly parts: readonly Part[]; readonly counts: boolean };

/** As long as the column of it. */
export const MOST_SKU = 60;
const MOST_WIDTH = 20;
const MOST_DIGITS = 10;
/** Where a place was that nothing was to be put into. */
const EMPTY = '\0';

/** Reads a pattern, or answers all that is wrong with it as sentences. */
export function parseSkuPattern(pattern: string): SkuPattern | { readonly faults: readonly string[] } {
  const faults: string[] = [];
  const parts: Part[] = [];
  for (const piece of pattern.match(/\{[^{}]*\}|[^{}]+|[{}]/g) ?? []) {
    const part = readPiece(piece);
    if (typeof part === 'string') faults.push(part);
    else parts.push(part);
  }
  const places = parts.flatMap((part) => ('place' in part ? [part.place] : []));
  if (new Set(places).size < places.length) faults.push('Each place can stand in it once');
  const counts = places.includes('seq');
  const names = (['style', 'colour', 'size'] as const).every((place) => places.includes(place));
  if (!counts && !names)
    faults.push('It needs {seq}, or {style}, {colour} and {size}: else many items would get one SKU');
  return faults.length > 0 ? { faults } : { parts, counts };
}

function readPiece(piece: string): Part | string {
  if (piece === '{' || piece === '}') return 'A brace is open or closed that has no partner';
  if (!piece.startsWith('{')) return { text: piece };
  const [, name = '', digits] = /^\{(\w+)(?::(\d{1,2}))?\}$/.exec(piece) ?? [];
  const place = PLACES.find((each) => each === name);
  if (!place) return `In braces stand ${PLACES.join(', ')}, with a number after a colon if wanted`;
  const width = digits === undefined ? undefined : Number(digits);
  const most = place === 'seq' ? MOST_DIGITS : MOST_WIDTH;
  if (width !== undefined && (width < 1 || width > most)) return `The number after ${place} goes from 1 to ${most}`;
  return { place, width };
}

/** The SKU of some values: what is empty is left out, with one sign beside it. */
export function renderSku({ parts }: SkuPattern, values: SkuValues, seq: string): string {
  const filled = parts.map((part) => {
    if ('text' in part) return part.text;
    if (part.place === 'seq') return seq.padStart(part.width ?? 1, '0');
    return plain(values[part.place] ?? '').slice(0, part.width ?? MOST_WIDTH) || EMPTY;
  });
  return filled
    .join('')
    .replace(/[-_./ ]\0|\0[-_./ ]|\0/g, '')
    .trim();
}

/** Capitals and digits, without accents and signs: what scanners and shelves can do with. */
function plain(value: string): string {
  return value
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]/g, '')
    .toUpperCase();
}
