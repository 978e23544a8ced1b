import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { config } from '@/config';
import type { AppEnv, TokenCookie } from '@/context';
import { requireOwnPage } from '@/middleware/ownPages';

/** The refresh token's cookie: it alone goes on with a session, so it must come from our own pages, and takes what is kept with it. */
export function refreshCookie(c: Context<AppEnv>): TokenCookie {
  const cookie = tokenCookie(c, 'lavoro_refresh');
  return {
    ...cookie,
    read: () => {
      const token = cookie.read();
      if (token !== undefined) requireOwnPage(c);
      return token;
    },
    clear: () => {
      cookie.clear();
      // What the browser has kept of answers goes, too; how somebody likes their screens stays.
      c.header('clear-site-data', '"cache"');
    },
  };
}

/** The cookie by which a browser is known that somebody has signed in from: it lets nobody in. */
export const deviceCookie = (c: Context<AppEnv>): TokenCookie => tokenCookie(c, 'lavoro_device');

/** A token's cookie: not readable by scripts, never sent from another site, bound to this host over HTTPS. */
function tokenCookie(c: Context<AppEnv>, plainName: string): TokenCookie {
  const secure = config().cookieSecure;
  const name = secure ? `__Host-${plainName}` : plainName;
  const attributes = { httpOnly: true, secure, sameSite: 'Strict', path: '/' } as const;
  return {
    read: () => (isGivenTwice(c, name) ? undefined : getCookie(c, name)),
    write: (token, maxAge) => setCookie(c, name, token, { ...attributes, maxAge }),
    clear: () => {
      deleteCookie(c, name, attributes);
    },
  };
}

/** Of two cookies of one name somebody else planted one, from a neighbouring host: neither is looked at. */
function isGivenTwice(c: Context<AppEnv>, name: string): boolean {
  const names = (c.req.header('cookie') ?? '').split(';').map((pair) => pair.split('=')[0]?.trim());
  return names.filter((each) => each === name).length > 1;
}
