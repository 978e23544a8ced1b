import { BlockList, isIP } from 'node:net';
import type { Context } from 'hono';
import { config } from '@/config';
import type { AppEnv } from '@/context';

/** More forwarded addresses than this nobody has. */
const MOST_HOPS = 20;

/**
 * The address a request comes from: that of the connection; where that is one of TRUSTED_PROXIES, the last address in
 * X-Forwarded-For that is not. What stands before it anybody may have written.
 */
export function addressOf(c: Context<AppEnv>): string | null {
  const { incoming } = (c.env ?? {}) as { incoming?: { socket?: { remoteAddress?: string } } };
  const connection = incoming?.socket?.remoteAddress ?? null;
  const trusted = config().TRUSTED_PROXIES;
  if (connection === null || trusted.length === 0) return connection;
  const proxies = blockList(trusted);
  const forwarded = (c.req.header('x-forwarded-for') ?? '').split(',').map((each) => each.trim());
  let address = connection;
  for (const next of forwarded.reverse().slice(0, MOST_HOPS)) {
    if (!isOneOf(proxies, address) || isIP(next) === 0) return address;
    address = next;
  }
  return address;
}

let known: { readonly trusted: readonly string[]; readonly list: BlockList } | undefined;

function blockList(trusted: readonly string[]): BlockList {
  if (known?.trusted === trusted) return known.list;
  const list = new BlockList();
  for (const each of trusted) {
    const [address = '', bits] = each.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  known = { trusted, list };
  return list;
}

function isOneOf(list: BlockList, address: string): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  return list.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
}
