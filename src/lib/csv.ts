/** What spreadsheets take for a formula at the beginning of a cell. */
const FORMULA = /^[=+\-@\t\r]/;
/** A number below zero is none. */
const NEGATIVE = /^-\d+(\.\d+)?$/;
const NEEDS_QUOTES = /[",\r\n]/;

/**
 * One line of a CSV file (RFC 4180), with its line end. A cell that a spreadsheet would run as a formula begins with an
 * apostrophe, which makes it text.
 */
export function csvLine(cells: readonly (string | null)[]): string {
  return `${cells.map((value) => quoted(harmless(value ?? ''))).join(',')}\r\n`;
}

const harmless = (text: string) => (FORMULA.test(text) && !NEGATIVE.test(text) ? `'${text}` : text);
const quoted = (text: string) => (NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
