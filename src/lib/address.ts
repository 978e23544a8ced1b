import { isIP } from 'node:net';

/**
 * What counts as one address: an IPv4 address, or the /64 of an IPv6 one, of which whoever has one has them all. Undefined
 * for what is no address.
 */
export function addressKey(ip: string): string | undefined {
  const plain = ip.replace(/%.*$/, '');
  const kind = isIP(plain);
  if (kind !== 6) return kind === 4 ? plain : undefined;
  const groups = groupsOf(plain);
  if (groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff') return ipv4(groups.slice(6));
  return `${groups.slice(0, 4).join(':')}::/64`;
}

/** The eight groups of an IPv6 address, in small letters and without leading zeros, as URLs write them. */
function groupsOf(ip: string): string[] {
  const [head = '', tail = ''] = new URL(`http://[${ip}]`).hostname.slice(1, -1).split('::');
  const [before, after] = [head, tail].map((part) => part.split(':').filter((group) => group !== '')) as [
    string[],
    string[],
  ];
  return [...before, ...Array<string>(8 - before.length - after.length).fill('0'), ...after];
}

const ipv4 = (groups: readonly string[]) =>
  groups
    .map((group) => Number.parseInt(group, 16))
    .map((number) => `${number >> 8}.${number & 255}`)
    .join('.');
