/**
 * The access token lives in this module's memory and nowhere else: no storage a script of another origin or a later
 * visitor of the machine could read.
 */
let token: string | null = null;
let endsAt = 0;

/** Seconds before the end at which a token is renewed rather than used. */
const MARGIN_S = 30;

export const accessToken = () => token;

export function keepToken(value: string, expiresInS: number) {
  token = value;
  endsAt = performance.now() + expiresInS * 1000;
}

export function dropToken() {
  token = null;
  endsAt = 0;
}

export const tokenEndsSoon = () => token !== null && performance.now() > endsAt - MARGIN_S * 1000;

/** Milliseconds until the token should be renewed; null when there is none. */
export const untilRenewalMs = () => (token === null ? null : Math.max(0, endsAt - MARGIN_S * 1000 - performance.now()));

export async function ensureFreshToken(renew: () => Promise<void>) {
  if (tokenEndsSoon()) await renew();
}
