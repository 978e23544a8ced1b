import type { ControlDb } from '@/database/connection';
import { queueText } from '@/messages/queue';
import type { MessageText } from '@/messages/texts';

/** Tells somebody what has happened to their account, by e-mail where they have an address. */
export async function tellAbout(
  db: ControlDb,
  { email, phone }: { readonly email: string | null; readonly phone: string | null },
  text: MessageText,
): Promise<void> {
  if (email !== null) await queueText(db, { channel: 'EMAIL', to: email }, text);
  else if (phone !== null) await queueText(db, { channel: 'SMS', to: phone }, text);
}
