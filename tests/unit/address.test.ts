import { describe, expect, it } from 'vitest';
import { addressKey } from '@/lib/address';

describe('what counts as one address', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['0:0:0:0:0:FFFF:c000:0207', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::ffff', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:db8:1:2::192.0.2.7', '2001:db8:1:2::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('should be, of %s, %s', (ip, key) => {
    expect(addressKey(ip)).toBe(key);
  });

  it.each(['', 'unknown', '192.0.2', '192.0.2.7, 192.0.2.8', 'mill.test'])('should not be %j', (text) => {
    expect(addressKey(text)).toBeUndefined();
  });
});
