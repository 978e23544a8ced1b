import type { Context } from 'hono';
import type { AppEnv } from '@/context';

/** Where a request comes from, by the socket: no header is believed. Null without a socket. */
export function addressOf(c: Context<AppEnv>): string | null {
  const { incoming } = (c.env ?? {}) as { incoming?: { socket?: { remoteAddress?: string } } };
  return incoming?.socket?.remoteAddress ?? null;
}
