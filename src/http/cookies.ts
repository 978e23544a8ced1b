import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { config } from '@/config';
import type { AppEnv, RefreshCookie } from '@/context';
import { requireOwnPage } from '@/middleware/ownPages';

/** The refresh token's cookie: not readable by scripts, never sent from another site, bound to this host over HTTPS. */
export function refreshCookie(c: Context<AppEnv>): RefreshCookie {
  const secure = config().cookieSecure;
  const name = secure ? '__Host-lavoro_refresh' : 'lavoro_refresh';
  const attributes = { httpOnly: true, secure, sameSite: 'Strict', path: '/' } as const;
  return {
    read: () => {
      const token = isGivenTwice(c, name) ? undefined : getCookie(c, name);
      if (token !== undefined) requireOwnPage(c);
      return token;
    },
    write: (token, maxAge) => setCookie(c, name, token, { ...attributes, maxAge }),
    clear: () => {
      deleteCookie(c, name, attributes);
      // What the browser has kept of answers goes, too; how somebody likes their screens stays.
      c.header('clear-site-data', '"cache"');
    },
  };
}

/** Of two cookies of one name somebody else planted one, from a neighbouring host: neither is looked at. */
function isGivenTwice(c: Context<AppEnv>, name: string): boolean {
  const names = (c.req.header('cookie') ?? '').split(';').map((pair) => pair.split('=')[0]?.trim());
  return names.filter((each) => each === name).length > 1;
}
