import type { MessageChannel } from '@/contract/enums';
import type { ControlDb } from '@/database/connection';
import { linkTo } from '@/messages/links';
import { queueText } from '@/messages/queue';
import { messageTexts } from '@/messages/texts';
import { issueCode, issueLink } from './oneTimeTokens';
import { cancelToken } from './oneTimeTokens.repo';

const LINK_HOURS = 24;
const CODE_MINUTES = 10;

export type Proof = {
  readonly userId: string;
  readonly channel: MessageChannel;
  readonly target: string;
  /** Whether the account has the address, or is to have it. */
  readonly what: 'VERIFY' | 'CHANGE';
};

/** Sends an address what shows that somebody reads it: a link by e-mail, a code to the phone. */
export async function sendProof(db: ControlDb, { userId, channel, target, what }: Proof): Promise<void> {
  const texts = messageTexts();
  if (channel === 'EMAIL') {
    const issue = { userId, purpose: `${what}_EMAIL`, target, minutes: LINK_HOURS * 60 } as const;
    const link = linkTo('verify-email', await issueLink(db, issue));
    const text = what === 'CHANGE' ? texts.changeEmail : texts.verifyEmail;
    await queueText(db, { channel, to: target }, text({ link, hours: LINK_HOURS }));
    return;
  }
  // One code at a time: it is typed at the same place.
  await cancelToken(db, userId, what === 'CHANGE' ? 'VERIFY_PHONE' : 'CHANGE_PHONE');
  const code = await issueCode(db, { userId, purpose: `${what}_PHONE`, target, minutes: CODE_MINUTES });
  await queueText(db, { channel, to: target }, texts.verifyPhone({ code, minutes: CODE_MINUTES }));
}
