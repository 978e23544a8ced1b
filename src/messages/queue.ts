import { v7 as uuidv7 } from 'uuid';
import type { MessageChannel } from '@/contract/enums';
import type { ControlDb } from '@/database/connection';
import { afterCommit } from '@/database/transaction';
import { sealBody } from './body';
import { delivery } from './delivery';
import { insertMessage } from './messages.repo';
import type { MessageText } from './texts';

export type NewMessage = {
  readonly channel: MessageChannel;
  /** One e-mail address, or one phone number. */
  readonly to: string;
  /** One line. Nothing secret: it is stored as it is. */
  readonly subject: string;
  /** Sealed while it waits, and forgotten once it is delivered. */
  readonly text: string;
  /** Of several messages with the same, the first is sent. */
  readonly dedupe?: string;
};

/**
 * Has a message sent if the transaction of `db` commits: right after that, or later where it cannot be delivered at once.
 * Throws where `to` or `subject` is not one line.
 */
export async function queueMessage(db: ControlDb, { channel, to, subject, text, dedupe }: NewMessage): Promise<void> {
  requireOneLine('to', to);
  requireOneLine('subject', subject);
  const id = uuidv7();
  const body = sealBody(id, text);
  await insertMessage(db, { id, channel, recipient: to, subject, body, dedupe: dedupe ?? null });
  afterCommit(db, delivery.soon);
}

export type Addressee = Pick<NewMessage, 'channel' | 'to'>;

/** The same for one of the texts of ours: in few words where it is a text message. */
export function queueText(
  db: ControlDb,
  { channel, to }: Addressee,
  { subject, text, short }: MessageText,
): Promise<void> {
  return queueMessage(db, { channel, to, subject, text: channel === 'SMS' ? short : text });
}

/** A line end would let whoever chose the address write headers of their own. */
function requireOneLine(what: string, value: string): void {
  if (value === '' || /[\p{Cc}\u2028\u2029]/u.test(value)) throw new Error(`The ${what} of a message is one line.`);
}
