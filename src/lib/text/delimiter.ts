export const DELIMITERS = [',', ';', '\t'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** The sign between the cells of a CSV file, from its first line: of these the one it has most, outside of quotes. */
export function delimiterOf(start: string): Delimiter {
  const counts = new Map<string, number>(DELIMITERS.map((sign) => [sign, 0]));
  let quoted = false;
  for (const sign of start.replace(/^[\r\n]+/, '')) {
    if (sign === '"') quoted = !quoted;
    else if (!quoted && (sign === '\n' || sign === '\r')) break;
    else if (!quoted && counts.has(sign)) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  }
  return DELIMITERS.reduce((best, sign) => ((counts.get(sign) ?? 0) > (counts.get(best) ?? 0) ? sign : best));
}
