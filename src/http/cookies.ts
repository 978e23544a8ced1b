import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { config } from '@/config';
import type { AppEnv, TokenCookie } from '@/context';
import { requireOwnPage } from '@/middleware/ownPages';

/** A token's cookie: not readable by scripts, never sent from another site, bound to this host over HTTPS. */
class Cookie implements TokenCookie {
  constructor(
    protected readonly c: Context<AppEnv>,
    private readonly plainName: string,
  ) {}

  read(): string | undefined {
    return isGivenTwice(this.c, this.#name()) ? undefined : getCookie(this.c, this.#name());
  }

  write(token: string, maxAge: number): void {
    setCookie(this.c, this.#name(), token, { ...attributes(), maxAge });
  }

  clear(): void {
    deleteCookie(this.c, this.#name(), attributes());
  }

  #name(): string {
    return config().cookieSecure ? `__Host-${this.plainName}` : this.plainName;
  }
}

const attributes = () => ({ httpOnly: true, secure: config().cookieSecure, sameSite: 'Strict', path: '/' }) as const;

/** It alone goes on with a session, so it must come from our own pages, and takes what is kept with it. */
class RefreshCookie extends Cookie {
  override read(): string | undefined {
    const token = super.read();
    if (token !== undefined) requireOwnPage(this.c);
    return token;
  }

  override clear(): void {
    super.clear();
    // What the browser has kept of answers goes, too; how somebody likes their screens stays.
    this.c.header('clear-site-data', '"cache"');
  }
}

/** The refresh token's cookie. */
export const refreshCookie = (c: Context<AppEnv>): TokenCookie => new RefreshCookie(c, 'lavoro_refresh');

/** The cookie by which a browser is known that somebody has signed in from: it lets nobody in. */
export const deviceCookie = (c: Context<AppEnv>): TokenCookie => new Cookie(c, 'lavoro_device');

/** Of two cookies of one name somebody else planted one, from a neighbouring host: neither is looked at. */
function isGivenTwice(c: Context<AppEnv>, name: string): boolean {
  const names = (c.req.header('cookie') ?? '').split(';').map((pair) => pair.split('=')[0]?.trim());
  return names.filter((each) => each === name).length > 1;
}
