import { isIP } from 'node:net';
import { createTransport } from 'nodemailer';
import { config } from '@/config';
import { DeliveryError, type Transport } from './transport';

const CONNECT_MS = 10_000;
const SILENCE_MS = 30_000;

type Mailer = ReturnType<typeof makeMailer>;

let known: { readonly url: string; readonly mailer: Mailer } | undefined;

/** E-mail through the server of SMTP_URL. */
export const smtp: Transport = {
  async send({ id, to, subject, text, createdAt }, signal) {
    const from = config().MAIL_FROM ?? '';
    const host = /@([^>\s]+)/.exec(from)?.[1] ?? 'localhost';
    try {
      await mailer().sendMail({
        from,
        // As an object: a text is read as a list, in which a comma makes two of one.
        to: { name: '', address: to },
        subject,
        text,
        date: new Date(createdAt),
        // The same at every attempt, so that whoever gets it twice sees it once.
        messageId: `<${id}@${host}>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
        disableFileAccess: true,
        disableUrlAccess: true,
        signal,
      });
    } catch (error) {
      throw asDeliveryError(error);
    }
  },
};

function mailer(): Mailer {
  const url = config().SMTP_URL ?? '';
  if (known?.url !== url) known = { url, mailer: makeMailer(url) };
  return known.mailer;
}

function makeMailer(url: string) {
  const requireTLS = !isHere(new URL(url).hostname);
  // What the address says, for instance ?requireTLS=false, counts.
  return createTransport({
    requireTLS,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    url,
  });
}

function isHere(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '');
  return name === 'localhost' || name === '::1' || (isIP(name) === 4 && name.startsWith('127.'));
}

/** The server's own words name addresses: only its codes are kept. */
function asDeliveryError(error: unknown): DeliveryError {
  const { code, command, responseCode } = error as { code?: string; command?: string; responseCode?: number };
  const nobodyThere = command === 'RCPT TO' && responseCode !== undefined && responseCode >= 500;
  const reason = ['SMTP', code, command, responseCode].filter((part) => part !== undefined).join(' ');
  return new DeliveryError(reason, nobodyThere ? 'final' : 'later');
}
