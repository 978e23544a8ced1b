import type { SecurityEventKind } from '@/contract/enums';
import { Refusal } from '@/lib/refusal';

/** What a key or token said it was, and which company's it is or was, if anybody's. */
export type Claimed = {
  readonly kind: SecurityEventKind;
  readonly id: string;
  readonly detail: object;
  company(): Promise<string | null>;
};

/** A key or support token that is good no more, or never was; `claimed` only where its checksum is ours. */
export class RefusedCredential extends Refusal {
  override readonly name = 'RefusedCredential';

  constructor(
    message: string,
    readonly claimed?: Claimed,
  ) {
    super('UNAUTHENTICATED', message);
  }
}
