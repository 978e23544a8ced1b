import type { MessageChannel } from '@/contract/enums';

/** A message on its way out. */
export type Outgoing = {
  readonly id: string;
  readonly channel: MessageChannel;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly createdAt: string;
};

/** Brings messages of a channel out of the house. */
export type Transport = {
  /** Resolves once the message is in other hands. Throws DeliveryError. */
  send(message: Outgoing, signal: AbortSignal): Promise<void>;
};

/** Why a message was not delivered, in words that hold nothing of it. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  constructor(
    reason: string,
    /** `final`: nobody there, and trying again changes nothing. */
    readonly chance: 'later' | 'final',
  ) {
    super(reason);
  }
}
