/** What stands behind the # of a link from a message: it reaches no server by being opened. */
export function linkToken(hash: string): string | null {
  return new URLSearchParams(hash.replace(/^#/, '')).get('token');
}
