import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { appSecret } from '@/config';
import { fieldRefusal } from '@/lib/refusal';

/**
 * Cursors are sealed: a cursor holds the sort values of the last row and a MAC over them, the company, the list and its
 * filters, so one made elsewhere is refused instead of answering something odd.
 */
export function sealCursor(values: readonly string[], scope: string): string {
  const payload = Buffer.from(JSON.stringify(values)).toString('base64url');
  return `${payload}.${mac(payload, scope).toString('base64url')}`;
}

/** The values of a cursor made for `scope`. Throws VALIDATION_FAILED for any other text. */
export function openCursor(cursor: string, scope: string): string[] {
  const [payload = '', seal = ''] = cursor.split('.');
  const given = Buffer.from(seal, 'base64url');
  const expected = mac(payload, scope);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw fieldRefusal('VALIDATION_FAILED', 'cursor', 'This cursor belongs to another list. Start again without it.');
  }
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as string[];
}

let key: Buffer | undefined;

function mac(payload: string, scope: string): Buffer {
  key ??= Buffer.from(hkdfSync('sha256', appSecret(), '', 'lavoro/cursor', 32));
  return createHmac('sha256', key).update(`${scope}\n${payload}`).digest().subarray(0, 16);
}
