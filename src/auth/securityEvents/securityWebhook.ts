import { createHmac } from 'node:crypto';
import { config } from '@/config';
import { type DeliveredEvent, deliverNext } from './securityWebhook.repo';

const MOST_AT_ONCE = 100;
const TIMEOUT_MS = 5000;

/** `t=<seconds>,v1=<hex>`: HMAC-SHA-256 over `<seconds>.<body>`, so that an old body cannot be sent again as a new one. */
export function signatureOf(secret: string, seconds: number, body: string): string {
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}

/**
 * Sends the security events that were not sent yet to SECURITY_WEBHOOK_URL, oldest first; answers how many. Each arrives
 * at least once: what is not answered with 2xx is sent again, next time. Throws where the receiver does not take them.
 */
export async function deliverSecurityEvents(): Promise<number> {
  const { SECURITY_WEBHOOK_URL: url, SECURITY_WEBHOOK_SECRET: secret } = config();
  if (!url || !secret) return 0;
  let delivered = 0;
  for (let count = MOST_AT_ONCE; count === MOST_AT_ONCE; ) {
    count = await deliverNext(MOST_AT_ONCE, (events) => post(url, secret, events));
    delivered += count;
  }
  return delivered;
}

async function post(url: string, secret: string, events: readonly DeliveredEvent[]): Promise<void> {
  const body = JSON.stringify({ events });
  const signature = signatureOf(secret, Math.floor(Date.now() / 1000), body);
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-lavoro-signature': signature },
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`The receiver of security events answered ${response.status}.`);
}
