import type { Context, MiddlewareHandler } from 'hono';
import { config } from '@/config';
import type { AppEnv } from '@/context';
import { Refusal } from '@/lib/refusal';

/** Refuses what a page of another site sends: browsers say so, and nobody else has a reason to. */
export const refuseOtherSites: MiddlewareHandler<AppEnv> = async (c, next) => {
  if (whoseRequest(c) === 'other') throw otherSite();
  return next();
};

/** For what a cookie alone would allow: a browser's word that the request comes from our own pages. Throws FORBIDDEN. */
export function requireOwnPage(c: Context<AppEnv>): void {
  if (whoseRequest(c) !== 'own') throw otherSite();
}

const otherSite = () => new Refusal('FORBIDDEN', 'This can only be asked for by the pages of this server.');

/**
 * Whether one of our pages asks, that of another site, or something that is no page and says nothing. Both headers are
 * the browser's own; where both are there, both must be right.
 */
function whoseRequest(c: Context<AppEnv>): 'own' | 'other' | 'unsaid' {
  const site = c.req.header('sec-fetch-site');
  const origin = c.req.header('origin');
  if (site === undefined && origin === undefined) return 'unsaid';
  const rightSite = site === undefined || site === 'same-origin' || site === 'none';
  return rightSite && (origin === undefined || isOwn(origin, c)) ? 'own' : 'other';
}

function isOwn(origin: string, c: Context<AppEnv>): boolean {
  if (!URL.canParse(origin)) return false;
  const given = new URL(origin);
  const { PUBLIC_URL } = config();
  return (
    given.host === c.req.header('host') || (PUBLIC_URL !== undefined && given.origin === new URL(PUBLIC_URL).origin)
  );
}
