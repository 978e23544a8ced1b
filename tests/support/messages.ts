import { openBody } from '@/messages/body';
import { asSuperuser } from './database';

type Waiting = { readonly subject: string; readonly text: string };

/** The messages that wait to be sent to an address, oldest first. */
export async function messagesTo(recipient: string): Promise<Waiting[]> {
  const rows = await asSuperuser<{ id: string; subject: string; body: string }>(
    'SELECT id, subject, body FROM messages WHERE recipient = $1 AND body IS NOT NULL ORDER BY created_at, id',
    [recipient],
  );
  return rows.map((row) => ({ subject: row.subject, text: openBody(row) }));
}

/** The token of the link in the last message to an address. */
export async function tokenSentTo(recipient: string): Promise<string> {
  const last = (await messagesTo(recipient)).at(-1);
  const token = /#token=([\w-]+)/.exec(last?.text ?? '')?.[1];
  if (token === undefined) throw new Error(`no link was sent to ${recipient}`);
  return token;
}
