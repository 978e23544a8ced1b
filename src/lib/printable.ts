/**
 * What somebody else has said, as one line that can be stored and shown: no control characters, no half of a character,
 * at most `most` of them.
 */
export function printable(text: string, most: number): string {
  // Through UTF-8, which has no halves.
  const line = Buffer.from(text)
    .toString()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return [...line].slice(0, most).join('');
}
