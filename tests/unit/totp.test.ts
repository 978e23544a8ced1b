import { describe, expect, it } from 'vitest';
import { base32, codeOfStep, otpauthUrl, stepAt, stepOfCode } from '@/lib/totp';

/** The secret of the examples in RFC 4226 and RFC 6238. */
const SECRET = Buffer.from('12345678901234567890');

describe('codes that change with time', () => {
  it.each([
    [59, '94287082'],
    [1111111109, '07081804'],
    [1111111111, '14050471'],
    [1234567890, '89005924'],
    [2000000000, '69279037'],
    [20000000000, '65353130'],
  ])('should be, at %s, that of RFC 6238, appendix B', (seconds, code) => {
    expect(codeOfStep(SECRET, stepAt(seconds), 8)).toBe(code);
  });

  it('should be those of RFC 4226, appendix D', () => {
    expect(Array.from({ length: 10 }, (_, count) => codeOfStep(SECRET, count))).toEqual([
      '755224',
      '287082',
      '359152',
      '969429',
      '338314',
      '254676',
      '287922',
      '162583',
      '399871',
      '520489',
    ]);
  });

  it('should be found one step off and no further, and only whole', () => {
    const now = 1_700_000_015;
    const step = stepAt(now);
    const found = [-2, -1, 0, 1, 2].map((off) => stepOfCode(SECRET, codeOfStep(SECRET, step + off), now));
    expect(found).toEqual([undefined, step - 1, step, step + 1, undefined]);
    const code = codeOfStep(SECRET, step);
    for (const wrong of ['', code.slice(1), `${code}0`, ` ${code.slice(1)}`])
      expect(stepOfCode(SECRET, wrong, now)).toBeUndefined();
    expect([stepAt(29), stepAt(30), stepAt(29.99)]).toEqual([0, 1, 0]);
  });

  it('should be told to an app as it reads them', () => {
    const vectors = { f: 'MY', fo: 'MZXQ', foo: 'MZXW6', foob: 'MZXW6YQ', fooba: 'MZXW6YTB', foobar: 'MZXW6YTBOI' };
    for (const [text, encoded] of Object.entries(vectors)) expect(base32(Buffer.from(text))).toBe(encoded);
    expect(otpauthUrl(SECRET, 'anna+1@mill.test', 'Lavoro')).toBe(
      'otpauth://totp/Lavoro:anna%2B1%40mill.test?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Lavoro',
    );
  });
});
