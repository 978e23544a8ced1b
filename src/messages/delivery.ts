import { config } from '@/config';
import type { MessageChannel } from '@/contract/enums';
import { inBackground } from '@/lib/background';
import { SealBrokenError } from '@/lib/seal';
import { log } from '@/observability/log';
import { openBody } from './body';
import * as repo from './messages.repo';
import { outbox } from './outbox';
import { smtp } from './smtp';
import { DeliveryError, type Transport } from './transport';

/** Messages on their way at once. */
const AT_ONCE = 2;
/** An attempt takes no longer, which is less than the time for which a message is claimed. */
const LONGEST_ATTEMPT_MS = 120_000;
/** After so many failures in a row nobody seems to take messages at present: the others wait for the next run. */
const MOST_FAILURES = 3;

/** Who takes messages of a channel. Nobody sends text messages yet. */
function transportOf(channel: MessageChannel): Transport {
  return channel === 'EMAIL' && config().SMTP_URL !== undefined ? smtp : outbox;
}

let running: Promise<number> | undefined;

/** Delivers what is due; answers how many that were. Of several calls at once in a process one works. */
export function deliverDue(): Promise<number> {
  running ??= deliverAll().finally(() => {
    running = undefined;
  });
  return running;
}

async function deliverAll(): Promise<number> {
  for (const { id, attempts, failure } of await repo.giveUpOld())
    log().warn({ messageId: id, attempts, reason: failure }, 'a message was given up');
  const run = { delivered: 0, failuresInARow: 0 };
  const ends = await Promise.allSettled(Array.from({ length: AT_ONCE }, () => deliverOneByOne(run)));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return run.delivered;
}

type Run = { delivered: number; failuresInARow: number };

async function deliverOneByOne(run: Run): Promise<void> {
  while (run.failuresInARow < MOST_FAILURES) {
    const claim = await repo.claimMessage();
    if (!claim) return;
    if (await deliver(claim)) {
      run.delivered += 1;
      run.failuresInARow = 0;
    } else run.failuresInARow += 1;
  }
}

async function deliver(claim: repo.ClaimedMessage): Promise<boolean> {
  const { id, channel, recipient, subject, attempts, createdAt } = claim;
  try {
    const message = { id, channel, to: recipient, subject, text: openBody(claim), createdAt };
    await transportOf(channel).send(message, AbortSignal.timeout(LONGEST_ATTEMPT_MS));
  } catch (error) {
    const { reason, chance } = explained(error);
    log().warn({ messageId: id, channel, attempts, reason, chance }, 'a message could not be delivered');
    await (chance === 'final' ? repo.noteGivenUp(claim, reason) : repo.noteFailure(claim, reason));
    return false;
  }
  await repo.noteDelivered(claim);
  return true;
}

function explained(error: unknown): { reason: string; chance: DeliveryError['chance'] } {
  if (error instanceof DeliveryError) return { reason: error.message, chance: error.chance };
  if (error instanceof SealBrokenError) return { reason: 'sealed under another APP_SECRET', chance: 'final' };
  const { code, name } = error as { code?: string; name?: string };
  return { reason: code ?? name ?? 'unknown', chance: 'later' };
}

/** Delivers messages right after the commit that queued them. */
export const delivery = inBackground(deliverDue, (error) => log().warn({ err: error }, 'delivering messages failed'));
