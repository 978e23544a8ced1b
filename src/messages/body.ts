import { derivedKey } from '@/config';
import { open, seal } from '@/lib/seal';

/** What is stored of a message's text: it carries tokens, so a dump of the database must not give them. */
export const sealBody = (id: string, text: string) => seal(text, derivedKey('messages'), id);

/** The text of a message that waits. Throws SealBrokenError. */
export const openBody = ({ id, body }: { readonly id: string; readonly body: string }) =>
  open(body, derivedKey('messages'), id);
