/** What a command has to say: for people, and the same as one JSON document. */
export type Output = { readonly text: string; readonly json: unknown };

/** Lines of columns that begin below each other; the last one is as long as it is. */
export function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
  return rows.map((row) => line(row).trimEnd()).join('\n');
}

/** A table with a heading, or `nothing` where it would have no rows. */
export function table(heading: readonly string[], rows: readonly (readonly string[])[], nothing: string): string {
  if (rows.length === 0) return nothing;
  return aligned([heading.map((word) => word.toUpperCase()), ...rows]);
}

/** `2026-03-01 10:20`, in UTC; nothing for none. */
export const minute = (instant: string | null) => instant?.slice(0, 16).replace('T', ' ') ?? '';

/** `3 sessions`, `1 session` */
export const counted = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;

/** Bytes in the largest unit that keeps a whole number. */
export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 ** 2) return `${Math.round(bytes / 1024)} KiB`;
  return `${Math.round(bytes / 1024 ** 2)} MiB`;
}
