import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { config } from '@/config';
import type { AppEnv, TokenCookie } from '@/context';

/** A token's cookie: not readable by scripts, never sent from another site, bound to this host over HTTPS. */
export function tokenCookie(c: Context<AppEnv>, plainName: string): TokenCookie {
  const secure = config().cookieSecure;
  const name = secure ? `__Host-${plainName}` : plainName;
  const attributes = { httpOnly: true, secure, sameSite: 'Strict', path: '/' } as const;
  return {
    read: () => (fromOurPages(c) && !isGivenTwice(c, name) ? getCookie(c, name) : undefined),
    write: (token, maxAge) => setCookie(c, name, token, { ...attributes, maxAge }),
    clear: () => {
      deleteCookie(c, name, attributes);
    },
  };
}

/** Browsers say which site a request comes from; a cookie that another site's page sends along is not looked at. */
function fromOurPages(c: Context<AppEnv>): boolean {
  const site = c.req.header('sec-fetch-site');
  return site === undefined || site === 'same-origin' || site === 'none';
}

/** Of two cookies of one name somebody else planted one, from a neighbouring host: neither is looked at. */
function isGivenTwice(c: Context<AppEnv>, name: string): boolean {
  const names = (c.req.header('cookie') ?? '').split(';').map((pair) => pair.split('=')[0]?.trim());
  return names.filter((each) => each === name).length > 1;
}
