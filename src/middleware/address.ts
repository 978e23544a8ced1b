import { isIPv6 } from 'node:net';
import type { Context } from 'hono';
import type { AppEnv } from '@/context';

/** The address at the other end of the connection; null where there is none. What a header says of it is not believed. */
export function addressOf(c: Context<AppEnv>): string | null {
  const { incoming } = (c.env ?? {}) as { incoming?: { socket?: { remoteAddress?: string } } };
  return incoming?.socket?.remoteAddress ?? null;
}

/** What of an address stands for one caller: of IPv6 the first 64 bits, since a caller has all of the rest. */
export function networkOf(address: string | null): string {
  if (address === null) return 'nobody';
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.toLowerCase().split('::');
  const groups = head === '' ? [] : head.split(':');
  const rest = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? [] : Array(8 - groups.length - rest.length).fill('0');
  return `${[...groups, ...zeros, ...rest]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
