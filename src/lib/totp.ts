import { createHmac, timingSafeEqual } from 'node:crypto';

/** Codes that change with time: RFC 6238 with SHA-1, 30 seconds and six digits, which every authenticator app knows. */

const STEP_SECONDS = 30;
const DIGITS = 6;
/** How many steps a clock may be off. */
const MOST_STEPS_OFF = 1;

/** The step a moment is in; seconds since 1970. */
export const stepAt = (epochSeconds: number) => Math.floor(epochSeconds / STEP_SECONDS);

/** The code of a step (RFC 4226, 5.3). */
export function codeOfStep(secret: Buffer, step: number, digits = DIGITS): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = mac.readUInt8(mac.length - 1) & 0xf;
  const number = (mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits;
  return String(number).padStart(digits, '0');
}

/** The step whose code this is, of those that are near enough; undefined where it is none's. Takes the same time for all. */
export function stepOfCode(secret: Buffer, code: string, epochSeconds: number): number | undefined {
  const now = stepAt(epochSeconds);
  const given = Buffer.from(code);
  let found: number | undefined;
  for (let step = now - MOST_STEPS_OFF; step <= now + MOST_STEPS_OFF; step += 1) {
    const right = Buffer.from(codeOfStep(secret, step));
    if (given.length === right.length && timingSafeEqual(given, right)) found = step;
  }
  return found;
}

/** What an authenticator app reads, mostly as a QR code. */
export function otpauthUrl(secret: Buffer, account: string, issuer: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  return `otpauth://totp/${label}?secret=${base32(secret)}&issuer=${encodeURIComponent(issuer)}`;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4648, without padding. */
export function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => ALPHABET[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
}
