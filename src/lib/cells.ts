/** What a cell of a file is. Numbers travel as text, so that none loses a digit; dates as `2026-03-31`. */
export type CellType = 'text' | 'number' | 'boolean' | 'date';

/** A value as the text of a cell; null where there is none. Lists of plain values are one text, whatever else is JSON. */
export function cellText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value) && value.every((each) => typeof each !== 'object')) return value.join('; ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
